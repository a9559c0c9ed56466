// Runs what is too long for every day, by hand: `npm run test:soak -- [--quick] [--out FILE] [PART…]`, after a build.
//
// A part is some of the ordinary tests with high counts, which they take from the environment; without a name all parts run.
// Deadlines are those of CI. At the end a table is printed, and the rows of the parts that ran are put into docs/soak.md, or
// FILE. `--quick` takes tiny counts and keeps nothing, unless there is a FILE. `--list` prints the parts and runs nothing.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';

/**
 * @typedef {object} Part
 * @property {string} what for the table
 * @property {string} project of vitest
 * @property {string} file
 * @property {string} [only] part of the titles of its tests
 * @property {string} count the variable that the tests take it from
 * @property {number} full
 * @property {number} quick
 * @property {string} [command] what it runs under
 * @property {boolean} [faults] whether it needs the build with fault points
 * @property {Readonly<Record<string, string>>} [env] what else its tests take from the environment
 */

const ROOT = resolve(import.meta.dirname, '..');
const KILLS_AT_EACH_POINT_AND_SIDE = 200;
const ONE_CORE = 'taskset -c 0';

/** The kills take hours, so they are some parts. */
const KILL_PARTS = 4;

const points = readFileSync(join(ROOT, 'src/fault-point.ts'), 'utf8').match(/^ {2}\| '/gm)?.length ?? 0;

const threads = { project: 'native', file: 'test/native/programs.test.ts', only: '_threads', count: 'ROUNDS' };

/** @param {number} number @returns {Part} */
function kills(number) {
  const own = Math.ceil((points - number + 1) / KILL_PARTS);
  return {
    what: `processes killed at each ${KILL_PARTS}th fault point, from point ${number} on: ${KILLS_AT_EACH_POINT_AND_SIDE} at each of these ${own} and side`,
    project: 'fault-points',
    file: 'test/faults/points/points.test.ts',
    count: 'TENSORDUCT_FAULT_ROUNDS',
    full: 2 * KILLS_AT_EACH_POINT_AND_SIDE * own,
    quick: 1,
    faults: true,
    env: { TENSORDUCT_FAULT_PART: `${number}/${KILL_PARTS}` },
  };
}

/** @type {Readonly<Record<string, Part>>} */
const PARTS = {
  'rings-on-two-cores': {
    what: 'leases, chunks and pieces through rings between threads, under ThreadSanitizer',
    ...threads,
    full: 1e8,
    quick: 1000,
  },
  'rings-on-one-core': {
    what: 'the same, on one core',
    ...threads,
    full: 1e8,
    quick: 1000,
    command: ONE_CORE,
  },
  pipes: {
    what: 'messages through a pipe over shm, both ways at once, on one core and on two',
    project: 'processes',
    file: 'test/processes/shm-stamped.test.ts',
    count: 'TENSORDUCT_MESSAGES',
    full: 1e7,
    quick: 2000,
  },
  floods: {
    what: 'ms of a flood of messages to a reader that does not read',
    project: 'faults',
    file: 'test/faults/stopped-reader.test.ts',
    count: 'TENSORDUCT_FLOOD_MS',
    full: 60_000,
    quick: 0,
  },
  ...Object.fromEntries(Array.from({ length: KILL_PARTS }, (_, index) => [`kills-${index + 1}`, kills(index + 1)])),
  tensor: {
    what: 'bytes of one tensor',
    project: 'processes',
    file: 'test/processes/huge-tensor.test.ts',
    count: 'TENSORDUCT_HUGE_BYTES',
    full: 5 * 2 ** 30,
    quick: 2 ** 32 + 8,
  },
  streams: {
    what: 'tensors of 64 MiB each way through the chunks of a link',
    project: 'processes',
    file: 'test/processes/large-streams.test.ts',
    count: 'TENSORDUCT_LARGE_STREAMS',
    full: 1000,
    quick: 2,
  },
  reuse: {
    what: 'tensors through slots that are used again, under views that are held, forgotten or collected',
    project: 'processes',
    file: 'test/processes/shared-memory-reuse.test.ts',
    count: 'TENSORDUCT_REUSE_ROUNDS',
    full: 100_000,
    quick: 200,
  },
  joins: {
    what: 'processes that join one listener at once',
    project: 'processes',
    file: 'test/processes/joins.test.ts',
    count: 'TENSORDUCT_JOINERS',
    full: 64,
    quick: 8,
  },
};

const HEAD = `# Soak

What \`npm run test:soak\` has found: ordinary tests with counts for hours. \`scripts/test-soak.mjs\` writes this page, a row for
each part that was run. Its result counts tests.

| part | what | count | when (UTC) | took | where | result |
| --- | --- | --- | --- | --- | --- | --- |
`;

/** @param {string[]} command @param {NodeJS.ProcessEnv} [env] @returns whether it has succeeded */
function run(command, env = {}) {
  const [file = '', ...args] = command;
  const { status, error } = spawnSync(file, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  return status === 0;
}

/** @param {string} path of a report of vitest */
function outcome(path) {
  /** @type {unknown} */
  const report = JSON.parse(readFileSync(path, 'utf8'));
  const { numPassedTests: passed, numFailedTests: failed } = /** @type {Record<string, number>} */ (report);
  return failed !== 0 ? `**${failed} failed**, ${passed} passed` : `${passed} passed`;
}

/** @param {number} ms */
function duration(ms) {
  const seconds = Math.round(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return [
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(hours + minutes > 0 ? [`${minutes} min`] : []),
    `${seconds % 60} s`,
  ].join(' ');
}

function machine() {
  const cores = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} × ${cores[0]?.model.trim()}, ${memory} GiB, Linux ${release()}, Node ${process.version.slice(1)}`;
}

/** @param {string} name @param {Part} part @param {boolean} quick @returns {{ row: string, ok: boolean }} */
function runPart(name, part, quick) {
  const count = quick ? part.quick : part.full;
  const report = join(ROOT, `.reports/soak-${name}.json`);
  const began = Date.now();
  console.log(`\n== ${name}: ${count} ${part.what}`);
  writeFileSync(report, '{"numPassedTests":0,"numFailedTests":0}');
  const ok = run(
    [
      ...(part.command?.split(' ') ?? []),
      ...[process.execPath, 'node_modules/vitest/vitest.mjs', 'run', '--project', part.project, part.file],
      ...(part.only === undefined ? [] : ['-t', part.only]),
    ],
    { CI: '1', REPORT: report, [part.count]: String(count), ...part.env },
  );
  const found = outcome(report);
  const result = !ok && !found.includes('failed') ? `**failed**, ${found}` : found;
  const when = new Date(began).toISOString().slice(0, 16).replace('T', ' ');
  const cells = [name, part.what, count, when, duration(Date.now() - began), machine(), result];
  return { row: `| ${cells.join(' | ')} |`, ok };
}

/** Puts rows into a page, in place of those of the same parts. @param {string} path @param {Map<string, string>} rows */
async function keep(path, rows) {
  const found = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const kept = Object.keys(PARTS).flatMap((name) => {
    const row = rows.get(name) ?? found.find((line) => line.startsWith(`| ${name} `));
    return row === undefined ? [] : [row];
  });
  const config = await resolveConfig(join(ROOT, 'docs/soak.md'));
  writeFileSync(path, await format(`${HEAD}${kept.join('\n')}\n`, { ...config, parser: 'markdown' }));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, list: { type: 'boolean' }, out: { type: 'string' } },
});
const { quick = false, list = false, out = quick ? null : join(ROOT, 'docs/soak.md') } = values;

if (list) {
  console.log(JSON.stringify(PARTS, null, 2));
  process.exit();
}
const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`there is no part ${unknown.join(', ')}: choose from ${Object.keys(PARTS).join(', ')}`);
  process.exit(2);
}
mkdirSync(join(ROOT, '.reports'), { recursive: true });
if (names.some((name) => PARTS[name]?.faults) && !run([process.execPath, 'scripts/build-faults.mjs'])) process.exit(1);

/** @type {Map<string, string>} */
const rows = new Map();
for (const name of names) {
  const part = PARTS[name];
  if (part === undefined) continue;
  const { row, ok } = runPart(name, part, quick);
  rows.set(name, row);
  if (!ok) process.exitCode = 1;
  // Part by part, since all of them take hours.
  if (out !== null) await keep(resolve(out), rows);
}
console.log(`\n${[...rows.values()].join('\n')}`);
