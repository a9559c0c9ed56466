import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { within } from '../../src/testing/deadlines.js';

const PROGRAM = fileURLToPath(new URL('../../build/test/peers/unobserved.js', import.meta.url));

/** Runs a scenario of `test/peers/unobserved.ts`. @returns its exit code and what it wrote to standard error, by lines */
async function run(scenario: string, env: NodeJS.ProcessEnv = {}): Promise<{ code: number | null; lines: string[] }> {
  const child = spawn(process.execPath, [PROGRAM, scenario], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  });
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    const code = await within(exit, `the exit of "${scenario}"`);
    const lines = text.split('\n').filter((line) => line !== '' && !line.includes('--trace-warnings'));
    return { code, lines };
  } finally {
    child.kill('SIGKILL');
  }
}

describe('an error', () => {
  it.for(['nothing is called', 'promises are not awaited', 'a promise is not awaited that fails at once'])(
    'that nobody has received is one warning of the process, and no unhandled rejection: %s',
    async (scenario) => {
      const { code, lines } = await run(scenario);
      expect(code).toBe(0);
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(/^\(node:\d+\) \[ERR_(UNREACHABLE|ABORTED)\] TensorductWarning: /);
    },
  );

  it.for(['a promise is awaited', 'a callback is told', 'the event is heard'])(
    'that somebody has received is no warning: %s',
    async (scenario) => {
      expect(await run(scenario)).toEqual({ code: 0, lines: [] });
    },
  );
});

describe('an orderly end', () => {
  it('prints nothing', async () => {
    expect(await run('all ends in order')).toEqual({ code: 0, lines: [] });
  });

  it('is told by NODE_DEBUG=tensorduct, each line with the id of what it is about', async () => {
    const { code, lines } = await run('all ends in order', { NODE_DEBUG: 'tensorduct' });
    expect(code).toBe(0);
    const told = lines.map((line) => line.replace(/^TENSORDUCT \d+: /, ''));
    for (const line of [
      /^child\.l1 listens on tcp:\/\/127\.0\.0\.1:\d+$/,
      /^child\.p1_to_child established over (memory|tcp)$/,
      /^child\.l1p1_from_child established over (memory|tcp)$/,
      /^child\.p1_to_child ended: closed by both ends$/,
      /^child\.l1 ended: /,
      /^child closed$/,
    ]) {
      expect(told.filter((candidate) => line.test(candidate))).toHaveLength(1);
    }
  });
});
