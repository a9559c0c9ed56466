import { describe, expect, it } from 'vitest';
import { planIndices } from '../../src/loader/data-loader/epoch-plan.js';
import { orderOf, weightedSampler, type UnevenShards } from '../../src/loader/data-loader/sampler.js';

/** What a rank visits of an epoch. */
async function shareOf(
  length: number,
  rank: number,
  worldSize: number,
  uneven: UnevenShards,
  { seed = 1, epoch = 0, shuffle = true, position = 0 } = {},
): Promise<number[]> {
  const order = orderOf({ length, seed, epoch }, null, shuffle);
  const plan = planIndices(order, { rank, worldSize, uneven, size: 3, dropLast: false, position }, null);
  const visited: number[] = [];
  for (let task = await plan.next(); task !== null; task = await plan.next()) visited.push(...(task.indices ?? []));
  return visited;
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const upTo = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe('the shares of ranks', () => {
  it('are equally long and disjoint by default; kept whole they cover all, and padded they do both [SPDL-D14]', async () => {
    for (const [length, worldSize] of [
      [10, 1],
      [11, 2],
      [23, 4],
      [3, 4],
      [0, 2],
    ]) {
      const all = async (uneven: UnevenShards): Promise<number[][]> =>
        Promise.all(upTo(worldSize).map((rank) => shareOf(length, rank, worldSize, uneven)));
      const dropped = await all('drop');
      expect(new Set(dropped.map((share) => share.length))).toEqual(new Set([Math.floor(length / worldSize)]));
      expect(new Set(dropped.flat()).size).toBe(dropped.flat().length);
      expect(sorted((await all('allow')).flat())).toEqual(upTo(length));
      const padded = await all('pad');
      expect(new Set(padded.map((share) => share.length))).toEqual(new Set([Math.ceil(length / worldSize)]));
      expect(sorted([...new Set(padded.flat())])).toEqual(upTo(length));
    }
  });

  it('stay what they are without shuffling, and are new ones for each seed and epoch with it [SPDL-D14]', async () => {
    expect(await shareOf(6, 1, 2, 'drop', { shuffle: false })).toEqual([1, 3, 5]);
    expect(await shareOf(50, 0, 2, 'drop')).toEqual(await shareOf(50, 0, 2, 'drop'));
    expect(await shareOf(50, 0, 2, 'drop')).not.toEqual(await shareOf(50, 0, 2, 'drop', { epoch: 1 }));
    expect(await shareOf(50, 0, 2, 'drop')).not.toEqual(await shareOf(50, 0, 2, 'drop', { seed: 2 }));
  });

  it('do not depend on Math.random, and leave it alone [SPDL-D14]', async () => {
    const original = Math.random;
    Math.random = () => {
      throw new Error('drawn');
    };
    try {
      expect(await shareOf(50, 0, 2, 'drop')).toHaveLength(25);
    } finally {
      Math.random = original;
    }
  });

  it('go on behind a position, also among another number of ranks', async () => {
    const whole = await shareOf(24, 0, 1, 'allow');
    expect(await shareOf(24, 0, 1, 'allow', { position: 9 })).toEqual(whole.slice(9));
    const two = await Promise.all([0, 1].map((rank) => shareOf(24, rank, 2, 'allow', { position: 9 })));
    expect(sorted(two.flat())).toEqual(sorted(whole.slice(9)));
  });
});

describe('a weighted sampler', () => {
  it('draws each element as often as its weight says, the same for the same seed and epoch [SPDL-D14]', () => {
    const weights = [0, 1, 3, 0, 6];
    const draw = (epoch: number): number[] => [...weightedSampler(weights, 20_000)({ seed: 5, epoch, length: 5 })];
    const counts = weights.map((_, i) => draw(0).filter((drawn) => drawn === i).length);
    for (const [i, weight] of weights.entries()) {
      const expected = (20_000 * weight) / 10;
      expect(Math.abs(counts[i] - expected)).toBeLessThanOrEqual(6 * Math.sqrt(expected));
    }
    expect(draw(0)).toEqual(draw(0));
    expect(draw(0)).not.toEqual(draw(1));
  });

  it('refuses weights that say nothing, and an order refuses what is no index', () => {
    for (const weights of [[], [0, 0], [1, -1], [1, NaN]])
      expect(() => weightedSampler(weights)).toThrow('ERR_INVALID');
    for (const index of [-1, 5, 0.5, NaN]) {
      expect(() => orderOf({ length: 5, seed: 1, epoch: 0 }, () => [index], false)).toThrow('ERR_INVALID_ARGUMENT');
    }
  });
});
