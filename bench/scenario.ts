import type { Contestant, Course } from './contestant.js';
import type { ScenarioName, Unit } from './names.js';

/** Work that several contestants do in turns. */
export interface Scenario {
  readonly name: ScenarioName;
  readonly unit: Unit;
  /** Of a message, in bytes: one case each. */
  readonly sizes: readonly number[];
  /** The first one is what the others are compared with. */
  readonly contestants: readonly Contestant[];
  /**
   * Does the work once.
   * @param count of messages
   * @returns the figure
   */
  run(course: Course, bytes: number, count: number): Promise<number>;
}

export const KIB = 1024;
export const MIB = 2 ** 20;
