import type { Report } from './report.js';
import type { Signals } from './signals.js';

/** One of the things that `tensorduct` can do. */
export interface Command {
  readonly name: string;
  /** What `--help` prints. */
  readonly help: string;
  /**
   * @returns the exit code
   * @throws TensorductError, which becomes one line and an exit code
   */
  run(args: readonly string[], report: Report, signals: Signals): Promise<number>;
}
