import { expect, it } from 'vitest';
import { formatProgress, showProgress } from '../../src/loader/data-loader/progress.js';
import type { LoaderStatistics } from '../../src/loader/data-loader/loader-statistics.js';

const statistics = (batches: number, elapsedMs: number): LoaderStatistics => ({
  epoch: 1,
  batches,
  items: 10 * batches,
  length: 75,
  elapsedMs,
  itemsPerSecond: (10_000 * batches) / elapsedMs,
  stages: [],
  queue: { working: 4, prepared: 3, held: 1, capacity: 12 },
  workers: [],
  consumerWaitMs: 0,
  roomWaitMs: 0,
  restarts: 0,
  bottleneck: 'the workers wait for the consumer',
});

it('is one line with the rate since the line before', () => {
  const first = statistics(10, 1000);
  expect(formatProgress(first)).toBe(
    'epoch 1  10/75 batches  100 items/s  4 in work, 3 prepared, 1 held of 12  the workers wait for the consumer',
  );
  expect(formatProgress(statistics(40, 2000), first)).toContain('40/75 batches  300 items/s');
});

it('is written when it is disposed of, in place on a terminal, as lines elsewhere, and not before there is any', () => {
  for (const isTTY of [true, false]) {
    let text = '';
    const stream = { isTTY, write: (more: string) => (text += more) };
    let now: LoaderStatistics | null = null;
    {
      using _line = showProgress({ statistics: () => now }, { stream, intervalMs: 2 ** 30 });
      expect(text).toBe('');
      now = statistics(75, 1000);
    }
    expect(text).toMatch(isTTY ? /^\repoch 1 {2}75\/75 [^\n]*\n$/ : /^epoch 1 {2}75\/75 [^\n]*\n$/);
  }
});
