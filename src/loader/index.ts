/**
 * Loading data with other processes: data sets in batches that workers prepare, modules that are iterated in a process of
 * their own, and arenas in shared memory that carry their large arrays.
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
export { cacheBatches } from './data-loader/cache-batches.js';
export type { CacheOptions } from './data-loader/cache-batches.js';
export { DataLoader } from './data-loader/data-loader.js';
export type { Dataset } from './data-loader/dataset.js';
export type { FailureLimits, LoaderFailure } from './data-loader/failure-budget.js';
export type { LoaderState } from './data-loader/loader-state.js';
export type {
  LoaderStatistics,
  QueueStatistics,
  StageStatistics,
  WorkerStatistics,
} from './data-loader/loader-statistics.js';
export type { DataLoaderOptions, DataSource, LoaderStage, OpenIterable, RemoteWorkers } from './data-loader/options.js';
export { formatProgress, showProgress } from './data-loader/progress.js';
export type { ProgressOptions, ProgressStream } from './data-loader/progress.js';
export { DataLoaderService, serveDataLoader } from './data-loader/serve-data-loader.js';
export type { ServedData, ServeOptions } from './data-loader/serve-data-loader.js';
export { weightedSampler } from './data-loader/sampler.js';
export type { Sampler, SamplerInfo, UnevenShards } from './data-loader/sampler.js';
export type { CollateInfo, ItemInfo, LoaderInfo } from './data-loader/task.js';
export type { Lease } from './lease.js';
export type { ModuleExport } from './module-export.js';
export { openPipeline, runPipelineInSubprocess } from './pipeline.js';
export type { BatchStage, MapStage, PipelinePlan, PrefetchStage, ThroughStage } from './pipeline.js';
export { openRingBufferWriter, SharedMemoryRingBuffer } from './ring-buffer.js';
export type { RingBufferOptions } from './ring-buffer.js';
export { openSegmentPoolWriter, SharedMemorySegmentPool } from './segment-pool.js';
export type { SegmentPoolOptions } from './segment-pool.js';
export type { WorkerInfo } from './setup.js';
export { iterateInSubprocess, SubprocessIterable } from './subprocess.js';
export type { SubprocessOptions } from './subprocess.js';
