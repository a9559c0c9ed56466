// Builds the package into build/faults, from the same sources, with fault points: see test/faults/README.md.
//
// The folder is a package of its own, so that programs under it import 'tensorduct' and get this build. Only one module
// differs, src/fault-point.ts, and the addon is compiled with TENSORDUCT_FAULTS.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const OUT = 'build/faults';

process.chdir(join(import.meta.dirname, '..'));

/** @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
function node(args, env) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  if (status !== 0) process.exit(1);
}

for (const folder of ['dist', 'build', 'test']) rmSync(join(OUT, folder), { recursive: true, force: true });

// With their times, so that an addon that is still good is kept.
cpSync('native', join(OUT, 'native'), {
  recursive: true,
  preserveTimestamps: true,
  filter: (path) => !['build', 'prebuilds'].includes(basename(path)),
});
node([join(OUT, 'native/build.mjs')], { CXXFLAGS: `${process.env.CXXFLAGS ?? ''} -DTENSORDUCT_FAULTS` });
if (!existsSync(join(OUT, 'native/build/Release/tensorduct.node'))) process.exit(1);

/** @type {unknown} */
const described = JSON.parse(readFileSync('package.json', 'utf8'));
const { name, version, type, exports } = /** @type {Record<string, unknown>} */ (described);
writeFileSync(join(OUT, 'package.json'), JSON.stringify({ name, version, type, exports }, null, 2));

const tsc = 'node_modules/typescript/bin/tsc';
const modules = join(OUT, 'build/modules');
node([tsc, '-p', 'tsconfig.build.json', '--outDir', modules, '--declarationDir', join(OUT, 'dist')]);
node([tsc, '-p', 'tsconfig.faults.json']);
for (const name of ['fault-point.js', 'fault-point.js.map']) {
  cpSync(join(OUT, 'test/faults/programs', name), join(modules, name));
}
node(['scripts/bundle.mjs', OUT]);
