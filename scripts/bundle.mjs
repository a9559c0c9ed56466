// Puts the package together: `node scripts/bundle.mjs [FOLDER]`, after tsc, in that folder (this one, unless it is named).
//
// From the modules that tsc has left in build/modules it makes a file in dist/ for each entry, and few files in dist/chunks for
// what entries share: so a program opens few files, and a class is the same class whatever entry it comes by. Entries are
// those that package.json exports, its commands, and programs that it starts itself. Types stay as tsc makes them. Dependencies stay outside.

import { chmodSync, cpSync, existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = resolve(import.meta.dirname, '..');
const FOLDER = resolve(process.argv[2] ?? ROOT);
const MODULES = join(FOLDER, 'build/modules');
const DIST = join(FOLDER, 'dist');
/** Written by a generator, not by tsc. */
const GENERATED = 'wire/generated';

/** @type {unknown} */
const read = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const manifest = /** @type {{ exports: Record<string, string | { default: string }>, bin: Record<string, string> }} */ (
  read
);
const commands = Object.values(manifest.bin);
/** Found by their URL beside the entry that starts them. */
const programs = ['dist/loader/worker.js'];
const exported = Object.values(manifest.exports).flatMap((target) =>
  typeof target === 'string' ? [] : [target.default],
);

/** With the map that tsc has made, so that stack traces lead to src/. @type {import('rolldown').Plugin} */
const sourceMaps = {
  name: 'source-maps',
  load(id) {
    const map = `${id}.map`;
    return existsSync(map) ? { code: readFileSync(id, 'utf8'), map: readFileSync(map, 'utf8') } : null;
  },
};

for (const folder of [MODULES, DIST]) {
  cpSync(join(ROOT, 'src', GENERATED), join(folder, GENERATED), {
    recursive: true,
    filter: (path) => folder === MODULES || !path.endsWith('.js'),
  });
}
const bundle = await rolldown({
  input: Object.fromEntries(
    [...exported, ...commands, ...programs].map((path) => {
      const name = relative('dist', path).replace(/\.js$/, '');
      return [name, join(MODULES, `${name}.js`)];
    }),
  ),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  plugins: [sourceMaps],
  onLog(level, log) {
    throw new Error(`${level}: ${log.message}`);
  },
});
await bundle.write({
  dir: DIST,
  chunkFileNames: 'chunks/[name].js',
  sourcemap: true,
  topLevelVar: false,
  comments: { jsdoc: false },
});
await bundle.close();
for (const path of commands) chmodSync(join(FOLDER, path), 0o755);
