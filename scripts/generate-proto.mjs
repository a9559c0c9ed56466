// Writes src/wire/generated/ from proto/*.proto. With --check it writes nothing, and fails when what is committed is not
// what would be written.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'src/wire/generated');
const PBJS = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');

/** Each becomes a module. */
const PROTOS = ['control', 'link'];

// Only encode and decode: what the wire needs.
const OPTIONS = [
  ...['--target', 'static-module', '--wrap', 'esm', '--dependency', 'protobufjs/minimal.js'],
  ...['--no-create', '--no-verify', '--no-convert', '--no-delimited', '--no-typeurl', '--no-service'],
  ...['--force-number', '--alt-comment'],
];

/** The generated files of one .proto: contents by name. @param {string} name */
function generate(name) {
  const proto = `proto/${name}.proto`;
  const notice = `// Generated from ${proto} by scripts/generate-proto.mjs. Do not edit.\n`;
  const folder = mkdtempSync(join(tmpdir(), 'tensorduct-proto-'));
  try {
    const out = join(folder, `${name}.js`);
    const options = [...OPTIONS, '--out', out];
    /** @param {string} flag */
    const pbjs = (flag) => execFileSync(process.execPath, [PBJS, ...options, flag, proto], { cwd: ROOT });
    // The declarations are made of the comments, which the code does not need: hence twice.
    pbjs('--dts');
    pbjs('--no-comments');
    // --force-number makes the declarations say number; the code needs help to keep that promise.
    const code = readFileSync(out, 'utf8')
      .replace(
        'const $Reader = $protobuf.Reader, ',
        "import { NumberReader as $Reader } from '../number-reader.js';\n\nconst ",
      )
      // No root that is shared in the process: another copy of the library would take the place of these classes.
      .replace(/const \$root = \$protobuf\.roots\[.*;/, 'const $root = {};')
      .replaceAll('$util.Long ? $util.Long.fromBits(0,0,true) : 0', '0');
    const types = readFileSync(join(folder, `${name}.d.ts`), 'utf8').replace('import Long = require("long");\n', '');
    if (/\bLong\b|\$protobuf\.Reader\b/.test(code) || /\bLong\b/.test(types)) {
      throw new Error('pbjs has changed: the generated code would read 64-bit fields as Long');
    }
    if (/\$protobuf\.roots/.test(code)) throw new Error('pbjs has changed: the generated code would share its classes');
    return { [`${name}.js`]: notice + code, [`${name}.d.ts`]: notice + types };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

const files = PROTOS.flatMap((name) => Object.entries(generate(name)));
if (process.argv.includes('--check')) {
  const stale = files.filter(([name, text]) => read(join(FOLDER, name)) !== text).map(([name]) => name);
  if (stale.length > 0) {
    console.error(`src/wire/generated: ${stale.join(', ')} does not match proto/: npm run generate`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(FOLDER, name), text);
}
