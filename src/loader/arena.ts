import type { OperationOptions } from '../operations.js';
import type { ModuleExport } from './module-export.js';

/** Where a binary lies in its unit. */
export interface BinaryPlace {
  /** In bytes, from the beginning of the unit. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
}

/**
 * All binaries of one item, on their way.
 * @typeParam T `Uint8Array` where it is written, `ReceivedTensor` where it is read
 */
export interface ArenaUnit<T> {
  /** How much the unit takes, in bytes; 0 where it holds nothing. */
  readonly span: number;
  /** Tensors that travel in the item's message. An arena with a medium of its own needs none. */
  readonly tensors: readonly T[];
}

/**
 * Where large binaries of items travel, beside the message: the producer writes them, the consumer reads them there. A
 * *unit* is all binaries of one item; room is taken, published and given back once for each unit.
 *
 * Any object of this shape can be given to `iterateInSubprocess`. It belongs to the iterable from then on.
 */
export interface Arena {
  /**
   * What makes the producer's end: an export that is called in the producer's process as `(args, { context })` and gives
   * an {@link ArenaWriter}, or a promise of one.
   */
  readonly writer: ModuleExport;
  /** Shared memory that the producer needs, in bytes, beside the usual. @default 0 */
  readonly budgetBytes?: number;
  /** The consumer's end. Opened before the producer's. */
  openReader(): ArenaReader;
}

/** The end of an arena that is written. One item at a time; not for several at once. */
export interface ArenaWriter {
  /** A new iteration begins. What is out stays out until it comes back. */
  reset(): void;
  /**
   * Waits for room for binaries of these lengths, in bytes, and begins a unit; `[]` takes no room and does not wait. After
   * true, `commitUnit` or `abortUnit` has to follow.
   * @returns false when so much never fits: then no unit is begun, and the item travels without the arena
   * @throws TensorductError (rejection) `ERR_TIMEOUT`, `ERR_ABORTED`, also when the writer is closed; `ERR_OUT_OF_TURN`
   */
  beginUnit(lengths: readonly number[], options?: OperationOptions): Promise<boolean>;
  /** Copies one of the binaries in. The reader sees nothing of it before the unit is committed. */
  writeBinary(data: Uint8Array): BinaryPlace;
  /** Ends a unit, to be sent. Its tensors have to be written to a pipe before the next unit begins. */
  commitUnit(): ArenaUnit<Uint8Array>;
  /** Ends a unit as if it had never been. */
  abortUnit(): void;
  /** Ends a wait for room, and gives memory back when its readers are done with it. Idempotent. */
  close(): void;
}

/** The end of an arena that is read. */
export interface ArenaReader {
  /** Whether what is read stands over the arena's memory, until the unit ends; if not, it is a copy of one's own. */
  readonly zeroCopy: boolean;
  /** A new iteration begins. Units that have not ended stay valid. */
  reset(): void;
  /**
   * The bytes of one binary.
   * @throws TensorductError `ERR_PROTOCOL` where the unit has no such bytes
   */
  readBinary(unit: ArenaUnit<ReceivedBytes>, place: BinaryPlace): Uint8Array;
  /**
   * The unit's room is the writer's again, and where `zeroCopy` holds its bytes can be seen no more. Called exactly once
   * for each unit, in any order: at once by who copies, else when the consumer has let go.
   */
  endUnit(unit: ArenaUnit<ReceivedBytes>): void;
}

/** A tensor of a unit, as it arrives. */
export interface ReceivedBytes {
  /** The elements. */
  typed(): ArrayBufferView;
  /** Gives the memory back; views of it have length 0 then. Idempotent. */
  release(): void;
}

/** A writer that keeps account. */
export interface ArenaWriterWithStatistics extends ArenaWriter {
  /** What it has done so far. */
  statistics(): ArenaWriterStatistics;
}

/** What a built-in writer has done, in bytes and numbers. */
export interface ArenaWriterStatistics {
  /** Bytes of units that may be out at once. */
  readonly capacityBytes: number;
  /** Of units that were committed, with what aligns them. */
  readonly committedBytes: number;
  /** Of them, those that have come back. */
  readonly returnedBytes: number;
  /** Memory that is out, or of the unit that is begun. */
  readonly usedBytes: number;
  /** Units that had to wait for room. */
  readonly waits: number;
  /** For how long they waited together, in ms. */
  readonly waitedMs: number;
  /** Units that never fit. */
  readonly refusals: number;
}
