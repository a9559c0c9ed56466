import type { Bench } from './bench.js';
import type { ScenarioName } from './names.js';

/** Work that everybody does in turns: one file of `scenarios/` each. */
export interface Scenario {
  readonly name: ScenarioName;
  /** Runs all cases, or with `--quick` the headline ones, and reports each. */
  run(bench: Bench): Promise<void>;
}
