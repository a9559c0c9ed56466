/**
 * Loading data with other processes: arenas in shared memory, and modules that are iterated in a process of their own.
 *
 * @packageDocumentation
 */

export type {
  Arena,
  ArenaReader,
  ArenaUnit,
  ArenaWriter,
  ArenaWriterStatistics,
  BinaryPlace,
  ReceivedBytes,
} from './arena.js';
export type { ModuleExport } from './module-export.js';
export { openRingBufferWriter, SharedMemoryRingBuffer } from './ring-buffer.js';
export type { RingBufferOptions } from './ring-buffer.js';
export { openSegmentPoolWriter, SharedMemorySegmentPool } from './segment-pool.js';
export type { SegmentPoolOptions } from './segment-pool.js';
