import type { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import type { Arena, ArenaReader, ArenaWriter, ArenaWriterWithStatistics } from './arena.js';
import type { ModuleExport } from './module-export.js';
import { SlotReader } from './slot-reader.js';
import { SlotWriter } from './slot-writer.js';

/** How long a unit waits for room unless it is told otherwise, in ms: as long as SPDL does. */
export const ACQUIRE_TIMEOUT_MS = 60_000;

/** What a pool of segments is made of. */
export interface SegmentPoolOptions {
  /** Of one segment, in bytes: what the large binaries of one item measure together at most, with 64 more for each. */
  readonly segmentBytes: number;
  /** Items that may be in segments at once: those in the buffer, those that the consumer holds, and one being written. */
  readonly count: number;
  /** How long an item waits for a segment, in ms; 0: not at all. @default 60000 */
  readonly acquireTimeoutMs?: number;
}

/**
 * An arena of segments, one for each item. The consumer sees the binaries where the producer has put them, until it
 * releases the item; segments come back in any order, and the producer waits while none is free.
 */
export class SharedMemorySegmentPool implements Arena {
  /** See {@link SegmentPoolOptions}. */
  readonly segmentBytes: number;
  /** See {@link SegmentPoolOptions}. */
  readonly count: number;
  /** See {@link SegmentPoolOptions}. */
  readonly acquireTimeoutMs: number;

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor({ segmentBytes, count, acquireTimeoutMs = ACQUIRE_TIMEOUT_MS }: SegmentPoolOptions) {
    this.segmentBytes = checkNumber(segmentBytes, 1, 'segmentBytes');
    this.count = checkNumber(count, 1, 'count');
    this.acquireTimeoutMs = checkNumber(acquireTimeoutMs, 0, 'acquireTimeoutMs');
  }

  get writer(): ModuleExport {
    const { segmentBytes, count, acquireTimeoutMs } = this;
    const args = { segmentBytes, count, acquireTimeoutMs };
    return { module: 'tensorduct/loader', export: 'openSegmentPoolWriter', args };
  }

  get budgetBytes(): number {
    return this.segmentBytes * this.count;
  }

  openReader(): ArenaReader {
    return new SlotReader(true);
  }

  /** The producer's end, in this process; the memory is that of `context`. */
  openWriter(context: Context): ArenaWriterWithStatistics {
    const { segmentBytes, count, acquireTimeoutMs } = this;
    return new SlotWriter(context, {
      what: `the pool has ${count} segments of ${segmentBytes} bytes`,
      capacity: this.budgetBytes,
      mostBytes: segmentBytes,
      slotBytes: segmentBytes,
      timeoutMs: acquireTimeoutMs,
    });
  }
}

/** The writer of a {@link SharedMemorySegmentPool}, in the producer's process. */
export function openSegmentPoolWriter(options: SegmentPoolOptions, { context }: { context: Context }): ArenaWriter {
  return new SharedMemorySegmentPool(options).openWriter(context);
}

/** @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function checkNumber(value: unknown, least: number, name: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `${name} is ${String(value)}`, {
    advice: `give a whole number, at least ${least}`,
  });
}
