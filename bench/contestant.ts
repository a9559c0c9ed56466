import type { ContestantName } from './names.js';

/** One who moves messages of one size to another process and back, on the same work as the others. */
export interface Contestant {
  readonly name: ContestantName;
  /**
   * Starts the other process, which sends each message back, or, for a stream, an empty one after the last.
   * @param bytes of each message
   */
  start(bytes: number): Promise<Course>;
}

/** A contestant that is ready to run. */
export interface Course {
  /** Sends a message of the size and waits until it has come back. Nothing for who has no other process. */
  roundTrip(): Promise<void>;
  /** Sends so many and waits until the other end has had them all. */
  stream(count: number): Promise<void>;
  /** Throws when what has come back last is not what was sent. Not timed. */
  verify(): void;
  close(): Promise<void>;
}

/** What the other process is to do with a message: its first byte. */
export const ECHO = 1;
export const COUNT = 2;
/** The last of a stream: it is answered with one byte. */
export const LAST = 3;
