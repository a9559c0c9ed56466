import { TensorductError } from '../errors.js';
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

/** Exit codes of every command; one that a signal has ended has 128 and the signal's number. */
export const EXIT = {
  ok: 0,
  /** A transfer failed, the peer is lost, or a deadline has passed. */
  failed: 1,
  /** The command line cannot be meant, or a file is malformed. */
  usage: 2,
} as const;

/** Codes of what the user has passed. */
const USAGE: ReadonlySet<string> = new Set([
  'ERR_INVALID_ARGUMENT',
  'ERR_ADDRESS_INVALID',
  'ERR_UNKNOWN_TRANSPORT',
  'ERR_INSECURE_ADDRESS',
]);

/** The exit code for what a command threw. */
export function exitCodeOf(thrown: unknown): number {
  return thrown instanceof TensorductError && USAGE.has(thrown.code) ? EXIT.usage : EXIT.failed;
}
