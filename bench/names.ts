/** Everything that a result can be about, as closed lists: what is plotted and compared over time must not drift. */

/** A scenario is a file of `scenarios/`. */
export const SCENARIOS = ['message', 'round-trip', 'stream'] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** Who does the work. The first ones are ours. */
export const CONTESTANTS = [
  'tensorduct borrowed',
  'tensorduct copied',
  'tensorduct shm',
  'tensorduct shm, callbacks',
  'tensorduct unix',
  'tensorduct tcp',
  'net unix',
  'net tcp',
  'zeromq ipc',
  'memcpy',
] as const;
export type ContestantName = (typeof CONTESTANTS)[number];

export const UNITS = ['us', 'GB/s'] as const;
export type Unit = (typeof UNITS)[number];

/** One line of the results. */
export interface Result {
  readonly scenario: ScenarioName;
  /** The size of a message, for people. */
  readonly case: string;
  readonly who: ContestantName;
  readonly unit: Unit;
  /** Median of the rounds. */
  readonly median: number;
  /** Of the rounds. */
  readonly lowest: number;
  readonly highest: number;
  /** The median of the scenario's first contestant as a multiple of this one, so that above 1 is better for us. */
  readonly ratio: number;
}
