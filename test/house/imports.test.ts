import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const CRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** A file in src/, what it imports (a file or a package), and how. */
type Import = readonly [file: string, target: string, kind: 'value' | 'type'];

/** Imports that break a rule. */
const BROKEN: readonly (readonly [rule: string, ...Import])[] = [
  [
    'one-way-errors-unheard-counters-log-fault-point-fifo-soon-operations-message',
    'message/up.ts',
    '../wire/frame',
    'value',
  ],
  ['one-way-wire', 'wire/up.ts', '../memory/arena', 'value'],
  ['one-way-memory', 'memory/up.ts', '../transports/transport', 'type'],
  ['one-way-transports-channels', 'transports/up.ts', '../pipe/pipe', 'type'],
  ['one-way-pipe-listener-context', 'context/up.ts', '../codec/codec', 'value'],
  ['one-way-codec-process', 'process/up.ts', '../loader/loader', 'value'],
  ['one-way-loader-array-pool', 'array-pool/up.ts', '../parallel/world', 'value'],
  ['one-way-parallel', 'parallel/up.ts', '../session/session', 'value'],
  ['observers-are-not-imported', 'pipe/observing.ts', '../inspect/statistics', 'value'],
  ['observers-are-not-imported', 'pipe/testing.ts', '../testing/deadlines', 'type'],
  ['index-is-for-users', 'index.ts', './testing/deadlines', 'value'],
  ['index-is-not-imported', 'pipe/face.ts', '../index', 'value'],
  ['every-folder-has-a-layer', 'misplaced/noun.ts', '../errors', 'value'],
  ['no-concrete-backend', 'context/context.ts', '../transports/tcp/context', 'type'],
  ['no-concrete-backend', 'pipe/concrete.ts', '../channels/basic/channel', 'value'],
  ['backends-stand-alone', 'transports/unix/other.ts', '../tcp/context', 'value'],
  ['contract-of-transports-only', 'channels/sockets.ts', '../transports/net-connection', 'value'],
  ['transports-know-no-channels', 'transports/channels.ts', '../channels/channel', 'type'],
  ['no-cycle', 'pipe/ring-a.ts', './ring-b', 'value'],
  ['no-cycle-between-folders', 'listener/back.ts', '../pipe/there', 'type'],
  ['src-stands-alone', 'pipe/tested.ts', '../../test/support', 'value'],
  ['no-onnxruntime', 'message/ort.ts', 'onnxruntime-node', 'type'],
  ['only-declared-dependencies', 'message/development.ts', 'fast-check', 'value'],
  ['resolvable', 'message/lost.ts', './nowhere', 'value'],
];

/** Imports that look like those and break no rule. */
const KEPT: readonly Import[] = [
  ['transports/tcp/context.ts', '../net-connection', 'value'],
  ['channels/channel.ts', '../transports/transport', 'type'],
  ['channels/channel.ts', '../message/device', 'value'],
  ['context/defaults.ts', '../transports/tcp/context', 'value'],
  ['pipe/pipe.ts', '../message/device', 'value'],
  ['pipe/first.ts', './second', 'type'],
  ['pipe/second.ts', './first', 'type'],
  ['testing/suite.ts', '../transports/tcp/context', 'value'],
  ['index.ts', './inspect/statistics', 'value'],
  ['wire/codec.ts', 'protobufjs', 'value'],
];

describe('the import rule', () => {
  const project = mkdtempSync(join(tmpdir(), 'tensorduct-imports-'));
  let output = '';

  function write(file: string, line: string): void {
    const path = join(project, 'src', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, line, { flag: 'a' });
  }

  function writeImport(...[file, target, kind]: Import): void {
    const isLocal = target.startsWith('.');
    write(file, `import ${kind === 'type' ? 'type {} from ' : ''}'${isLocal ? `${target}.js` : target}';\n`);
    if (isLocal && target !== './nowhere') write(join(dirname(file), `${target}.ts`), 'export {};\n');
  }

  beforeAll(() => {
    for (const name of ['package.json', 'tsconfig.json']) cpSync(join(ROOT, name), join(project, name));
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    for (const [, ...imports] of BROKEN) writeImport(...imports);
    for (const imports of KEPT) writeImport(...imports);
    writeImport('pipe/ring-b.ts', './ring-a', 'value');
    writeImport('pipe/there.ts', '../listener/back', 'type');
    const options = ['--config', join(ROOT, '.dependency-cruiser.cjs'), 'src'];
    output = spawnSync(process.execPath, [CRUISE, ...options], { cwd: project, encoding: 'utf8' }).stdout;
  });

  afterAll(() => {
    rmSync(project, { recursive: true });
  });

  it.for(BROKEN)('%s: src/%s must not import %s (%s)', ([rule, file]) => {
    expect(output).toContain(`error ${rule}: src/${file} → `);
  });

  it.for(KEPT)('src/%s may import %s (%s)', ([file, target]) => {
    const imported = target.startsWith('.') ? `${join('src', dirname(file), target)}.ts` : target;
    expect(existsSync(join(project, 'src', file))).toBe(true);
    expect(output.split('\n').filter((line) => line.includes(`src/${file} → `) && line.includes(imported))).toEqual([]);
  });
});
