import type { Unit } from './names.js';

/** Units in which more is better; in all others less is. */
const MORE_IS_BETTER: readonly Unit[] = ['GB/s', 'msg/s', 'images/s'];

/** The middle one, or the mean of the two in the middle. NaN of none. */
export function median(figures: ArrayLike<number>): number {
  const sorted = Float64Array.from(figures).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The figure that a share of all, from 0 to 1, does not exceed. */
export function quantile(figures: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(figures).sort();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

/** What 99 of 100 are at least as good as. */
export function worstOfHundred(unit: Unit, figures: ArrayLike<number>): number {
  return MORE_IS_BETTER.includes(unit)
    ? -quantile(
        Array.from(figures, (figure) => -figure),
        0.99,
      )
    : quantile(figures, 0.99);
}

export function spread(figures: readonly number[]): readonly [lowest: number, highest: number] {
  return [Math.min(...figures), Math.max(...figures)];
}

/** The advantage: above 1 where ours is the better one, whatever the unit. Null where nothing was needed by either. */
export function advantage(unit: Unit, ours: number, theirs: number): number | null {
  const ratio = MORE_IS_BETTER.includes(unit) ? ours / theirs : theirs / ours;
  return Number.isFinite(ratio) && ratio > 0 ? ratio : null;
}

/** Whether one figure is better than another one. */
export function isBetter(unit: Unit, figure: number, other: number): boolean {
  return MORE_IS_BETTER.includes(unit) ? figure > other : figure < other;
}
