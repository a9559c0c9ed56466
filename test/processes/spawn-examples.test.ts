import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';

const run = promisify(execFile);
const program = (name: string) =>
  fileURLToPath(new URL(`../../build/examples/two-processes/${name}.js`, import.meta.url));

it('the example of two programs exchanges a tensor each way by an address', async () => {
  const server = spawn(process.execPath, [program('server')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(server, 'exit');
  try {
    const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
    const first = await within(lines.next(), 'the address', 3 * DEADLINE_MS);
    const [, address = ''] = /^listening on (\S+)$/.exec(String(first.value)) ?? [];
    const client = await run(process.execPath, [program('client'), address], { timeout: 3 * DEADLINE_MS });
    expect(client.stdout).toBe('float32 [2, 3]: 2 4 6 8 10 12\n');
    expect((await within(lines.next(), 'the end')).value).toBe('the client has left');
    expect(await within(exit, 'the exit of the server')).toEqual([0, null]);
  } finally {
    server.kill('SIGKILL');
  }
});

it('the example of parent and child exchanges tensors and ends by itself', async () => {
  const { stdout, stderr } = await run(process.execPath, [program('parent')], { timeout: 3 * DEADLINE_MS });
  expect(stdout).toBe('the sum of 10 numbers is 5\nthe sum of 1000000 numbers is 500000\n');
  expect(stderr).toBe('');
});
