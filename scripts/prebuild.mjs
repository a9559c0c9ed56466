// Builds the addon for others of this platform, and puts it where the package ships it: native/prebuilds. In a folder of
// its own, so that what this repository works with stays as it is.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findHeaders, findNodeGyp } from '../native/node-gyp.mjs';

const native = join(import.meta.dirname, '../native');
const prebuildify = createRequire(import.meta.url).resolve('prebuildify/bin.js');

/** The oldest Node that the package supports. */
const TARGET = '20.19.0';

/** Stripped, and marked as being for glibc, so that it is not tried where there is another library. */
const OPTIONS = ['--napi', '--strip', '--tag-libc', '--name=tensorduct', `--target=${TARGET}`, `--out=${native}`];

const workplace = mkdtempSync(join(tmpdir(), 'tensorduct-prebuild-'));
try {
  rmSync(join(native, 'prebuilds'), { recursive: true, force: true });
  for (const name of readdirSync(native).filter((name) => /\.(cc|h|gyp)$/.test(name))) {
    cpSync(join(native, name), join(workplace, name));
  }
  const headers = findHeaders();
  const { status } = spawnSync(process.execPath, [prebuildify, ...OPTIONS, workplace], {
    stdio: 'inherit',
    env: {
      ...process.env,
      PREBUILD_NODE_GYP: findNodeGyp() ?? 'node-gyp',
      ...(headers === null ? {} : { npm_config_nodedir: headers, npm_config_loglevel: 'error' }),
    },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(workplace, { recursive: true, force: true });
}
