import { describe, expect, it } from 'vitest';
import { permutation, seedsOf, SplitMix64, Xoshiro128 } from '../../src/loader/data-loader/random.js';

describe('the generators', () => {
  it('give what their reference implementations give', () => {
    const split = new SplitMix64(1234567n);
    expect([split.next(), split.next(), split.next(), split.next(), split.next()]).toEqual([
      6457827717110365317n,
      3203168211198807973n,
      9817491932198370423n,
      4593380528125082431n,
      16408922859458223821n,
    ]);
    const few = new Xoshiro128([1, 2, 3, 4]);
    expect([few.next(), few.next(), few.next(), few.next()]).toEqual([11520, 0, 5927040, 70819200]);
    const full = new Xoshiro128([0x964d4a0c, 0xd40ab895, 0xad7fdecb, 0x3006f0f0]);
    expect([full.next(), full.next(), full.next(), full.next()]).toEqual([
      0xf1391922, 0x6fe53806, 0xa5be2840, 0xf510ee70,
    ]);
  });

  it('draw every number below a bound, none more often than chance', () => {
    const random = Xoshiro128.of(3, 0);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.below(10)]++;
    // Six standard deviations.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(6 * Math.sqrt(9_000));
    for (let i = 0; i < 1000; i++) expect(random.fraction()).toSatisfy((drawn: number) => drawn >= 0 && drawn < 1);
  });
});

describe('a permutation', () => {
  it('has every number once, and is another one for another seed or epoch', () => {
    const orders = [
      [1, 0],
      [1, 1],
      [2, 0],
    ].map(([seed, epoch]) => [...permutation(1000, Xoshiro128.of(seed, epoch))]);
    for (const order of orders) {
      expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    }
    expect(new Set(orders.map(String)).size).toBe(3);
    expect([...permutation(1000, Xoshiro128.of(1, 0))]).toEqual(orders[0]);
  });

  it('is each of the possible ones equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 24_000; seed++) {
      const order = String(permutation(4, Xoshiro128.of(seed, 0)));
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(1000));
  });
});

it('seeds of elements differ by seed, epoch and element, and are whole numbers below 2^31', () => {
  const seeds = new Set<number>();
  for (const seed of [0, 1])
    for (const epoch of [0, 1]) for (let i = 0; i < 100; i++) seeds.add(seedsOf(seed, epoch)(i));
  expect(seeds.size).toBe(400);
  for (const seed of seeds)
    expect(seed).toSatisfy((given: number) => Number.isInteger(given) && given >= 0 && given < 2 ** 31);
});
