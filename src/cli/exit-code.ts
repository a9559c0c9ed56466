import { TensorductError } from '../errors.js';

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
