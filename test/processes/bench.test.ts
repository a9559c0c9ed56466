import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { isRow } from '../../bench/row.js';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';

const RUN = join(import.meta.dirname, '../../build/bench/run.js');
/** It starts ten processes and opens some hundred connections. */
const TIMEOUT_MS = 6 * DEADLINE_MS;

it(
  'a quick benchmark ends well, with a row of valid names for each case and peer',
  { timeout: TIMEOUT_MS },
  async () => {
    const file = join(folder(), 'results.jsonl');
    const { code, stdout, stderr } = await bench('idle', '--quick', '--json', file);
    expect(stderr).not.toContain('Error');
    expect(code).toBe(0);
    const rows: unknown[] = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(rows.filter((row) => !isRow(row))).toEqual([]);
    const valid = rows.filter(isRow);
    expect(valid.every(({ scenario, quick }) => scenario === 'idle' && quick)).toBe(true);
    for (const transport of ['shm', 'unix', 'tcp']) {
      const own = valid.filter((row) => row.case === `${transport}/payload/8B`);
      expect(own.map(({ unit }) => unit)).toEqual(['%', 'KiB', 'fds']);
      expect(own.every(({ peer }) => peer === (transport === 'tcp' ? 'net-tcp' : 'net-unix'))).toBe(true);
      // A pipe over shm, and each end of a socket, needs at least one.
      expect(own[2].ours).toBeGreaterThanOrEqual(1);
    }
    expect(stdout).toContain('idle shm/payload/8B');
  },
);

it.each(['tensorduct', 'net-unix'])(
  'a benchmark fails, and reports nothing, when a message of %s comes corrupt',
  { timeout: TIMEOUT_MS },
  async (contestant) => {
    const file = join(folder(), 'results.jsonl');
    const { code, stderr } = await bench('idle', '--quick', '--json', file, '--corrupt', contestant);
    expect(code).toBe(1);
    expect(stderr).toContain('is corrupt');
    expect(existsSync(file)).toBe(false);
  },
);

it.each([
  ['array-pool', 'tensorduct'],
  ['array-pool', 'worker_threads'],
  ['loader', 'tensorduct'],
  ['loader', 'piscina'],
])(
  'the scenario %s fails when something of %s comes corrupt',
  { timeout: TIMEOUT_MS },
  async (scenario, contestant) => {
    const { code, stderr } = await bench(scenario, '--quick', '--corrupt', contestant);
    expect(code).toBe(1);
    expect(stderr).toContain('is corrupt');
  },
);

it('a benchmark refuses scenarios that do not exist, and to publish a quick run', async () => {
  const unknown = await bench('idle', 'race');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('no scenario race');
  const quick = await bench('--quick', '--plots');
  expect(quick.code).toBe(2);
  expect(quick.stderr).toContain('never quoted');
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'tensorduct-bench-test-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

/** Runs the benchmarks as compiled by `npm run build:peers`. */
function bench(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  if (!existsSync(RUN)) throw new Error(`${RUN} does not exist: run npm run build && npm run build:peers`);
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [RUN, ...args], (_, stdout, stderr) => {
      resolve({ code: child.exitCode ?? -1, stdout, stderr });
    });
    const late = setTimeout(() => child.kill('SIGKILL'), TIMEOUT_MS);
    child.once('exit', () => clearTimeout(late));
  });
}
