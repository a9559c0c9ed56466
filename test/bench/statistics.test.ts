import { describe, expect, it } from 'vitest';
import { advantage, isBetter, median, quantile, spread, worstOfHundred } from '../../bench/statistics.js';

describe('the statistics of benchmarks', () => {
  it('takes the middle one, or what lies between the two in the middle', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
    expect(median(Float64Array.of(10, 9, 100))).toBe(10);
  });

  it('finds what a share of all does not exceed', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile([7], 0.99)).toBe(7);
  });

  it('takes the worse end for p99: slow trips, and small rates', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(worstOfHundred('us', hundred)).toBe(99);
    expect(worstOfHundred('GB/s', hundred)).toBe(2);
    expect(spread(hundred)).toEqual([1, 100]);
  });

  it('gives an advantage above 1 where ours is better, whatever the unit', () => {
    for (const unit of ['us', 'ms', '%', 'KiB', 'fds', 's/GB'] as const) {
      expect(advantage(unit, 2, 6), unit).toBe(3);
      expect(isBetter(unit, 2, 6), unit).toBe(true);
    }
    for (const unit of ['GB/s', 'msg/s'] as const) {
      expect(advantage(unit, 6, 2), unit).toBe(3);
      expect(isBetter(unit, 6, 2), unit).toBe(true);
    }
  });

  it('gives no advantage over nothing', () => {
    expect(advantage('%', 0, 0)).toBeNull();
    expect(advantage('%', 0, 1)).toBeNull();
    expect(advantage('KiB', 2, -1)).toBeNull();
  });
});
