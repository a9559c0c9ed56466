import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { ROOT } from '../support/pages.js';

const SCRIPT = join(ROOT, 'scripts/test-soak.mjs');

const soak = (...args: string[]) =>
  promisify(execFile)(process.execPath, [SCRIPT, ...args], { cwd: ROOT, timeout: 12 * DEADLINE_MS });

describe('npm run test:soak', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tensorduct-soak-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it(
    'runs one of its parts with a tiny count, and puts its row into the page in place of the last one',
    async () => {
      const page = join(folder, 'soak.md');
      const joins = '| joins | processes | 64 | 2026-01-01 00:00 | 1 s | here | 1 passed |';
      writeFileSync(page, `| pipes | of another day |\n${joins}\n`);
      const { stdout } = await soak('--quick', '--out', page, 'pipes');
      const rows = readFileSync(page, 'utf8').match(/^\| (pipes|joins) .*$/gm);
      expect(rows?.map((row) => row.split('|').map((cell) => cell.trim()))).toEqual([
        [
          '',
          'pipes',
          expect.stringContaining('messages'),
          '2000',
          ...Array<unknown>(3).fill(expect.any(String)),
          '2 passed',
          '',
        ],
        joins.split('|').map((cell) => cell.trim()),
      ]);
      expect(stdout).toContain('| pipes |');
    },
    15 * DEADLINE_MS,
  );

  it('has parts that are tests, which take their counts from the environment', async () => {
    const parts: unknown = JSON.parse((await soak('--list')).stdout);
    for (const part of Object.values(Object(parts) as Record<string, { file: string; count: string; full: number }>)) {
      expect(existsSync(join(ROOT, part.file)), part.file).toBe(true);
      const source = readFileSync(join(ROOT, part.file), 'utf8');
      const peer = /'\.\.\/peers\/([a-z-]+)\.js'/.exec(source)?.[1];
      const imported = peer === undefined ? '' : readFileSync(join(ROOT, `test/peers/${peer}.ts`), 'utf8');
      expect(source + imported).toContain(`process.env.${part.count}`);
      expect(part.full).toBeGreaterThan(0);
    }
  });

  it('says what its parts are when one does not exist', async () => {
    await expect(soak('--quick', 'no-such-part')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('choose from rings-on-two-cores') as string,
    });
  });
});
