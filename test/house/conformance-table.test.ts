import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/check-conformance.mjs');

describe('the check of the conformance table', () => {
  let root = '';

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tensorduct-table-'));
    for (const folder of ['scripts', 'test/conformance', 'src/testing']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    writeFileSync(join(root, 'scripts/conformance-ids.txt'), '# two\nTP Suite.One\n\nTP Suite.Two\n');
    writeFileSync(join(root, 'test/one.test.ts'), "it('one holds', () => undefined);");
    writeFileSync(join(root, 'src/testing/two.ts'), "const ids = ['TP Two'];");
  });

  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  function check(...rows: string[]): { status: number | null; stderr: string } {
    const table = ['| id | what |', '| --- | --- |', ...rows, ''].join('\n');
    writeFileSync(join(root, 'test/conformance/README.md'), table);
    return spawnSync(process.execPath, [SCRIPT, root], { encoding: 'utf8' });
  }

  const ONE = '| TP Suite.One | "one holds" |';
  const TWO = '| `TP Suite.Two` | translated: what a user can see |';

  it('accepts a row that quotes a title, and one whose id stands in a test', () => {
    expect(check(ONE, TWO)).toMatchObject({ status: 0, stderr: '' });
  });

  it.for([
    ['an id without a row', [ONE], 'TP Suite.Two: has 0 rows'],
    ['an id with two rows', [ONE, ONE, TWO], 'TP Suite.One: has 2 rows'],
    ['an id that is not in the list', [ONE, TWO, '| TP Suite.Three | "one holds" |'], 'TP Suite.Three: is not in'],
    ['a title that no test has', ['| TP Suite.One | "one fails" |', TWO], 'TP Suite.One: there is no test "one fails"'],
    ['an id that no test carries', ['| TP Suite.One | here |', TWO], 'TP Suite.One: no test carries this id'],
    ['too many missing mechanisms', Array<string>(13).fill('| TP X | no such mechanism: x |'), '13 rows say'],
  ] as const)('refuses %s', ([, rows, message]) => {
    const { status, stderr } = check(...rows);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });
});
