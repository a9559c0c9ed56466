import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.js';
import { SkipReasonReporter } from './test/support/skip-reason-reporter.js';

const FACTOR = process.env.CI ? 5 : 1;

/** Folders of test/ that are projects of their own. What is in no such folder mirrors src/ and is the project `unit`. */
const FOLDERS = ['house', 'conformance', 'processes', 'fuzz', 'faults', 'package', 'native'];

/** What these do to the machine would disturb a test beside them. */
const ONE_FILE_AT_A_TIME = ['processes', 'faults'];

const FAULT_POINTS = 'test/faults/points/**/*.test.ts';

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));
const built = (path: string) => fileURLToPath(new URL(`dist/${path}`, import.meta.url));

function project(
  name: string,
  include: string[],
  exclude: string[] = [],
  more: TestProjectInlineConfiguration['test'] = {},
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: { name, include, exclude, fileParallelism: !ONE_FILE_AT_A_TIME.includes(name), ...more },
  };
}

export default defineConfig({
  resolve: {
    alias: [
      { find: /^tensorduct$/, replacement: source('index.ts') },
      // Starts processes of its own, which need compiled modules: as users have them.
      { find: /^tensorduct\/loader$/, replacement: built('loader/index.js') },
      { find: /^tensorduct\/testing$/, replacement: source('testing/index.ts') },
    ],
  },
  test: {
    // A process for each file: tests count descriptors, set the umask and read the memory of their process.
    pool: 'forks',
    // What is built runs as it is.
    server: { deps: { external: [/\/dist\//] } },
    // Much of the time is spent waiting for processes and deadlines: a core for the runner itself would idle.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000 * FACTOR,
    hookTimeout: 60_000 * FACTOR,
    reporters: ['default', new SkipReasonReporter({ outputFile: process.env.REPORT ?? '.reports/vitest.json' })],
    projects: [
      project(
        'unit',
        ['test/**/*.test.ts'],
        FOLDERS.map((folder) => `test/${folder}/**`),
      ),
      ...FOLDERS.map((folder) => project(folder, [`test/${folder}/**/*.test.ts`], [FAULT_POINTS])),
      // With a build of its own: `npm run test:faults`. Each concurrent test has a surviving process to itself.
      project('fault-points', [FAULT_POINTS], [], { maxConcurrency: 2 }),
    ],
  },
});
