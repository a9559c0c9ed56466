import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheBatches, DataLoader, type DataLoaderOptions, type DataSource } from 'tensorduct/loader';
import { within } from '../../src/testing/deadlines.js';
import { START_MS } from '../support/children.js';
import { epochOf, load, of, type ItemBatch } from '../support/loaders.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

/** All that an epoch gives; fails where it fails. */
async function all<T>(source: DataSource, options: DataLoaderOptions = {}): Promise<T[]> {
  const { batches, error } = await epochOf(load<T>(source, options), (batch) => batch);
  expect(error).toBeNull();
  return batches;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tensorduct-data-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('an epoch', () => {
  it.each([
    ['in this process', { numWorkers: 0 }],
    ['by one process', { numWorkers: 1 }],
    ['by three processes', { numWorkers: 3 }],
    ['by two threads', { numWorkers: 2, isolation: 'thread' }],
  ] as const)(
    'has every element once, in batches of one tensor for each field, prepared %s [SPDL-D12]',
    async (_, how) => {
      const loader = load<ItemBatch>(of('dataset', { count: 23, length: 5000 }), { batchSize: 5, ...how });
      for (const epoch of [0, 1]) {
        const { batches, error } = await epochOf(loader, ({ index, epoch: epochs, data }) => {
          const { buffer, byteOffset } = data.typed();
          const bytes = new Uint8Array(buffer, byteOffset);
          return { index, epochs, shape: data.shape, firsts: index.map((_element, i) => bytes[i * 5000]) };
        });
        expect(error).toBeNull();
        expect(batches.flatMap(({ index }) => index)).toEqual(upTo(23));
        expect(batches.flatMap(({ firsts }) => firsts)).toEqual(upTo(23));
        expect(batches.flatMap(({ epochs }) => epochs)).toEqual(upTo(23).map(() => epoch));
        expect(batches.map(({ shape }) => shape)).toEqual([...upTo(4).map(() => [5, 5000]), [3, 5000]]);
      }
    },
  );

  it('comes in an order that seed and epoch decide, not the number of workers', async () => {
    const orders: string[] = [];
    for (const numWorkers of [0, 1, 3]) {
      const loader = load<number[]>(of('array', 50), { batchSize: 4, shuffle: true, seed: 9, numWorkers });
      const epochs = [await epochOf(loader, (batch) => batch), await epochOf(loader, (batch) => batch)];
      for (const { batches } of epochs) expect(sorted(batches.flat())).toEqual(upTo(50));
      expect(epochs[0].batches).not.toEqual(epochs[1].batches);
      loader.setEpoch(1);
      expect((await epochOf(loader, (batch) => batch)).batches).toEqual(epochs[1].batches);
      orders.push(JSON.stringify(epochs));
    }
    expect(new Set(orders).size).toBe(1);
  });

  it('may leave out a last batch with fewer elements, have its own order, or no batches [SPDL-D17, SPDL-D4]', async () => {
    expect(await all(of('array', 8), { batchSize: 3 })).toEqual([
      [0, 1, 2],
      [3, 4, 5],
      [6, 7],
    ]);
    expect(await all(of('array', 8), { batchSize: 3, dropLast: true })).toHaveLength(2);
    expect(await all(of('stream', 8), { batchSize: 3, dropLast: true, numWorkers: 2 })).toHaveLength(2);
    expect(await all(of('array', 4), { numWorkers: 2 })).toEqual([0, 1, 2, 3]);
    const sampler = ({ length, epoch }: { length: number; epoch: number }) => [length - 1, 0, 0, epoch];
    expect(await all(of('array', 4), { sampler, batchSize: 4 })).toEqual([[3, 0, 0, 0]]);
    expect(await all(of('array', 0), { batchSize: 4 })).toEqual([]);
    expect(await all(of('stream', 0), { batchSize: 4 })).toEqual([]);
  });

  it('is shared by ranks, whose shares are disjoint and equally long [SPDL-D14]', async () => {
    for (const source of [of('array', 23), of('stream', 23)]) {
      const ranks = await Promise.all(
        [0, 1, 2].map((rank) =>
          all<number[]>(source, { batchSize: 2, rank, worldSize: 3, shuffle: true, numWorkers: 1 }),
        ),
      );
      expect(ranks.map((batches) => batches.flat().length)).toEqual([7, 7, 7]);
      expect(new Set(ranks.flat(2)).size).toBe(21);
    }
  });

  it('may be left early and begun again, which begins the next one [SPDL-D10]', async () => {
    const loader = load<number[]>(of('stream', 1_000_000), { batchSize: 2, numWorkers: 2 });
    for (const epoch of upTo(4)) {
      expect(loader.epoch).toBe(epoch);
      const { batches, error } = await epochOf(loader, (batch) => batch, 3);
      expect(error).toBeNull();
      expect(batches.flat()).toEqual(upTo(6).map((i) => epoch * 1_000_000 + i));
    }
    const abandoned = loader[Symbol.asyncIterator]();
    await within(abandoned.next(), 'a batch', START_MS);
    expect((await epochOf(loader, (batch) => batch, 1)).error).toBeNull();
    await expect(abandoned.next()).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('never mixes with another one, though workers are ahead when it is left, be it empty or of one element [SPDL-D11]', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 40 }), {
      numWorkers: 2,
      prefetch: 4,
      batchSize: 1,
      inOrder: false,
    });
    for (let epoch = 0; epoch < 12; epoch++) {
      const { batches, error } = await epochOf(loader, ({ epoch: epochs }) => epochs[0], 1 + (epoch % 5));
      expect(error).toBeNull();
      expect(new Set(batches)).toEqual(new Set([epoch]));
    }
    for (const count of [0, 1]) {
      const small = load<number>(of('array', count), { numWorkers: 2 });
      for (const _ of upTo(3)) expect((await epochOf(small, (item) => item)).batches).toEqual(upTo(count));
    }
  });

  it('knows its length where the source does', async () => {
    const options = { batchSize: 5, rank: 1, worldSize: 2 };
    expect(await load(of('array', 23), options).length()).toBe(3);
    expect(await load(of('array', 23), { ...options, dropLast: true, numWorkers: 1 }).length()).toBe(2);
    expect(await load([1, 2, 3], { batchSize: 2 }).length()).toBe(2);
    expect(await load(of('stream', 23), options).length()).toBeNull();
  });
});

describe('a source', () => {
  const sources: [string, DataSource][] = [
    ['an export that gives an array', of('array', 10)],
    ['an export that is a generator function', of('stream', 10)],
    ['an export that gives an iterable', of('streams', 10)],
    ['an array of this process', upTo(10)],
    ['an object with length and get', { length: 10, get: (index: number) => Promise.resolve(index) }],
    ['an iterable of this process', new Set(upTo(10))],
    ['a function that opens one', () => upTo(10)[Symbol.iterator]()],
  ];
  it.each(sources)('may be %s [SPDL-D3]', async (_, source) => {
    for (const numWorkers of [0, 2]) {
      const loader = load<number[]>(source, { batchSize: 3, numWorkers });
      for (const epoch of [0, 1]) {
        const { batches, error } = await epochOf(loader, (batch) => batch);
        expect(error).toBeNull();
        expect(batches.flat().map((item) => item % 1_000_000)).toEqual(upTo(10));
        expect(loader.epoch).toBe(epoch + 1);
      }
    }
  });

  it('that can be iterated once says so the second time', async () => {
    const loader = load<number>(upTo(3)[Symbol.iterator]());
    expect((await epochOf(loader, (item) => item)).batches).toEqual([0, 1, 2]);
    expect((await epochOf(loader, (item) => item)).error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it('that is an iterable is shuffled in a buffer, the same by any number of workers', async () => {
    const orders = await Promise.all(
      [0, 1, 3].map((numWorkers) =>
        all<number[]>(of('stream', 60), { batchSize: 7, shuffle: true, shuffleBuffer: 20, numWorkers }),
      ),
    );
    expect(sorted(orders[0].flat())).toEqual(upTo(60));
    expect(orders[0].flat()).not.toEqual(upTo(60));
    expect(orders[1]).toEqual(orders[0]);
    expect(orders[2]).toEqual(orders[0]);
  });
});

describe('stages', () => {
  it('are applied to each item by as many calls at a time as they are told, and know where they are [SPDL-D1]', async () => {
    for (const concurrency of [1, 4]) {
      const crowded = { map: of('crowded'), concurrency };
      const items = await all<{ item: number; most: number }[]>(of('array', 40), {
        batchSize: 8,
        numWorkers: 1,
        concurrency: 4,
        stages: [crowded],
        collate: of('asList'),
      });
      expect(items.flat().map(({ item }) => item)).toEqual(upTo(40));
      expect(Math.max(...items.flat().map(({ most }) => most))).toBe(concurrency);
    }
    const stages = [{ map: of('told', 'args') }];
    const [first] = await all<Record<string, unknown>>(of('array', 4), {
      stages,
      numWorkers: 1,
      rank: 1,
      worldSize: 2,
    });
    expect(first).toMatchObject({ item: 1, args: 'args', workerId: 0, numWorkers: 1, rank: 1, worldSize: 2, epoch: 0 });
    expect(first.pid).not.toBe(process.pid);
  });

  it('leave out what they give nothing for, be it a whole batch [SPDL-D2]', async () => {
    const stages = [{ map: of('without', 3) }];
    expect(await all(of('array', 7), { batchSize: 3, stages, numWorkers: 2 })).toEqual([
      [1, 2],
      [4, 5],
    ]);
    expect(await all(of('array', 9), { stages: [{ map: of('without', 1) }], batchSize: 3 })).toEqual([]);
  });

  it('give batches in order, or as they are done [SPDL-D2]', async () => {
    const options = { batchSize: 2, numWorkers: 2, stages: [{ map: of('reversed', 20) }] };
    expect((await all<number[]>(of('array', 20), options)).flat()).toEqual(upTo(20));
    const asDone = (await all<number[]>(of('array', 20), { ...options, prefetch: 5, inOrder: false })).flat();
    expect(sorted(asDone)).toEqual(upTo(20));
  });

  it('draw by a seed of the element, whichever worker has it [SPDL-D13]', async () => {
    const draws: string[] = [];
    for (const numWorkers of [0, 1, 3]) {
      const items = await all(of('array', 12), { stages: [{ map: of('random') }], numWorkers, seed: 4 });
      draws.push(JSON.stringify(items));
    }
    expect(new Set(draws).size).toBe(1);
    const others = await all(of('array', 12), { stages: [{ map: of('random') }], seed: 5 });
    expect(JSON.stringify(others)).not.toBe(draws[0]);
  });
});

describe('a batch', () => {
  it('is made by the program if it likes, with what is usually done at hand', async () => {
    const source = of('dataset', { count: 3, length: 100 });
    const [batch] = await all<{ count: number; args: unknown; shape: number[] }>(source, {
      batchSize: 3,
      numWorkers: 1,
      collate: of('counted', { more: 1 }),
    });
    expect(batch).toMatchObject({ count: 3, args: { more: 1 }, rank: 0, stacked: { index: [0, 1, 2] } });
  });

  it('costs one copy of each array: the consumer reads where the worker has put it', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 64, length: 100_000 }), { batchSize: 32, numWorkers: 1 });
    const views: ArrayBufferView[] = [];
    const { batches } = await epochOf(loader, ({ data }) => {
      views.push(data.typed());
      return data.shape;
    });
    expect(batches).toEqual([
      [32, 100_000],
      [32, 100_000],
    ]);
    // Borrowed: what is copied here would stay.
    expect(views.map(({ byteLength }) => byteLength)).toEqual([0, 0]);
  });

  it('is valid until its lease is released, in any order', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 40, length: 50_000 }), { batchSize: 4, numWorkers: 2 });
    const leases = [];
    for await (const lease of loader.leases()) {
      leases.push(lease);
      if (leases.length === 6) break;
    }
    for (const place of [3, 0, 5, 1, 4, 2]) {
      const { index, data } = leases[place].value;
      const view = data.typed() as Uint8Array;
      expect([...new Set(view)]).toEqual(index);
      leases[place].release();
      expect(view.byteLength).toBe(0);
    }
  });
});

describe('workers', () => {
  it('begin by their initializers, with a number and a seed each, and stay between epochs unless told', async () => {
    for (const persistentWorkers of [true, false]) {
      const file = join(folder, `init-${persistentWorkers}`);
      const options = { numWorkers: 2, batchSize: 2, workerInit: of('init', file), persistentWorkers };
      const loader = load(of('array', 8), options);
      for (const _ of [0, 1]) expect((await epochOf(loader, (batch) => batch)).error).toBeNull();
      const notes = readFileSync(file, 'utf8').trim().split('\n');
      const workers = notes.map((note) => JSON.parse(note) as { workerId: number; seed: number; pid: number });
      expect(new Set(workers.map(({ pid }) => pid)).size).toBe(persistentWorkers ? 2 : 4);
      expect(new Set(workers.map(({ workerId, seed }) => `${workerId} ${seed}`)).size).toBe(2);
    }
  });

  it('prepare so many batches ahead, and no more [SPDL-I11]', async () => {
    for (const prefetch of [1, 3]) {
      const file = join(folder, `ahead-${prefetch}`);
      const options = { numWorkers: 2, batchSize: 1, prefetch, maxHeld: 1, stages: [{ map: of('noted', file) }] };
      const loader = load<number[]>(of('array', 100), options);
      let seen = 0;
      for await (const _ of loader) {
        const made = readFileSync(file, 'utf8').split('\n').length - 1;
        expect(made).toBeLessThanOrEqual(seen++ + 2 * prefetch + 1);
        if (seen === 20) break;
      }
    }
  });

  it('start once it is known what is wanted of them, which is checked before', () => {
    const wrong: [unknown, unknown][] = [
      [of('array', 1), { batchSize: 0 }],
      [of('array', 1), { numWorkers: -1 }],
      [of('array', 1), { rank: 2, worldSize: 2 }],
      [of('array', 1), { shuffle: true, sampler: () => [] }],
      [of('array', 1), { maxFailureRate: 0 }],
      [of('array', 1), { maxFailureRate: 1.5 }],
      [of('array', 1), { stages: [{}] }],
      [of('array', 1), { uneven: 'maybe' }],
      [of('array', 1), { seed: -1 }],
      [of('array', 1), { prefetch: 0 }],
      [7, {}],
      [null, {}],
      [{ workers: [] }, {}],
      [{ workers: ['tcp://127.0.0.1:1'] }, { stages: [{ map: of('told') }] }],
    ];
    for (const [source, options] of wrong) {
      expect(() => new DataLoader(source as DataSource, options as DataLoaderOptions)).toThrow('ERR_INVALID_ARGUMENT');
    }
  });
});

describe('batches that are given again', () => {
  it('are the first ones, as often as they are wanted, and the memory goes back behind them [SPDL-D16]', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 100, length: 5000 }), { batchSize: 4, numWorkers: 1 });
    const views: ArrayBufferView[] = [];
    const given: number[] = [];
    for await (const { index, data } of cacheBatches(loader, { count: 3, total: 8 })) {
      given.push(index[0]);
      views.push(data.typed());
      expect(views.every(({ byteLength }) => byteLength > 0)).toBe(true);
    }
    expect(given).toEqual([0, 4, 8, 0, 4, 8, 0, 4]);
    expect(views.every(({ byteLength }) => byteLength === 0)).toBe(true);
    for await (const _ of cacheBatches(loader, { count: 2 })) if (given.push(0) === 20) break;
    expect(loader.statistics()?.queue.held).toBe(0);
    expect((await epochOf(loader, ({ index }) => index[0])).batches).toHaveLength(25);
    for (const wrong of [{ count: 0 }, { count: 1.5 }, { count: 1, total: -1 }]) {
      expect(() => cacheBatches(loader, wrong)).toThrow('ERR_INVALID_ARGUMENT');
    }
    const empty = cacheBatches(load(of('array', 0)), { count: 1 });
    await expect(empty.next()).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});
