// Sees to it that an addon for this machine is there: a prebuilt one that loads, else one built here. Runs at install and
// before each build of the library.
//
// Where neither is possible the package works without it, so a user's install goes on with a notice. In the repository,
// where tests would silently miss it, that is an error.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const folder = import.meta.dirname;
const built = join(folder, 'build/Release/tensorduct.node');
const inRepository = existsSync(join(folder, '../src'));

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

/** @returns {string | null} why it failed */
function build() {
  let gyp;
  try {
    gyp = require.resolve('node-gyp/bin/node-gyp.js');
  } catch {
    return 'node-gyp is not installed';
  }
  // Node's own headers, where they lie beside it: node-gyp would download them.
  const prefix = resolve(dirname(process.execPath), '..');
  const headers = existsSync(join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [gyp, 'rebuild', '--silent', ...headers], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) return `the compiler said:\n${stdout}${stderr}`;
  return loads(built) ? null : 'what was built does not load';
}

if (process.platform === 'linux' && !prebuilt() && !upToDate()) {
  const failure = build();
  if (failure !== null) {
    console.error(`tensorduct: no addon for this machine, so no shared memory: ${failure}`);
    if (inRepository) process.exitCode = 1;
  }
} else if (process.platform !== 'linux') {
  console.error('tensorduct: the addon exists for Linux only; everything else works');
}
