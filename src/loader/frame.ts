import { TensorductError } from '../errors.js';

/*
 * What the two ends of a worker tell each other stands in the metadata of each message, little-endian:
 *
 *   0      1   4           8         12                20
 *   | kind | 0 | iteration | tensors | amount          |
 *
 * `tensors` is how many of the message's tensors are the unit of an arena; they come first. The value, where there is
 * one, is the only payload, and its blocks are the other tensors.
 */

/** What a message is about. */
export enum Kind {
  /** To the worker, first: what to run. */
  Setup = 1,
  /** To the worker: begin an iteration, which ends the one before. `amount` items may be sent. */
  Start = 2,
  /** To the worker: `amount` items more may be sent. */
  Credit = 3,
  /** To the worker: end the iteration. */
  Stop = 4,
  /** From the worker: it is set up. */
  Ready = 5,
  /** From the worker: it has failed; the value says how. */
  Failed = 6,
  /** From the worker: an item. `amount` is the span of its unit. */
  Item = 7,
  /** From the worker: the iteration has no more items. */
  End = 8,
  /** To a worker of a `DataLoader`: prepare this batch. */
  Task = 9,
  /** From a worker of a `DataLoader`: a batch. `amount` is the number of its task. */
  Result = 10,
}

/** The metadata of one message. */
export interface Frame {
  readonly kind: Kind;
  /** From 1; 0 where it is about none. */
  readonly iteration: number;
  /** Tensors of the unit. @default 0 */
  readonly tensors?: number;
  /** @default 0 */
  readonly amount?: number;
}

const FRAME_BYTES = 20;

const WORD = 2 ** 32;

/** A frame as bytes. */
export function writeFrame({ kind, iteration, tensors = 0, amount = 0 }: Frame): Uint8Array {
  const bytes = new Uint8Array(FRAME_BYTES);
  bytes[0] = kind;
  writeWord(bytes, 4, iteration);
  writeWord(bytes, 8, tensors);
  writeWord(bytes, 12, amount);
  writeWord(bytes, 16, amount / WORD);
  return bytes;
}

/** @throws TensorductError `ERR_PROTOCOL` for what is no frame */
export function readFrame(bytes: Uint8Array): Required<Frame> {
  const kind = bytes.length === FRAME_BYTES ? bytes[0] : 0;
  if (!isKind(kind)) {
    throw new TensorductError('ERR_PROTOCOL', `a message of ${bytes.length} bytes of metadata is not of a worker`, {
      advice: 'leave the pipe of a worker to the loader',
    });
  }
  return {
    kind,
    iteration: readWord(bytes, 4),
    tensors: readWord(bytes, 8),
    amount: readWord(bytes, 12) + readWord(bytes, 16) * WORD,
  };
}

/** Byte by byte: for a DataView V8 would have to give so small an array a buffer first. */
function writeWord(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

function readWord(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

function isKind(value: number): value is Kind {
  return Kind[value] !== undefined;
}
