// Writes src/wire/generated/ from proto/control.proto. With --check it writes nothing, and fails when what is committed
// is not what would be written.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'src/wire/generated');
const PBJS = createRequire(import.meta.url).resolve('protobufjs-cli/bin/pbjs');

// Only encode and decode: what the wire needs. A root of its own, since 'default' is shared with every other user of
// protobufjs in the process.
const OPTIONS = [
  ...['--target', 'static-module', '--wrap', 'esm', '--root', 'tensorduct', '--dependency', 'protobufjs/minimal.js'],
  ...['--no-create', '--no-verify', '--no-convert', '--no-delimited', '--no-typeurl', '--no-service'],
  ...['--force-number', '--alt-comment'],
];

const NOTICE = '// Generated from proto/control.proto by scripts/generate-proto.mjs. Do not edit.\n';

/** @param {string[]} args */
function pbjs(...args) {
  execFileSync(process.execPath, [PBJS, ...OPTIONS, ...args, 'proto/control.proto'], { cwd: ROOT });
}

/** The generated files: contents by name. */
function generate() {
  const folder = mkdtempSync(join(tmpdir(), 'tensorduct-proto-'));
  try {
    const out = join(folder, 'control.js');
    // The declarations are made of the comments, which the code does not need: hence twice.
    pbjs('--dts', '--out', out);
    pbjs('--no-comments', '--out', out);
    // --force-number makes the declarations say number; the code needs help to keep that promise.
    const code = readFileSync(out, 'utf8')
      .replace(
        'const $Reader = $protobuf.Reader, ',
        "import { NumberReader as $Reader } from '../number-reader.js';\n\nconst ",
      )
      .replaceAll('$util.Long ? $util.Long.fromBits(0,0,true) : 0', '0');
    const types = readFileSync(join(folder, 'control.d.ts'), 'utf8').replace('import Long = require("long");\n', '');
    if (/\bLong\b|\$protobuf\.Reader\b/.test(code) || /\bLong\b/.test(types)) {
      throw new Error('pbjs has changed: the generated code would read 64-bit fields as Long');
    }
    return { 'control.js': NOTICE + code, 'control.d.ts': NOTICE + types };
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

const files = Object.entries(generate());
if (process.argv.includes('--check')) {
  const stale = files.filter(([name, text]) => read(join(FOLDER, name)) !== text).map(([name]) => name);
  if (stale.length > 0) {
    console.error(`src/wire/generated: ${stale.join(', ')} does not match proto/control.proto: npm run generate`);
    process.exitCode = 1;
  }
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(FOLDER, name), text);
}
