import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The first group of the pattern in the README. */
function find(pattern: RegExp): string {
  const match = pattern.exec(README);
  if (match === null) throw new Error(`README.md has nothing like ${String(pattern)}`);
  return match[1];
}

describe('the README', () => {
  it('has an example that runs as pasted and prints what it says', () => {
    const folder = join(ROOT, 'build/readme');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'pipe.mjs'), find(/```js\n(.*?)```/s));
    const printed = execFileSync(process.execPath, ['pipe.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: DEADLINE_MS,
    });
    expect(printed.trim()).toBe(find(/It prints `([^`]*)`/));
  });

  it('links only to what is there', () => {
    const links = [...README.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target);
    const missing = links.filter((target) => !target.startsWith('https://') && !existsSync(join(ROOT, target)));
    expect(missing).toEqual([]);
  });
});
