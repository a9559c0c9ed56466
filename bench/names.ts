/** Everything that a result can be about, as closed lists: what is plotted and compared over time must not drift. */

/** A scenario is a file of this folder. */
export const SCENARIOS = ['round-trip', 'stream'] as const;
export type Scenario = (typeof SCENARIOS)[number];

/** Who does the work. The first ones are ours. */
export const CONTESTANTS = ['tensorduct borrowed', 'tensorduct copied', 'net unix', 'zeromq ipc', 'memcpy'] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

export const UNITS = ['us', 'GB/s'] as const;
export type Unit = (typeof UNITS)[number];

/** One line of the results. */
export interface Result {
  readonly scenario: Scenario;
  /** The size of a message, for people. */
  readonly case: string;
  readonly who: ContestantName;
  readonly unit: Unit;
  /** Median of the rounds. */
  readonly median: number;
  /** Of the rounds. */
  readonly lowest: number;
  readonly highest: number;
  /** The median of `tensorduct borrowed` as a multiple of this one, so that above 1 is better for us. */
  readonly ratio: number;
}
