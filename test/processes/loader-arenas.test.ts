import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SharedMemoryRingBuffer, SharedMemorySegmentPool, type Arena } from 'tensorduct/loader';
import { FileArena } from '../peers/loader/file-arena.js';
import { collect, createContext, iterate, OPTIONS, type Item } from '../support/workers.js';

const KIB = 1024;
const LENGTH = 200 * KIB;

const pool = (count = 4, acquireTimeoutMs?: number): Arena =>
  new SharedMemorySegmentPool({ segmentBytes: 256 * KIB, count, acquireTimeoutMs });
const ring = (): Arena => new SharedMemoryRingBuffer({ capacity: KIB * KIB });

const ARENAS: Readonly<Record<string, () => Arena | undefined>> = {
  'no arena': () => undefined,
  'a pool of segments': () => pool(),
  'a ring buffer': ring,
};

/** Whether each byte of an item is what it should be. */
function isWhole({ index, data }: Item, length: number): boolean {
  return data.length === length && Buffer.compare(data, Buffer.alloc(length, index % 251)) === 0;
}

describe.each(Object.keys(ARENAS))('items that come by %s', (name) => {
  const create = ARENAS[name];

  it.each(['process', 'thread'] as const)(
    'are whole and in order, iteration after iteration, from a %s [SPDL-I1, SPDL-I2, SPDL-P16, SPDL-X7]',
    async (isolation) => {
      const iterable = await iterate('items', { count: 40, length: LENGTH }, { arena: create(), isolation });
      for (let iteration = 0; iteration < 3; iteration++) {
        let next = 0;
        for await (const item of iterable) {
          expect(item.index).toBe(next++);
          expect(isWhole(item, LENGTH)).toBe(true);
        }
        expect(next).toBe(40);
      }
    },
  );

  it('keep their structure, types, shapes and identities [SPDL-R11, SPDL-R12, SPDL-R13, SPDL-R15, SPDL-P10, SPDL-X3]', async () => {
    const iterable = await iterate<Kinds>('kinds', undefined, { arena: create() });
    for await (const { nested, large, small, matrix } of iterable) {
      const [map, { twice }] = nested;
      expect(map.get('twice')).toBe(twice);
      expect(twice).toEqual(Float32Array.from({ length: 10_000 }, (_element, i) => i));
      expect(Buffer.isBuffer(large.buffer) && large.buffer.equals(Buffer.alloc(9_000, 'buffer'))).toBe(true);
      expect(large.bigints).toEqual(BigInt64Array.from({ length: 2_000 }, (_element, i) => -BigInt(i)));
      expect(large.part).toEqual(new Uint16Array(5_000).fill(7));
      expect(large.view.byteLength).toBe(8_192);
      expect(large.floats).toEqual(new Float64Array(1_000).fill(0.1));
      expect(small).toEqual({
        few: Uint8Array.of(1, 2, 3),
        none: new Uint8Array(),
        text: 'ünïcode',
        when: new Date(7),
        aborted: false,
      });
      expect([matrix.dtype, matrix.shape]).toEqual(['float64', [40, 50]]);
      expect(matrix.typed()).toEqual(Float64Array.from({ length: 2_000 }, (_element, i) => i / 7));
    }
  });
});

interface Kinds {
  readonly nested: readonly [ReadonlyMap<string, Float32Array>, { readonly twice: Float32Array }];
  readonly large: {
    readonly buffer: Uint8Array;
    readonly bigints: BigInt64Array;
    readonly part: Uint16Array;
    readonly view: DataView;
    readonly floats: Float64Array;
  };
  readonly small: unknown;
  readonly matrix: { readonly dtype: string; readonly shape: readonly number[]; typed(): unknown };
}

describe('a pool of segments', () => {
  it('shows the consumer the very memory of the producer, and its views are empty once the item is over [SPDL-P11, SPDL-P12]', async () => {
    await using context = await createContext('consumer');
    const iterable = await iterate('items', { count: 10, length: LENGTH }, { arena: pool(), context });
    const views: Uint8Array[] = [];
    for await (const { data } of iterable) views.push(data);
    expect(views.map(({ length }) => length)).toEqual(new Array(10).fill(0));
    const { channelBytes, copiedBytes, copiedOnLoopBytes } = context.counters();
    expect(channelBytes['shm-arena']).toBeGreaterThanOrEqual(10 * LENGTH);
    // Payloads are small.
    expect(copiedBytes + copiedOnLoopBytes).toBeLessThan(LENGTH);
    await iterable.close();
  });

  it('is not needed for items without anything large, even while all of it is held', async () => {
    const iterable = await iterate('mixed', { count: 40, length: LENGTH }, { arena: pool(2, 0), bufferSize: 1 });
    const held = [];
    const small: number[] = [];
    for await (const lease of iterable.leases()) {
      const { index, data } = lease.value;
      if (data.length > 10 && held.length < 1) held.push(lease);
      else lease.release();
      if (data.length === 10 || held.includes(lease)) small.push(index);
    }
    expect(small).toHaveLength(21);
    expect(isWhole(held[0].value, LENGTH)).toBe(true);
    for (const lease of held) lease.release();
  });

  it('lets an item that is too large for it pass without it, and the others with it [SPDL-X6]', async () => {
    for (const arena of [pool(), new SharedMemoryRingBuffer({ capacity: 256 * KIB })]) {
      const iterable = await iterate('oversize', { count: 6, length: LENGTH }, { arena });
      const whole: boolean[] = [];
      for await (const item of iterable) whole.push(isWhole(item, item.index === 2 ? 10 * LENGTH : LENGTH));
      expect(whole).toEqual(new Array(6).fill(true));
    }
  });

  it('stalls a producer whose items are never released, and then the error says who holds what [SPDL-X9]', async () => {
    await using context = await createContext('the hoarder');
    const iterable = await iterate('items', { count: 40, length: LENGTH }, { arena: pool(3, 300), context });
    const held: Item[] = [];
    const error: unknown = await (async () => {
      for await (const lease of iterable.leases()) held.push(lease.value);
    })().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'iteration' });
    expect(String(error)).toMatch(/3 segments .* "the hoarder" holds 3 tensors/);
    // What it was given stays what it was.
    expect(held.map((item) => isWhole(item, LENGTH))).toEqual([true, true, true]);
    await iterable.close();
  });

  it('gets leases back in any order, and those that are held outlive the worker with a context of their own', async () => {
    await using context = await createContext('consumer');
    const iterable = await iterate('items', { count: 30, length: LENGTH }, { arena: pool(6), context });
    const held = [];
    for await (const lease of iterable.leases()) {
      if (lease.value.index === 0) held.push(lease);
      else lease.release();
    }
    await iterable.close();
    expect(isWhole(held[0].value, LENGTH)).toBe(true);
    held[0].release();
    held[0].release();
    expect(held[0].value.data).toHaveLength(0);
  });

  it('leaves nothing of an iteration in the next one: views that were kept are empty', async () => {
    const iterable = await iterate('items', { count: 30, length: LENGTH }, { arena: pool() });
    const kept: Uint8Array[] = [];
    for (let round = 0; round < 5; round++) {
      for await (const item of iterable) {
        expect(isWhole(item, LENGTH)).toBe(true);
        kept.push(item.data);
        if (item.index === round) break;
      }
    }
    expect(kept.every(({ length }) => length === 0)).toBe(true);
  });

  it('gives way to tensors that are born in shared memory already', async () => {
    await using context = await createContext('consumer');
    const source = { module: new URL('../../build/test/peers/loader/sources.js', import.meta.url), export: 'born' };
    const { iterateInSubprocess } = await import('tensorduct/loader');
    const args = { count: 10, length: LENGTH };
    const arena = new SharedMemorySegmentPool({ segmentBytes: 64, count: 1, acquireTimeoutMs: 0 });
    await using iterable = await iterateInSubprocess<{ typed(): Float32Array }>(
      { ...source, args },
      { ...OPTIONS, arena, context },
    );
    const firsts: number[] = [];
    for await (const tensor of iterable) firsts.push(tensor.typed()[7]);
    expect(firsts).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(context.counters().copiedBytes).toBeLessThan(LENGTH);
  });
});

describe('an arena of a third party', () => {
  it('is anything of the right shape, with a medium of its own', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tensorduct-arena-'));
    try {
      const arena = new FileArena(join(folder, 'binaries'));
      const module = new URL('../../build/test/peers/loader/file-arena.js', import.meta.url).href;
      const iterable = await iterate(
        'items',
        { count: 20, length: LENGTH },
        {
          arena: {
            writer: { ...arena.writer, module },
            openReader: () => arena.openReader(),
          },
        },
      );
      const { items, error } = await collect(iterable);
      expect(error).toBeNull();
      expect(items.map((item) => isWhole(item, LENGTH))).toEqual(new Array(20).fill(true));
      expect(arena.units).toBe(20);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
