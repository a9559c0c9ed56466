import type { Context } from '../../context/context.js';
import { TensorductError } from '../../errors.js';
import { checkOptions, type OperationOptions } from '../../operations.js';
import { checkExport, type ModuleExport, type NamedExport } from '../module-export.js';
import { ACQUIRE_TIMEOUT_MS, checkNumber } from '../segment-pool.js';
import type { Dataset } from './dataset.js';
import type { FailureLimits, LoaderFailure } from './failure-budget.js';
import type { Sampler, Shard, UnevenShards } from './sampler.js';
import type { StagePlan } from './task.js';

/** The seeds that there are: whole numbers from 0 below this. */
export const SEEDS = 2 ** 31;

/** Workers of `serveDataLoader`, which have a source and stages of their own. */
export interface RemoteWorkers {
  /** Where they listen, one for each worker: `tcp://10.0.0.7:4000`. */
  readonly workers: readonly string[];
  /** What they must be told to be reached. */
  readonly secret?: string | Uint8Array;
}

/** What an iterable of this process is opened with, for each epoch. */
export type OpenIterable = (info: {
  readonly epoch: number;
  readonly seed: number;
}) => Iterable<unknown> | AsyncIterable<unknown> | Promise<Iterable<unknown> | AsyncIterable<unknown>>;

/**
 * Where elements come from: an export that runs in each worker and gives a {@link Dataset}, an array or an iterable; one of
 * these in this process, whose elements are sent to the workers; or workers elsewhere, which have their own.
 */
export type DataSource =
  | string
  | URL
  | ModuleExport
  | readonly unknown[]
  | Dataset
  | Iterable<unknown>
  | AsyncIterable<unknown>
  | OpenIterable
  | RemoteWorkers;

/** Applies an export to each item, called as `(item, args, info)`. What gives undefined is left out of its batch. */
export interface LoaderStage extends FailureLimits {
  /** The function. */
  readonly map: string | URL | ModuleExport;
  /** Calls at a time in each worker, where the export is asynchronous. @default 1 */
  readonly concurrency?: number;
  /** For errors and statistics. @default the name of the export */
  readonly name?: string;
}

/** How a {@link DataLoader} works. `timeoutMs` bounds each wait for a worker; there is no default. */
export interface DataLoaderOptions extends OperationOptions, FailureLimits {
  /** Elements in a batch. @default none: items come one by one, as they are */
  readonly batchSize?: number;
  /** Whether a last batch with fewer elements is left out. @default false */
  readonly dropLast?: boolean;
  /** Makes a batch: called as `(items, args, info)`. @default arrays of equal shape are stacked, field by field */
  readonly collate?: string | URL | ModuleExport;
  /** What is done with each element, in the workers. @default nothing */
  readonly stages?: readonly LoaderStage[];
  /** Calls of `get` at a time in each worker. @default 1 */
  readonly concurrency?: number;
  /** Whether elements come in another order in each epoch. @default false */
  readonly shuffle?: boolean;
  /** Elements of an iterable among which the next one is drawn, where it is shuffled. @default 1000 */
  readonly shuffleBuffer?: number;
  /** A sampler in place of `shuffle`, for map-style sources. */
  readonly sampler?: Sampler;
  /** Of shuffling and of `info.seed`, from 0 to 2^31 - 1. @default drawn by `Math.random` */
  readonly seed?: number;
  /** Worker processes or threads; 0: this process does it all. @default 0 */
  readonly numWorkers?: number;
  /** Whether workers are processes, or threads of this one. @default 'process' */
  readonly isolation?: 'process' | 'thread';
  /** Whether workers stay between epochs. @default true */
  readonly persistentWorkers?: boolean;
  /** Called in each worker before the source, as `(args, info)`. @default none */
  readonly workerInit?: string | URL | ModuleExport | readonly (string | URL | ModuleExport)[];
  /** Batches that each worker prepares ahead. @default 2 */
  readonly prefetch?: number;
  /** Batches that the consumer may hold beside those, before the workers wait for it. @default 8 */
  readonly maxHeld?: number;
  /** Whether batches come in the order of the epoch, or as they are done. @default true */
  readonly inOrder?: boolean;
  /** Which share of each epoch is this loader's, from 0. @default 0 */
  readonly rank?: number;
  /** Loaders that share each epoch. @default 1 */
  readonly worldSize?: number;
  /** What becomes of elements that do not go round. @default 'drop' */
  readonly uneven?: UnevenShards;
  /** Workers that may be lost and replaced in an epoch. @default 3 */
  readonly maxRestarts?: number;
  /** Called for each item that is left out because a stage has failed. */
  readonly onFailure?: (failure: LoaderFailure) => void;
  /** How long workers wait for memory, and for a consumer that holds too many batches, in ms. @default 60000 */
  readonly acquireTimeoutMs?: number;
  /**
   * What the pipes of the workers belong to: elements born in its shared memory reach workers of this host without a copy.
   * @default a new one, which is closed with the loader
   */
  readonly context?: Context;
  /** An export that gives the `Codec` of both ends; called in each process. @default a codec without types */
  readonly codec?: string | URL | ModuleExport;
  /** The environment of worker processes. @default that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** For node itself, where workers are processes. @default those of this process */
  readonly execArgv?: readonly string[];
  /** How long a worker may take to start and to connect, in ms. @default `limits.connectTimeoutMs` */
  readonly startTimeoutMs?: number;
}

/** The options, complete. */
export interface LoaderPlan {
  readonly batchSize: number;
  readonly batched: boolean;
  readonly dropLast: boolean;
  readonly collate: NamedExport | null;
  readonly stages: readonly (StagePlan & { readonly limits: FailureLimits | null })[];
  readonly concurrency: number;
  readonly shuffle: boolean;
  readonly shuffleBuffer: number;
  readonly sampler: Sampler | null;
  readonly numWorkers: number;
  readonly persistentWorkers: boolean;
  readonly initializers: readonly NamedExport[];
  readonly prefetch: number;
  readonly maxHeld: number;
  readonly inOrder: boolean;
  readonly shard: Shard;
  readonly limits: FailureLimits;
  readonly maxRestarts: number;
  readonly acquireTimeoutMs: number;
  readonly codec: NamedExport | null;
}

/** Checks options and fills in what was left out. @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function checkLoaderOptions(options: DataLoaderOptions): LoaderPlan {
  checkOptions(options);
  const { shuffle = false, sampler = null, stages = [], workerInit = [], collate, codec } = options;
  const { maxFailures, maxFailureRate, uneven = 'drop' } = options;
  const worldSize = checkNumber(options.worldSize ?? 1, 1, 'worldSize');
  const rank = checkNumber(options.rank ?? 0, 0, 'rank');
  if (rank >= worldSize) throw invalid(`rank is ${rank} of ${worldSize}`, 'give a number below worldSize');
  if (!['drop', 'pad', 'allow'].includes(uneven)) throw invalid(`uneven is ${uneven}`, 'give drop, pad or allow');
  if (shuffle && sampler !== null)
    throw invalid('both shuffle and a sampler are given', 'leave the order to one of them');
  const given = Array.isArray(workerInit) ? workerInit : [workerInit];
  return {
    batchSize: checkNumber(options.batchSize ?? 1, 1, 'batchSize'),
    batched: options.batchSize !== undefined,
    dropLast: options.dropLast ?? false,
    collate: collate === undefined ? null : checkExport(collate, 'collate'),
    stages: stages.map(checkStage),
    concurrency: checkNumber(options.concurrency ?? 1, 1, 'concurrency'),
    shuffle,
    shuffleBuffer: shuffle ? checkNumber(options.shuffleBuffer ?? 1000, 1, 'shuffleBuffer') : 0,
    sampler,
    numWorkers: checkNumber(options.numWorkers ?? 0, 0, 'numWorkers'),
    persistentWorkers: options.persistentWorkers ?? true,
    initializers: given.map((one: string | URL | ModuleExport, i) => checkExport(one, `workerInit[${i}]`)),
    prefetch: checkNumber(options.prefetch ?? 2, 1, 'prefetch'),
    maxHeld: checkNumber(options.maxHeld ?? 8, 1, 'maxHeld'),
    inOrder: options.inOrder ?? true,
    shard: { rank, worldSize, uneven },
    limits: checkLimits({ maxFailures, maxFailureRate }, 'options'),
    maxRestarts: checkNumber(options.maxRestarts ?? 3, 0, 'maxRestarts'),
    acquireTimeoutMs: checkNumber(options.acquireTimeoutMs ?? ACQUIRE_TIMEOUT_MS, 0, 'acquireTimeoutMs'),
    codec: codec === undefined ? null : checkExport(codec, 'codec'),
  };
}

function checkStage(stage: LoaderStage, index: number): StagePlan & { readonly limits: FailureLimits | null } {
  const what = `stages[${index}]`;
  const { map, concurrency = 1, maxFailures, maxFailureRate } = stage;
  const call = checkExport(map, `${what}.map`);
  const hasOwn = maxFailures !== undefined || maxFailureRate !== undefined;
  return {
    name: stage.name ?? call.export,
    call,
    concurrency: checkNumber(concurrency, 1, `${what}.concurrency`),
    limits: hasOwn ? checkLimits({ maxFailures, maxFailureRate }, what) : null,
  };
}

function checkLimits(limits: FailureLimits, what: string): FailureLimits {
  const { maxFailures, maxFailureRate } = limits;
  if (maxFailures !== undefined && maxFailures !== Infinity) checkNumber(maxFailures, 0, `${what}.maxFailures`);
  if (maxFailureRate === undefined || (maxFailureRate > 0 && maxFailureRate <= 1)) return limits;
  throw invalid(`${what}.maxFailureRate is ${maxFailureRate}`, 'give a number over 0 and at most 1');
}

function invalid(what: string, advice: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', what, { advice });
}
