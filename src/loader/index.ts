/**
 * Loading data with other processes: modules that are iterated in a process of their own, and arenas in shared memory that
 * carry their large arrays.
 *
 * @packageDocumentation
 */

export type {
  Arena,
  ArenaReader,
  ArenaUnit,
  ArenaWriter,
  ArenaWriterStatistics,
  ArenaWriterWithStatistics,
  BinaryPlace,
  ReceivedBytes,
} from './arena.js';
export type { Lease } from './lease.js';
export type { ModuleExport } from './module-export.js';
export { openPipeline, runPipelineInSubprocess } from './pipeline.js';
export type { BatchStage, MapStage, PipelinePlan, PrefetchStage } from './pipeline.js';
export { openRingBufferWriter, SharedMemoryRingBuffer } from './ring-buffer.js';
export type { RingBufferOptions } from './ring-buffer.js';
export { openSegmentPoolWriter, SharedMemorySegmentPool } from './segment-pool.js';
export type { SegmentPoolOptions } from './segment-pool.js';
export type { WorkerInfo } from './setup.js';
export { iterateInSubprocess, SubprocessIterable } from './subprocess.js';
export type { SubprocessOptions } from './subprocess.js';
