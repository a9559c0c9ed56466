import { describe, expect, it } from 'vitest';
import { Xoshiro128 } from '../../src/loader/data-loader/random.js';
import type { UnevenShards } from '../../src/loader/data-loader/sampler.js';
import { shuffled, Walk } from '../../src/loader/data-loader/walk.js';

const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

/** A walk through numbers, and how often it was begun and left. */
function walking(
  length: number,
  {
    rank = 0,
    worldSize = 1,
    skip = 0,
    uneven = 'drop',
  }: { rank?: number; worldSize?: number; skip?: number; uneven?: UnevenShards } = {},
) {
  const counts = { begun: 0, left: 0 };
  const open = async () =>
    (function* () {
      counts.begun++;
      try {
        yield* upTo(length);
      } finally {
        counts.left++;
      }
    })();
  return { walk: new Walk({ rank, worldSize, skip, uneven, open }), counts };
}

const items = async (walk: Walk, start: number, count: number): Promise<unknown[]> =>
  (await walk.take(start, count)).map(({ item }) => item);

describe('a walk through an iterable', () => {
  it('gives any part of it, and begins again only for what is behind it', async () => {
    const { walk, counts } = walking(20);
    expect(await items(walk, 2, 3)).toEqual([2, 3, 4]);
    expect(await items(walk, 10, 2)).toEqual([10, 11]);
    expect(counts).toEqual({ begun: 1, left: 0 });
    expect(await items(walk, 0, 2)).toEqual([0, 1]);
    expect(counts).toEqual({ begun: 2, left: 1 });
    expect(await items(walk, 18, 5)).toEqual([18, 19]);
    expect(await items(walk, 23, 5)).toEqual([]);
    await walk.end();
    expect(counts).toEqual({ begun: 2, left: 2 });
  });

  it('is not begun again once it was ended, though more was asked for', async () => {
    const { walk, counts } = walking(20);
    const parts = [items(walk, 0, 2), walk.end(), items(walk, 0, 2)];
    expect(await parts[2]).toEqual([]);
    await Promise.all(parts);
    expect(counts.begun).toBe(counts.left);
  });

  it('deals to ranks in rounds, of which a part of the last one is left out or allowed', async () => {
    const shares = async (uneven: UnevenShards): Promise<unknown[][]> =>
      Promise.all([0, 1, 2].map((rank) => items(walking(8, { rank, worldSize: 3, uneven }).walk, 0, 9)));
    expect(await shares('drop')).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ]);
    expect(await shares('allow')).toEqual([
      [0, 3, 6],
      [1, 4, 7],
      [2, 5],
    ]);
  });

  it('leaves out what was visited before, and knows the place of each element', async () => {
    const { walk } = walking(10, { skip: 4, rank: 1, worldSize: 2 });
    expect(await walk.take(0, 2)).toEqual([
      { index: 5, item: 5 },
      { index: 7, item: 7 },
    ]);
  });

  it('is walked by one at a time', async () => {
    const { walk, counts } = walking(100);
    const parts = await Promise.all([0, 1, 2, 3].map((part) => items(walk, 10 * part, 10)));
    expect(parts.flat()).toEqual(upTo(40));
    expect(counts.begun).toBe(1);
  });
});

describe('a buffer that shuffles', () => {
  it('gives every item once, mixed no further than it reaches, the same for the same seed', async () => {
    const shuffle = async (length: number, seed: number): Promise<unknown[]> => {
      const drawn: unknown[] = [];
      for await (const item of shuffled(upTo(length), 8, Xoshiro128.of(seed, 0))) drawn.push(item);
      return drawn;
    };
    for (const length of [0, 3, 8, 100]) {
      const drawn = (await shuffle(length, 1)) as number[];
      expect([...drawn].sort((a, b) => a - b)).toEqual(upTo(length));
      drawn.forEach((item, place) => expect(item).toBeLessThan(place + 9));
    }
    expect(await shuffle(100, 1)).toEqual(await shuffle(100, 1));
    expect(await shuffle(100, 1)).not.toEqual(await shuffle(100, 2));
    expect(await shuffle(100, 1)).not.toEqual(upTo(100));
  });
});
