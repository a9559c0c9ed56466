import { describe, expect, it } from 'vitest';
import type { Lease } from 'tensorduct/loader';
import { within } from '../../src/testing/deadlines.js';
import { START_MS } from '../support/children.js';
import { DATA, load, of, type ItemBatch } from '../support/loaders.js';
import { Peer } from '../support/peer.js';

describe('the memory of a loader', () => {
  it('has a data set of shared memory once, whoever reads it, and stays what it is over the epochs', async () => {
    const [count, bytes] = [64, 8 * 2 ** 20];
    const nodeArgs = ['--expose-gc', '--max-semi-space-size=1'];
    await using peer = Peer.start('data-loader-memory', [DATA.href, String(count), String(bytes)], nodeArgs);
    const measured: number[] = [];
    for (let i = 0; i < 5; i++) measured.push(Number(await peer.nextString('the memory')));
    const [base, early, , , late] = measured;
    expect((early - base) / (count * bytes)).toBeLessThanOrEqual(0.05);
    expect((late - early) / early).toBeLessThanOrEqual(0.02);
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
