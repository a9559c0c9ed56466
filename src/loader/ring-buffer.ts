import type { Context } from '../context/context.js';
import type { Arena, ArenaReader, ArenaWriter, ArenaWriterWithStatistics } from './arena.js';
import type { ModuleExport } from './module-export.js';
import { ACQUIRE_TIMEOUT_MS, checkNumber } from './segment-pool.js';
import { SlotReader } from './slot-reader.js';
import { SlotWriter } from './slot-writer.js';

/** How much a ring buffer holds. */
export interface RingBufferOptions {
  /** Bytes of large binaries that may be on their way at once: the largest item times the buffer's size and two more. */
  readonly capacity: number;
  /** How long an item waits for room, in ms; 0: not at all. @default 60000 */
  readonly acquireTimeoutMs?: number;
}

/**
 * An arena that is bounded by bytes, whatever the items measure. The consumer gets each binary as a copy of its own, by
 * one copy out of shared memory, so it may keep items as long as it likes; the producer waits while the ring is full.
 *
 * Items go through it in a row, so it is used like a ring; but an item never wraps, since each lies in a slot of its own.
 */
export class SharedMemoryRingBuffer implements Arena {
  /** See {@link RingBufferOptions}. */
  readonly capacity: number;
  /** See {@link RingBufferOptions}. */
  readonly acquireTimeoutMs: number;

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor({ capacity, acquireTimeoutMs = ACQUIRE_TIMEOUT_MS }: RingBufferOptions) {
    this.capacity = checkNumber(capacity, 1, 'capacity');
    this.acquireTimeoutMs = checkNumber(acquireTimeoutMs, 0, 'acquireTimeoutMs');
  }

  get writer(): ModuleExport {
    const { capacity, acquireTimeoutMs } = this;
    return { module: 'tensorduct/loader', export: 'openRingBufferWriter', args: { capacity, acquireTimeoutMs } };
  }

  get budgetBytes(): number {
    return this.capacity;
  }

  openReader(): ArenaReader {
    return new SlotReader(false);
  }

  /** The producer's end, in this process; the memory is that of `context`. */
  openWriter(context: Context): ArenaWriterWithStatistics {
    const { capacity, acquireTimeoutMs } = this;
    const what = `the ring has ${capacity} bytes`;
    return new SlotWriter(context, { what, capacity, mostBytes: capacity, timeoutMs: acquireTimeoutMs });
  }
}

/** The writer of a {@link SharedMemoryRingBuffer}, in the producer's process. */
export function openRingBufferWriter(options: RingBufferOptions, { context }: { context: Context }): ArenaWriter {
  return new SharedMemoryRingBuffer(options).openWriter(context);
}
