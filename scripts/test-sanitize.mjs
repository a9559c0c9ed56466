// Runs what sanitizers look at: `node scripts/test-sanitize.mjs [FILTER…]`, after a build.
//
// - The programs of native/test, each compiled with its sanitizer (project `native`).
// - The specs of shared memory and of the transport shm, with an addon that AddressSanitizer and UndefinedBehaviorSanitizer
//   watch. Their runtime has to be in each process before all else, so it is preloaded. Leaks are not looked for there: Node
//   leaves memory to the kernel when it exits, and the tests count mappings and descriptors themselves.
//
// What a sanitizer reports in any process is collected in .reports/sanitizer.*, and fails the run.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const NATIVE = join(ROOT, 'native');
const BUILD = join(NATIVE, 'build/sanitized');
const REPORTS = join(ROOT, '.reports');

const SPECS = [
  'test/native/',
  'test/memory/',
  'transports/shm',
  'shm-arena',
  'conformance/arenas',
  'test/processes/shared-memory',
  'conformance/channels/multi-socket-threads',
  'test/processes/multi-socket',
];

/** @param {string} command @param {string[]} args @param {NodeJS.ProcessEnv} env */
function run(command, args, env = process.env) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env,
  });
  if (error) throw error;
  return status ?? `killed by ${signal}`;
}

/** @param {string} name of a library of the compiler's @returns its path */
function find(name) {
  const path = spawnSync('g++', [`-print-file-name=${name}`], { encoding: 'utf8' }).stdout?.trim();
  if (path?.startsWith('/')) return path;
  console.error(`test:sanitize needs g++ with ${name}`);
  process.exit(1);
}

function buildAddon() {
  const folder = join(BUILD, 'build/Release');
  mkdirSync(folder, { recursive: true });
  const sources = readdirSync(NATIVE).filter((name) => name.endsWith('.cc'));
  const headers = join(dirname(process.execPath), '../include/node');
  const status = run('g++', [
    ...['-shared', '-fPIC', '-std=c++17', '-O1', '-g', '-fno-omit-frame-pointer', '-DNAPI_VERSION=9'],
    ...['-fsanitize=address,undefined', '-fno-sanitize-recover=undefined', '-isystem', headers],
    ...sources.map((name) => join(NATIVE, name)),
    ...['-o', join(folder, 'tensorduct.node')],
  ]);
  if (status !== 0) process.exit(1);
}

const asan = find('libasan.so');
find('libtsan.so');
buildAddon();

mkdirSync(REPORTS, { recursive: true });
const isReport = (/** @type {string} */ name) => name.startsWith('sanitizer.');
for (const name of readdirSync(REPORTS).filter(isReport)) rmSync(join(REPORTS, name));

const options = `log_path=${join(REPORTS, 'sanitizer')}`;
const filters = process.argv.slice(2);
const status = run(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...(filters.length > 0 ? filters : SPECS)],
  {
    ...process.env,
    // Under a sanitizer everything takes several times as long: the deadlines are those of CI.
    CI: process.env.CI ?? '1',
    ROUNDS: process.env.ROUNDS ?? (process.env.CI ? '10000000' : '1000000'),
    LD_PRELOAD: asan,
    ASAN_OPTIONS: `${options}:detect_leaks=0`,
    UBSAN_OPTIONS: `${options}:print_stacktrace=1`,
    TENSORDUCT_PREBUILD: BUILD,
  },
);

const reports = readdirSync(REPORTS).filter(isReport);
for (const name of reports) console.error(readFileSync(join(REPORTS, name), 'utf8'));
process.exitCode = status === 0 && reports.length === 0 ? 0 : 1;
