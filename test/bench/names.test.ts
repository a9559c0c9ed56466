import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { caseName, isCaseName, PEERS, SCENARIOS, shapeOf, UNITS } from '../../bench/names.js';
import { readRecorded } from '../../bench/recorded.js';
import { isRow, type Row } from '../../bench/row.js';

const BENCH = join(import.meta.dirname, '../../bench');

const ROW: Row = {
  scenario: 'stream',
  case: 'shm/tensor/1MiB/borrowed',
  ours: 2,
  unit: 'GB/s',
  peer: 'zeromq',
  theirs: 1,
  ratio: 2,
  p99: 1.5,
  spread: [1.5, 2.5],
  theirP99: 0.5,
  theirSpread: [0.5, 1.5],
  quick: true,
  pinned: true,
};

describe('the names of benchmarks', () => {
  it('has a file for each scenario, and runs each', async () => {
    const files = readdirSync(join(BENCH, 'scenarios'));
    expect(SCENARIOS.filter((name) => !files.includes(`${name}.ts`))).toEqual([]);
    const { scenarios } = await import('../../bench/scenarios/index.js');
    expect(scenarios.map(({ name }) => name).toSorted()).toEqual([...SCENARIOS].sort());
  });

  it('says in the README what each scenario times and how each peer is run', () => {
    const readme = readFileSync(join(BENCH, 'README.md'), 'utf8');
    const missing = [...SCENARIOS, ...PEERS].filter((name) => {
      return !name.endsWith('-recorded') && !readme.includes(`\`${name}\``);
    });
    expect(missing).toEqual([]);
  });

  it('gives cases names that it knows again', () => {
    expect(caseName('tcp', { kind: 'payload', size: '8B' }, 'copied')).toBe('tcp/payload/8B');
    expect(caseName('shm', { kind: 'tensors', size: '16x64KiB' }, 'borrowed')).toBe('shm/tensors/16x64KiB/borrowed');
    for (const name of [
      'hand-over/1000',
      'put/0.8MB',
      'subprocess/32MiB/copied',
      'unix/messages/64B',
      'shm/tensor/64MiB/born-shared',
      'tcp/tensors/16x64KiB/copied',
    ]) {
      expect(isCaseName(name), name).toBe(true);
    }
    for (const name of [
      'udp/payload/8B',
      'shm/payload/9B',
      'shm/tensor/1MiB',
      'shm/tensors/1MiB/copied',
      'shm/payload/8B/copied',
      'hand-over/11',
      'subprocess/32MiB/born-shared',
    ]) {
      expect(isCaseName(name), name).toBe(false);
    }
    expect(shapeOf({ kind: 'tensors', size: '16x64KiB' })).toEqual({ tensors: true, parts: 16, bytes: 65_536 });
  });

  it('takes for a row only what has the names of the lists', () => {
    expect(isRow(JSON.parse(JSON.stringify(ROW)))).toBe(true);
    expect(isRow({ ...ROW, peer: null, theirs: null, ratio: null })).toBe(true);
    for (const wrong of [
      { scenario: 'race' },
      { case: 'shm/8B' },
      { unit: 'm/s' },
      { peer: 'pigeon' },
      { ours: NaN.toString() },
    ]) {
      expect(isRow({ ...ROW, ...wrong }), JSON.stringify(wrong)).toBe(false);
    }
  });

  it('knows every name in what is recorded', () => {
    const { figures, machine } = readRecorded(join(BENCH, 'recorded.json'));
    expect(machine).not.toBe('');
    for (const { peer, scenario, case: name, unit, figure } of figures) {
      expect(PEERS).toContain(peer);
      expect(SCENARIOS).toContain(scenario);
      expect(UNITS).toContain(unit);
      expect(isCaseName(name) || isCaseName(`${name}/copied`), name).toBe(true);
      expect(figure).toBeGreaterThan(0);
    }
  });
});
