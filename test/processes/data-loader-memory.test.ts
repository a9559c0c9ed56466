import { describe, expect, it } from 'vitest';
import type { DataLoader, Lease } from 'tensorduct/loader';
import { within } from '../../src/testing/deadlines.js';
import { proportionalBytes } from '../peers/proportional-memory.js';
import { START_MS } from '../support/children.js';
import { epochOf, load, of, type ItemBatch } from '../support/loaders.js';
import { createContext } from '../support/workers.js';

const MIB = 2 ** 20;
const ELEMENTS = 64;
const ELEMENT_BYTES = 8 * MIB;

describe('the memory of a loader', () => {
  it('has a data set of shared memory once, whoever reads it, and stays what it is over the epochs', async () => {
    await using context = await createContext('data set', { arena: { budgetBytes: 3 * ELEMENTS * ELEMENT_BYTES } });
    const elements = [];
    for (let i = 0; i < ELEMENTS; i++) {
      const tensor = await context.allocate('uint8', [ELEMENT_BYTES]);
      tensor.data.fill(i);
      elements.push(tensor);
    }
    const read = (source: readonly unknown[]): DataLoader<number> =>
      load<number>(source, { context, numWorkers: 4, shuffle: true, stages: [{ map: of('summed') }] });
    const measure = (loader: DataLoader<number>): number => {
      const pids = loader.statistics()?.workers.map(({ label }) => Number(/process (\d+)/.exec(label)?.[1])) ?? [];
      expect(pids).toHaveLength(4);
      return ['self' as const, ...pids].reduce((sum, pid) => sum + proportionalBytes(pid), 0);
    };
    const expected = elements.map((_, i) => ((0x01010101 * i * (ELEMENT_BYTES / 4)) >>> 0) % 2 ** 32).sort();
    const epochs = async (loader: DataLoader<number>, count: number): Promise<number> => {
      for (let epoch = 0; epoch < count; epoch++) {
        const { batches, error } = await epochOf(loader, (sum) => sum);
        expect(error).toBeNull();
        if (batches.length === ELEMENTS) expect(batches.sort()).toEqual(expected);
      }
      return measure(loader);
    };
    const few = read(elements.slice(0, 8));
    const base = await epochs(few, 2);
    await few.close();
    const loader = read(elements);
    const early = await epochs(loader, 2);
    const late = await epochs(loader, 20);
    const size = ELEMENTS * ELEMENT_BYTES;
    expect((early - base) / size).toBeLessThanOrEqual(0.05);
    expect((late - early) / early).toBeLessThanOrEqual(0.02);
    await loader.close();
  });

  it('is never used again under a batch that is held, over a thousand epochs', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 6, length: 40_000 }), {
      batchSize: 2,
      numWorkers: 2,
      shuffle: true,
    });
    const held: Lease<ItemBatch>[] = [];
    let checked = 0;
    const check = ({ value: { index, data }, release }: Lease<ItemBatch>): void => {
      const view = data.typed() as Uint8Array;
      index.forEach((i, place) => {
        for (const at of [0, 17, 39_999]) expect(view[place * 40_000 + at]).toBe(i);
      });
      release();
      expect(view.byteLength).toBe(0);
      checked++;
    };
    const run = async (): Promise<void> => {
      for (let epoch = 0; epoch < 1000; epoch++) {
        for await (const lease of loader.leases()) {
          expect(new Set(lease.value.epoch)).toEqual(new Set([epoch]));
          held.push(lease);
          if (held.length === 8) check(held.splice((epoch * 5) % 8, 1)[0]);
        }
      }
    };
    await within(run(), 'a thousand epochs', START_MS);
    held.forEach(check);
    expect(checked).toBe(3000);
  });
});
