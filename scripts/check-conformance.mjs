// Checks the table of test/conformance/README.md, rows of `| id | what stands for it |`: `check-conformance [ROOT]`.
//
// - Every id of scripts/conformance-ids.txt has exactly one row, and there is no row for another id.
// - The second cell names our tests by their titles, "in double quotes"; or it begins with `translated:`, says how, and
//   names them; or it begins with `no such mechanism:` and says why. Where no title is quoted, a test carries the id.
// - Every title and id that is named stands in a test, and at most a dozen mechanisms are missing.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const TABLE = join(ROOT, 'test/conformance/README.md');
const IDS = join(ROOT, 'scripts/conformance-ids.txt');
const TEST_FOLDERS = [join(ROOT, 'test'), join(ROOT, 'src/testing')];
const MOST_MISSING_MECHANISMS = 12;

/** @param {string} folder */
function readTypeScript(folder) {
  if (!existsSync(folder)) return '';
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}

function readIds() {
  const lines = readFileSync(IDS, 'utf8').split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/** Id and second cell of each row. */
function readRows() {
  const lines = readFileSync(TABLE, 'utf8').split('\n');
  const cells = lines.filter((line) => line.startsWith('|')).map((line) => line.split('|').map((cell) => cell.trim()));
  const isHead = /^(id|:?-+:?)$/i;
  return cells
    .map(([, id = '', cell = '']) => ({ id: id.replaceAll('`', ''), cell }))
    .filter(({ id }) => !isHead.test(id));
}

/**
 * Whether a test carries the id: in full, or without the suite as in `TP Connection_NopWrite`.
 * @param {string} tests
 * @param {string} id
 */
function carries(tests, id) {
  const withoutSuite = id.replace(/^(TP) \w+\./, '$1 ');
  const texts = [id, withoutSuite];
  return texts.some((text) =>
    tests
      .split(text)
      .slice(1)
      .some((rest) => !/^[\w.]/.test(rest)),
  );
}

/** What is wrong, in sentences. */
function check() {
  const tests = TEST_FOLDERS.map(readTypeScript).join('\n');
  const ids = readIds();
  const rows = readRows();
  const problems = [];

  for (const id of ids) {
    const count = rows.filter((row) => row.id === id).length;
    if (count !== 1) problems.push(`${id}: has ${count} rows; give it one`);
  }
  for (const { id, cell } of rows) {
    if (!ids.includes(id)) problems.push(`${id}: is not in scripts/conformance-ids.txt`);
    if (cell.startsWith('no such mechanism:')) continue;
    const titles = [...cell.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title);
    for (const title of titles) if (!tests.includes(title)) problems.push(`${id}: there is no test "${title}"`);
    if (titles.length === 0 && !carries(tests, id)) problems.push(`${id}: no test carries this id, and none is quoted`);
  }
  const missing = rows.filter(({ cell }) => cell.startsWith('no such mechanism:')).length;
  if (missing > MOST_MISSING_MECHANISMS) {
    problems.push(`${missing} rows say "no such mechanism"; ${MOST_MISSING_MECHANISMS} may`);
  }
  return problems;
}

const problems = existsSync(TABLE) ? check() : ['does not exist'];
for (const problem of problems) console.error(`test/conformance/README.md: ${problem}`);
if (problems.length > 0) process.exitCode = 1;
