import { describe, expect, it } from 'vitest';
import { epochOf, load, of, type ItemBatch } from '../support/loaders.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('a data loader', () => {
  it.each([0, 1, 3])('gives every element once in batches of one shape, with %s workers', async (numWorkers) => {
    const loader = load<ItemBatch>(of('dataset', { count: 23, length: 5000 }), { batchSize: 5, numWorkers });
    for (const epoch of [0, 1]) {
      const { batches, error } = await epochOf(loader, ({ index, epoch: epochs, data }) => ({
        index,
        epochs,
        shape: data.shape,
        firsts: index.map((_, i) => new Uint8Array(data.typed().buffer, data.typed().byteOffset)[i * 5000]),
      }));
      expect(error).toBeNull();
      expect(batches.flatMap(({ index }) => index)).toEqual(upTo(23));
      expect(batches.flatMap(({ firsts }) => firsts)).toEqual(upTo(23));
      expect(batches.flatMap(({ epochs }) => epochs)).toEqual(upTo(23).map(() => epoch));
      expect(batches.map(({ shape }) => shape)).toEqual([...upTo(4).map(() => [5, 5000]), [3, 5000]]);
    }
  });
});
