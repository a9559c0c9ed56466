// Sees to it that an addon for this machine is there: a prebuilt one that loads, else one built here. Runs at install and
// before each build of the library.
//
// Where neither is possible the package works without it, so a user's install goes on with a notice. In the repository,
// where tests would silently miss it, that is an error; and there the sources count, not what was prebuilt from them.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findHeaders, findNodeGyp } from './node-gyp.mjs';

const require = createRequire(import.meta.url);
const folder = import.meta.dirname;
const built = join(folder, 'build/Release/tensorduct.node');
const inRepository = existsSync(join(folder, '../src'));

/** For a compiler that hangs, and for headers that do not come. */
const BUILD_TIMEOUT_MS = 10 * 60_000;

/** Whether a child process can load it: a bad one may crash. @param {string} path */
function loads(path) {
  return spawnSync(process.execPath, ['-e', 'require(process.argv[1])', path], { stdio: 'ignore' }).status === 0;
}

/** Whether the built addon is newer than all that it is built from. */
function upToDate() {
  if (!existsSync(built)) return false;
  const age = statSync(built).mtimeMs;
  const sources = readdirSync(folder).filter((name) => /\.(cc|h|gyp|mjs)$/.test(name));
  return sources.every((name) => statSync(join(folder, name)).mtimeMs <= age);
}

function prebuilt() {
  try {
    const path = /** @type {{ resolve(folder: string): string }} */ (require('node-gyp-build')).resolve(folder);
    return path !== built && loads(path);
  } catch {
    return false;
  }
}

/** @returns {string | null} why it failed: all that was said in the repository, one line elsewhere */
function build() {
  const gyp = findNodeGyp();
  if (gyp === null) return 'it is not prebuilt for it, and node-gyp is not installed';
  const headers = findHeaders();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [gyp, 'rebuild', '--loglevel=error', ...(headers === null ? [] : [`--nodedir=${headers}`])],
    { cwd: folder, encoding: 'utf8', timeout: BUILD_TIMEOUT_MS },
  );
  if (status === 0) return loads(built) ? null : 'what was built does not load';
  if (inRepository) return `node-gyp said:\n${stdout}${stderr}`;
  const [, reason = 'it failed'] = /^gyp ERR! stack Error: (.*)$/m.exec(stderr) ?? [];
  return `it is not prebuilt for it, and node-gyp could not build it: ${reason}`;
}

if (process.platform !== 'linux') {
  console.error('tensorduct: the addon exists for Linux only; everything else works');
} else if (!upToDate() && (inRepository || !prebuilt())) {
  const failure = build();
  if (failure !== null) {
    console.error(`tensorduct: no addon for this machine, so no shared memory: ${failure}`);
    if (inRepository) process.exitCode = 1;
  }
}
