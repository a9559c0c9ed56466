import { TensorductError } from '../../errors.js';
import type { Lease } from '../lease.js';
import { checkNumber } from '../segment-pool.js';
import type { EpochProgress } from './epoch-progress.js';
import type { EpochRun } from './epoch-run.js';
import { LoaderCore } from './loader-core.js';
import { checkSource, checkState, type LoaderState } from './loader-state.js';
import type { LoaderStatistics } from './loader-statistics.js';
import { knowSource } from './local-source.js';
import { checkLoaderOptions, SEEDS, type DataLoaderOptions, type DataSource, type LoaderPlan } from './options.js';

/** Ends the workers of loaders that nobody has any more. */
const dropped = new FinalizationRegistry<() => void>((close) => close());

/**
 * Loads a data set in batches that worker processes prepare. Each iteration is one epoch: every element of this rank's share
 * exactly once, also when a worker dies, in an order that only seed and epoch decide, however many workers there are.
 *
 * The words are those of PyTorch's class of this name. Workers start with the first epoch. A process is held only while it
 * waits for a batch, so a loader that is forgotten keeps none alive.
 * @typeParam T what a batch is: arrays of its items arrive as one `ReceivedTensor` for each field
 */
export class DataLoader<T = unknown> implements AsyncIterable<T>, AsyncDisposable {
  private readonly plan: LoaderPlan;
  private readonly core: LoaderCore;
  private seed: number;
  private nextEpoch = 0;
  private restored: LoaderState | null = null;
  private current: { readonly run: EpochRun; readonly epoch: number; readonly progress: EpochProgress } | null = null;
  /** Whether the current epoch goes on. */
  private isRunning = false;
  /** Whether the current epoch was not iterated to its end. */
  private isMidway = false;

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor(source: DataSource, options: DataLoaderOptions = {}) {
    const known = knowSource(source);
    this.plan = checkLoaderOptions(options);
    this.seed = checkNumber(options.seed ?? Math.floor(Math.random() * SEEDS), 0, 'seed') % SEEDS;
    this.core = new LoaderCore(known, this.plan, options, this.seed);
    const { core } = this;
    dropped.register(this, () => void core.close());
  }

  /** Of the epoch that runs, or is the next one, from 0. */
  get epoch(): number {
    return this.isRunning && this.current !== null ? this.current.epoch : this.nextEpoch;
  }

  /**
   * The batches of one epoch. Arrays in one are valid until the next one is asked for; {@link leases} keeps them longer.
   * @throws TensorductError (rejection) `ERR_PEER_FAILED` with the error of the stage or source as its cause; `ERR_PEER_LOST`
   *   where more workers died than `maxRestarts`; `ERR_TIMEOUT`, `ERR_ABORTED`; as `context.spawn`
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for await (const lease of this.leases()) {
      try {
        yield lease.value;
      } finally {
        lease.release();
      }
    }
  }

  /** The batches of one epoch, each until its own release. Workers wait while too many are held: see `maxHeld`. */
  async *leases(): AsyncGenerator<Lease<T>, void, void> {
    const { core } = this;
    core.assertOpen();
    this.current?.run.fail(new TensorductError('ERR_ABORTED', 'another iteration has begun', { operation: 'next' }));
    this.current?.run.end();
    this.current = null;
    const state = this.restored;
    this.restored = null;
    if (state !== null) this.seed = state.seed;
    const epoch = state?.epoch ?? this.nextEpoch;
    this.nextEpoch = epoch + 1;
    const begun = await core.begin(epoch, this.seed, state);
    this.current = { ...begun, epoch };
    this.isRunning = true;
    this.isMidway = true;
    const { run } = begun;
    try {
      for (let lease = await run.next<T>(); lease !== null; lease = await run.next<T>()) yield lease;
      if (this.current?.run === run) this.isMidway = false;
    } finally {
      run.end();
      if (this.current?.run === run) this.isRunning = false;
      if (!this.plan.persistentWorkers) await core.pause();
    }
  }

  /**
   * Batches of an epoch: of the next one, where that is restored of what is left. Null for an iterable. Starts the workers
   * where the source is theirs.
   * @throws TensorductError (rejection) as the iteration
   */
  async length(): Promise<number | null> {
    return this.core.length(this.nextEpoch, this.restored?.seed ?? this.seed, this.restored?.position ?? 0);
  }

  /**
   * Where the loader is, as JSON: behind the last batch that an iteration gave. Kept beside a checkpoint of the consumer,
   * it lets {@link restore} go on exactly there, with any number of workers.
   */
  state(): LoaderState {
    const { seed, restored, current } = this;
    if (restored !== null) return restored;
    const { batchSize, shard } = this.plan;
    const length = this.core.knownLength;
    const always = { version: 1, seed, batchSize, worldSize: shard.worldSize, length } as const;
    if (!this.isMidway || current === null) return { ...always, epoch: this.nextEpoch, position: 0, ahead: [] };
    const { epoch, progress } = current;
    return { ...always, epoch, position: progress.position, ahead: progress.beyond };
  }

  /**
   * The next iteration goes on where the state was taken. Source, stages, order and shares have to be those of then; of
   * batches in order size and ranks may have changed.
   * @param state what `state()` has given, also by way of JSON
   * @throws TensorductError `ERR_INVALID_ARGUMENT`, `ERR_VERSION_MISMATCH`
   */
  restore(state: LoaderState): void {
    const { batchSize, shard } = this.plan;
    const checked = checkState(state, batchSize, shard.worldSize);
    checkSource(checked, this.core.knownLength);
    this.restored = checked;
    this.nextEpoch = checked.epoch;
    this.isMidway = false;
  }

  /** The next iteration is this epoch, from its beginning. @throws TensorductError `ERR_INVALID_ARGUMENT` */
  setEpoch(epoch: number): void {
    this.nextEpoch = checkNumber(epoch, 0, 'epoch');
    this.restored = null;
    this.isMidway = false;
  }

  /** What was done in the epoch that runs, or was the last one; null before the first. */
  statistics(): LoaderStatistics | null {
    return this.current?.run.statistics() ?? null;
  }

  /**
   * Ends the workers: in order, then by SIGTERM, then by SIGKILL. An iteration that waits fails with `ERR_ABORTED`. Never
   * rejects. Idempotent.
   * @param options.timeoutMs for each of these steps. Defaults to `limits.drainTimeoutMs`
   */
  async close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    await this.core.close(undefined, options.timeoutMs);
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
