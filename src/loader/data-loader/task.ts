import type { NamedExport } from '../module-export.js';
import type { WorkerInfo } from '../setup.js';
import type { ErrorImage } from '../worker-error.js';
import type { Shard } from './sampler.js';

/** What is prepared for one delivery: a batch, or one item where nothing is batched. */
export interface Task {
  /** From 0, in the order of the epoch; after a resume from 0 again. */
  readonly number: number;
  /** How many elements of this rank's share come before it, since the epoch was begun or resumed. */
  readonly start: number;
  /** Elements, at most. */
  readonly count: number;
  /** Of the elements in their source; null where whoever walks through the source finds out. */
  readonly indices: readonly number[] | null;
  /** The elements themselves, where they come from another process than the worker's. */
  readonly items: readonly unknown[] | null;
}

/** A task as it travels. */
export interface TaskOrder extends Task {
  readonly epoch: number;
  /** The loader's, by which elements have theirs. */
  readonly seed: number;
  /** Elements at the beginning of an iterable's epoch that were visited before it was resumed. */
  readonly skip: number;
}

/** What a worker tells of a task beside the batch. It is about this task alone, so reports can be added up. */
export interface TaskReport {
  /** Elements that the source had for it. */
  readonly elements: number;
  /** Items in the batch. */
  readonly items: number;
  /** The first is the source, the last but one the last stage, the last what makes the batch. */
  readonly stages: readonly StageReport[];
  readonly failures: readonly ItemFailure[];
}

/** What one stage has done for one task. */
export interface StageReport {
  readonly calls: number;
  /** While a call ran, in ms; calls at a time add up. */
  readonly busyMs: number;
  /** While an item waited for its turn, in ms. */
  readonly waitMs: number;
}

/** An item that is left out because a stage has failed for it. */
export interface ItemFailure {
  readonly stage: number;
  /** Of the element. */
  readonly index: number;
  readonly error: ErrorImage;
}

/** What is sent for a task: a batch where there is one, or why there is none. */
export interface TaskResult {
  /** Of the task. */
  readonly number: number;
  readonly report: TaskReport;
  /** The batch, or the item. */
  readonly value?: unknown;
  /** The task has failed as a whole. */
  readonly failure?: ErrorImage;
}

/** A stage as it travels. */
export interface StagePlan {
  readonly name: string;
  readonly call: NamedExport;
  readonly concurrency: number;
}

/** What a worker runs. Where a worker is remote it has one of its own. */
export interface TaskProgram {
  /** Null where elements come with their tasks. */
  readonly source: NamedExport | null;
  readonly sourceConcurrency: number;
  readonly stages: readonly StagePlan[];
  /** Null: arrays are stacked. */
  readonly collate: NamedExport | null;
  readonly initializers: readonly NamedExport[];
}

/** What a loader tells each of its workers first. */
export interface TaskSetup extends Shard {
  /** For a remote worker null. */
  readonly program: TaskProgram | null;
  /** Whether a task becomes one batch; if not, it is one item. */
  readonly batched: boolean;
  readonly dropLast: boolean;
  /** Of the buffer that an iterable is shuffled in; 0 where it is not. */
  readonly shuffleBuffer: number;
  readonly seed: number;
  readonly workerId: number;
  readonly numWorkers: number;
  /** How long a batch waits for memory, in ms. */
  readonly acquireTimeoutMs: number;
}

/** What a worker answers. */
export interface TaskReady {
  /** Of a map-style source; null for an iterable. */
  readonly length: number | null;
  /** Names, for errors and statistics: that of the source first, of what makes batches last. */
  readonly stages: readonly string[];
}

/** What exports that run in a worker of a loader are given beside their arguments. */
export interface LoaderInfo extends WorkerInfo {
  /** Of the worker, from 0; a worker that takes the place of a dead one takes its number. */
  readonly workerId: number;
  /** Workers of this loader. */
  readonly numWorkers: number;
  /** Of the loader, from 0. */
  readonly rank: number;
  /** Ranks that share an epoch. */
  readonly worldSize: number;
  /** From 0. */
  readonly epoch: number;
}

/** What `get` and stages are given beside the item. */
export interface ItemInfo extends LoaderInfo {
  /** Of the element in its source. */
  readonly index: number;
  /** For random generators, by the loader's seed, epoch and index: the same in whichever worker the item is prepared. */
  readonly seed: number;
}

/** What `collate` is given beside the items. */
export interface CollateInfo extends LoaderInfo {
  /** What is done without a `collate`: stacks arrays of equal shape, and copies each once. */
  readonly stack: (items: readonly unknown[]) => Promise<unknown>;
}
