import type { OperationOptions } from '../../operations.js';

/** A slot, as the suite sees it. */
export interface TestedSlot {
  /** Where it lies: slots of one segment do not overlap. */
  readonly segment: {
    /** Another for each segment. */
    readonly index: number;
    /** What each slot of the segment measures, in bytes. */
    readonly slotBytes: number;
  };
  /** Where it begins in its segment, in bytes: a multiple of 64. */
  readonly offset: number;
  /** Copies bytes to its beginning. */
  write(source: ArrayBufferView): void;
  /** Its first bytes themselves. */
  view(length: number): ArrayBuffer;
}

/** What an arena tells about itself: bytes, and numbers of slots. */
export interface TestedStatistics {
  /** What it has reserved, in use or not. */
  readonly reservedBytes: number;
  /** Of it, slots in use, each with its whole size. */
  readonly usedBytes: number;
  /** All slots. */
  readonly slots: number;
  /** Those in use. */
  readonly usedSlots: number;
}

/** An arena, as the suite sees it. The slots that it is given are its own. */
export interface TestedArena {
  /** A slot with one use, or null when none is free at once. */
  tryTake(bytes: number): TestedSlot | null;
  /** A slot with one use, when there is one. */
  take(bytes: number, options?: OperationOptions): Promise<TestedSlot>;
  /** One more use of a slot that is in use. */
  retain(slot: TestedSlot): void;
  /** One use less. */
  release(slot: TestedSlot): void;
  /** What it has and what is in use, now. */
  statistics(): TestedStatistics;
  /** Ends every wait. What is in use stays so until its last use is over. */
  close(): void;
}

/** What the suite needs of an arena. */
export interface ArenaFixtures {
  /** Makes a new arena, which the suite closes. `budgetBytes` is a multiple of 4 MiB, the most that it may reserve. */
  createArena(options: { readonly budgetBytes: number }): TestedArena;
}
