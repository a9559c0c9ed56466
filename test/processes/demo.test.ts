import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';

const DEMO = fileURLToPath(new URL('../../build/examples/image-classifier/main.js', import.meta.url));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function demo(...args: string[]): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [DEMO, ...args], { timeout: 6 * DEADLINE_MS }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr });
    });
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** The numbers of the confusion table that the demo prints, without its sums. */
function table(stdout: string): number[][] {
  const lines = stdout.split('\n');
  const from = lines.findIndex((line) => line.startsWith('shown')) + 2;
  return lines.slice(from, from + 10).map((line) =>
    line
      .trim()
      .split(/ +/)
      .slice(1, -1)
      .map((cell) => (cell === '.' ? 0 : Number(cell))),
  );
}

/** Enough to be killed amid, and few enough for a count of them to travel inline: no transfer is what breaks first. */
const MANY = '60000';

describe('the demo', () => {
  it('brings every image back exactly once, and classifies it rightly', async () => {
    const { code, stdout, stderr } = await demo();
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^producer to consumer: transport \S+, channel \S+ \(cpu:0 to cpu:0\)/m);
    expect(stdout).toMatch(/^images +6000 of 6000 back exactly once, in 375 messages$/m);
    expect(stdout).toMatch(/^rate +[1-9]\d* images\/s, \d+\.\d+ MB\/s$/m);
    expect(stdout).toMatch(/^latency +p50 \d+\.\d+ ms, p99 \d+\.\d+ ms/m);
    const [, accuracy] = /^accuracy +(\S+) %/m.exec(stdout) ?? [];
    expect(Number(accuracy)).toBeGreaterThanOrEqual(95);
    const confusion = table(stdout);
    expect(confusion.map(sum)).toEqual(new Array(10).fill(600));
    const right = sum(confusion.map((row, shown) => row[shown]));
    expect(((100 * right) / 6000).toFixed(2)).toBe(accuracy);
  });

  it('shows what the loader is about, and loses nothing when a worker of it is killed', async () => {
    const child = spawn(process.execPath, [DEMO, '--images', '20000'], { stdio: ['ignore', 'pipe', 'pipe'] });
    const closed = once(child, 'close');
    let stdout = '';
    let pid = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (pid !== '' || !stdout.includes('of 20000 images, ')) return;
      [, pid = ''] = /^loader: worker 0 \(worker process (\d+)\)/m.exec(stdout) ?? [];
      process.kill(Number(pid), 'SIGKILL');
    });
    try {
      expect(await within(closed, 'the end', 6 * DEADLINE_MS)).toEqual([0, null]);
    } finally {
      child.kill('SIGKILL');
    }
    expect(pid).not.toBe('');
    expect(stdout).toMatch(/^ {2}decode +\d+\/s +\d+\.\d+ at a time$/m);
    expect(stdout).toMatch(/^ {2}batches: \d+ in work, \d+ prepared, \d+ held, of 12; .*wait/m);
    expect(stdout).toMatch(/^images +20000 of 20000 back exactly once/m);
  });

  it('does so over the transport that it is told to use, with messages that need a channel of their own', async () => {
    const { code, stdout } = await demo('--transport', 'tcp://127.0.0.1:0', '--images', '2003', '--batch', '100');
    expect(stdout).toMatch(/^producer to consumer: transport tcp, channel basic/m);
    expect(stdout).toMatch(/^images +2003 of 2003 back exactly once, in 21 messages$/m);
    expect(code).toBe(0);
  });

  it('fails when labels belong to the message before', async () => {
    const { code, stdout, stderr } = await demo('--break-order', '--json');
    const report: unknown = JSON.parse(stdout);
    expect(report).toMatchObject({ images: 6000, once: 6000, missing: 0, repeated: 0 });
    expect(report).toHaveProperty('problems', [
      expect.stringMatching(/^the accuracy is (\d|1\d)\.\d\d %, less than 95/),
    ]);
    expect(stderr).toMatch(/^demo: failed: the accuracy is [^\n]*\n$/);
    expect(code).toBe(1);
  });

  for (const victim of ['producer', 'consumer']) {
    it(`fails with one line when the ${victim} is killed`, async () => {
      const child = spawn(process.execPath, [DEMO, '--images', MANY], { stdio: ['ignore', 'pipe', 'pipe'] });
      const closed = once(child, 'close');
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      try {
        const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
        const line = async () => String((await within(lines.next(), 'a line', 3 * DEADLINE_MS)).value);
        const [, pid] = new RegExp(`${victim}: process (\\d+)`).exec(await line()) ?? [];
        while (!(await line()).includes(`of ${MANY} images, `));
        process.kill(Number(pid), 'SIGKILL');
        expect(await within(closed, 'the end', 3 * DEADLINE_MS)).toEqual([1, null]);
      } finally {
        child.kill('SIGKILL');
      }
      expect(stderr).toMatch(new RegExp(`^demo: the ${victim} died: [^\n]*SIGKILL[^\n]*\n$`));
    });
  }

  it('says in one line which argument it does not understand', async () => {
    expect(await demo('--batch', 'many')).toEqual({
      code: 1,
      stdout: '',
      stderr: 'demo: --batch is many, not a number from 1 to 1000000\n',
    });
  });

  it('tells what it can be asked for', async () => {
    const { code, stdout } = await demo('--help');
    expect(code).toBe(0);
    for (const option of ['--images', '--batch', '--workers', '--transport', '--break-order', '--json']) {
      expect(stdout).toContain(option);
    }
  });
});
