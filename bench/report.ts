import type { Result } from './names.js';

/** The middle one, or the mean of the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** One case as a table, for people. */
export function table(results: readonly Result[]): string {
  const [{ scenario, case: size, unit }] = results;
  const lines = results.map(({ who, median: middle, lowest, highest, ratio }) =>
    [
      who.padEnd(26),
      format(middle).padStart(10),
      `${format(lowest)} to ${format(highest)}`.padStart(24),
      ratio.toFixed(2).padStart(9),
    ].join(''),
  );
  const head = [`${scenario}, ${size}`.padEnd(26), unit.padStart(10), 'spread'.padStart(24), 'ours is'.padStart(9)];
  return `${[head.join(''), ...lines].join('\n')}\n`;
}

function format(figure: number): string {
  return figure >= 100 ? figure.toFixed(0) : figure.toFixed(2);
}
