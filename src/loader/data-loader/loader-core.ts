import { Codec } from '../../codec/codec.js';
import { Context } from '../../context/context.js';
import { TensorductError } from '../../errors.js';
import { loadFunction } from '../module-export.js';
import { planIndices, planWalk, type EpochPlan } from './epoch-plan.js';
import { EpochProgress } from './epoch-progress.js';
import { EpochRun } from './epoch-run.js';
import { FailureBudget } from './failure-budget.js';
import { HeldBatches } from './held-batches.js';
import { checkSource, type LoaderState } from './loader-state.js';
import type { KnownSource } from './local-source.js';
import type { DataLoaderOptions, LoaderPlan } from './options.js';
import { seedsOf, Xoshiro128 } from './random.js';
import { orderOf, shardLength } from './sampler.js';
import type { ItemInfo, TaskProgram, TaskSetup } from './task.js';
import { shuffled, Walk } from './walk.js';
import { linkToChild, linkToRemote, linkToSelf, type WorkerLink } from './worker-link.js';
import { WorkerPool } from './worker-pool.js';

/** What a loader holds: its workers and what they belong to. Knows nothing of the loader, so that that can be forgotten. */
export class LoaderCore {
  private readonly context: Context;
  private readonly controller = new AbortController();
  private pool: WorkerPool | null = null;
  private readonly held = new HeldBatches();
  private run: EpochRun | null = null;
  private runs = 0;
  private over: TensorductError | null = null;
  private closing: Promise<void> | null = null;
  private readonly onAbort = (): void => {
    const { signal } = this.options;
    void this.close(new TensorductError('ERR_ABORTED', 'the loader was aborted', { cause: signal?.reason }));
  };

  constructor(
    private readonly source: KnownSource,
    private readonly plan: LoaderPlan,
    private readonly options: DataLoaderOptions,
    private readonly seed: number,
  ) {
    if (source.kind === 'remote' && (plan.stages.length > 0 || plan.collate !== null || plan.initializers.length > 0)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'remote workers have stages of their own', {
        advice: 'give stages, collate and workerInit to serveDataLoader',
      });
    }
    this.context = options.context ?? new Context({ name: `loader ${process.pid}` });
    options.signal?.addEventListener('abort', this.onAbort, { once: true });
    if (options.signal?.aborted === true) this.onAbort();
  }

  /** Elements of the source as far as that is known without asking a worker; null where it is not. */
  get knownLength(): number | null {
    const { source } = this;
    return source.kind === 'dataset' ? source.dataset.length : (this.pool?.ready?.length ?? null);
  }

  /** @throws TensorductError `ERR_ABORTED` once it was closed */
  assertOpen(): void {
    if (this.over !== null) throw this.over;
  }

  /** Tasks of an epoch from a position on; null where that is not known beforehand. */
  async length(epoch: number, seed: number, position: number): Promise<number | null> {
    this.assertOpen();
    if (this.source.kind !== 'dataset') await (await this.workers()).start();
    const { knownLength: length, plan } = this;
    if (length === null) return null;
    const order = orderOf({ epoch, seed, length }, plan.sampler, false);
    const own = shardLength(Math.max(0, order.length - position), plan.shard);
    return plan.dropLast ? Math.floor(own / plan.batchSize) : Math.ceil(own / plan.batchSize);
  }

  /** Begins an epoch, or goes on in one. @throws TensorductError (rejection) as the iteration of the loader */
  async begin(
    epoch: number,
    seed: number,
    state: LoaderState | null,
  ): Promise<{ run: EpochRun; progress: EpochProgress }> {
    const { plan, options } = this;
    const pool = await this.workers();
    await pool.start();
    this.assertOpen();
    if (state !== null) checkSource(state, this.knownLength);
    const position = state?.position ?? 0;
    const progress = new EpochProgress(position, plan.shard.worldSize, state?.ahead ?? [], plan.batchSize);
    const names = pool.ready?.stages ?? [];
    const limited = names.map((name, i) => ({ name, limits: plan.stages[i - 1]?.limits ?? null }));
    const run = new EpochRun(++this.runs, {
      pool,
      plan: this.planEpoch(epoch, seed, position),
      progress,
      held: this.held,
      budget: new FailureBudget(limited, plan.limits),
      epoch,
      skip: position,
      seed,
      inOrder: plan.inOrder,
      prefetch: plan.prefetch,
      capacity: this.count * plan.prefetch + plan.maxHeld,
      maxRestarts: plan.maxRestarts,
      timeoutMs: options.timeoutMs,
      heldTimeoutMs: plan.acquireTimeoutMs,
      onFailure: options.onFailure,
    });
    this.run = run;
    return { run, progress };
  }

  /** Ends the workers until the next epoch. Never rejects. */
  async pause(): Promise<void> {
    await this.pool?.empty();
  }

  /** Ends everything. Never rejects. Idempotent. */
  close(
    error = new TensorductError('ERR_ABORTED', 'the loader was closed', { operation: 'next' }),
    timeoutMs?: number,
  ): Promise<void> {
    this.closing ??= this.end(error, timeoutMs);
    return this.closing;
  }

  private async end(error: TensorductError, timeoutMs?: number): Promise<void> {
    this.over = error;
    this.options.signal?.removeEventListener('abort', this.onAbort);
    this.run?.fail(error);
    this.run?.end();
    this.controller.abort(error);
    await this.pool?.close(timeoutMs);
    if (this.options.context === undefined) await this.context.close();
  }

  /** Workers, counting this process as one where there are none. */
  private get count(): number {
    const { source, plan } = this;
    return source.kind === 'remote' ? source.remote.workers.length : Math.max(1, plan.numWorkers);
  }

  private async workers(): Promise<WorkerPool> {
    const { plan, options } = this;
    const codec = plan.codec === null ? new Codec() : await loadFunction(plan.codec).then((create) => create());
    if (!(codec instanceof Codec)) throw new TensorductError('ERR_INVALID_ARGUMENT', 'options.codec gives no Codec');
    this.assertOpen();
    const { signal } = this.controller;
    this.pool ??= new WorkerPool({
      count: this.count,
      codec,
      link: (id) => this.link(id, codec),
      setup: (id) => this.setup(id),
      options: { signal, timeoutMs: options.timeoutMs },
    });
    return this.pool;
  }

  private async link(id: number, codec: Codec): Promise<WorkerLink> {
    const { source, plan, options, context } = this;
    const { signal } = this.controller;
    if (source.kind === 'remote') {
      const { workers, secret } = source.remote;
      return linkToRemote(context, workers[id], {
        signal,
        timeoutMs: options.startTimeoutMs,
        ...(secret && { secret }),
      });
    }
    if (plan.numWorkers === 0) return linkToSelf(codec);
    const { isolation, env, execArgv, startTimeoutMs } = options;
    return linkToChild(context, plan.codec, this.seedFor(id), { isolation, env, execArgv, startTimeoutMs, signal });
  }

  private setup(id: number): TaskSetup {
    const { source, plan, count: numWorkers } = this;
    const { batched, dropLast, shuffleBuffer, acquireTimeoutMs, shard } = plan;
    const program: TaskProgram = {
      source: source.kind === 'export' ? source.named : null,
      sourceConcurrency: plan.concurrency,
      stages: plan.stages.map(({ name, call, concurrency }) => ({ name, call, concurrency })),
      collate: plan.collate,
      initializers: plan.initializers,
    };
    return {
      ...shard,
      program: source.kind === 'remote' ? null : program,
      batched,
      dropLast,
      shuffleBuffer,
      seed: this.seedFor(id),
      workerId: id,
      numWorkers,
      acquireTimeoutMs,
    };
  }

  /** Of a worker: a new one in its place has the same. */
  private seedFor(id: number): number {
    return seedsOf(this.seed, 0)(id);
  }

  private planEpoch(epoch: number, seed: number, position: number): EpochPlan {
    const { source, plan } = this;
    const { sampler, shuffle, shuffleBuffer, shard } = plan;
    const cut = { ...shard, size: plan.batchSize, dropLast: plan.dropLast, position };
    const length = this.knownLength;
    if (length !== null) {
      const order = orderOf({ epoch, seed, length }, sampler, shuffle);
      const local = source.kind === 'dataset' ? source.dataset : null;
      return planIndices(order, cut, local && { dataset: local, info: (index) => this.itemInfo(index, epoch, seed) });
    }
    if (sampler !== null || shard.uneven === 'pad') {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'the length of an iterable is not known beforehand', {
        advice: "leave out the sampler, and uneven: 'pad', or give a source with length and get",
      });
    }
    if (source.kind !== 'iterable') return planWalk(cut, null);
    const open = async () => {
      const opened = await source.open({ epoch, seed });
      return shuffleBuffer === 0 ? opened : shuffled(opened, shuffleBuffer, Xoshiro128.of(seed, epoch));
    };
    return planWalk(cut, new Walk({ ...shard, skip: position, open }));
  }

  private itemInfo(index: number, epoch: number, seed: number): ItemInfo {
    const { context, controller, plan, count: numWorkers } = this;
    const { rank, worldSize } = plan.shard;
    const { signal } = controller;
    return {
      context,
      signal,
      workerId: 0,
      numWorkers,
      rank,
      worldSize,
      epoch,
      index,
      seed: seedsOf(seed, epoch)(index),
    };
  }
}
