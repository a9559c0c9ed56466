import { TensorductError } from '../../errors.js';
import type { Lease } from '../lease.js';
import { rebuild } from '../worker-error.js';
import type { EpochPlan } from './epoch-plan.js';
import type { EpochProgress } from './epoch-progress.js';
import type { FailureBudget, LoaderFailure } from './failure-budget.js';
import type { HeldBatches } from './held-batches.js';
import { bottleneckOf, perSecond, StageTotals, type LoaderStatistics } from './loader-statistics.js';
import type { TaskWorker } from './task-worker.js';
import type { Task, TaskResult } from './task.js';
import { Vigil } from './vigil.js';
import type { PoolUser, WorkerPool } from './worker-pool.js';

/** What an epoch is made of. */
export interface RunParts {
  readonly pool: WorkerPool;
  readonly plan: EpochPlan;
  readonly progress: EpochProgress;
  readonly budget: FailureBudget;
  /** Of this epoch and of those before it. */
  readonly held: HeldBatches;
  readonly epoch: number;
  /** Of a resumed iterable: see `TaskOrder`. */
  readonly skip: number;
  readonly seed: number;
  /** Whether batches come in the order of the epoch, or as they are done. */
  readonly inOrder: boolean;
  /** Tasks that a worker has at a time. */
  readonly prefetch: number;
  /** Batches that are begun and not released, at most. */
  readonly capacity: number;
  readonly maxRestarts: number;
  /** How long a batch may be awaited, in ms. */
  readonly timeoutMs: number | undefined;
  /** How long the consumer may hold so much that nothing is begun, in ms. */
  readonly heldTimeoutMs: number;
  readonly onFailure: ((failure: LoaderFailure) => void) | undefined;
}

/** Who prepares a task. */
interface Assigned {
  readonly task: Task;
  readonly worker: TaskWorker;
}

interface Arrived extends Assigned {
  readonly lease: Lease<TaskResult>;
}

/**
 * One epoch, in the consumer: deals tasks out to workers, and delivers what they make of them, each exactly once. What a worker
 * had when it was lost is dealt out again.
 */
export class EpochRun implements PoolUser {
  /** Tasks that were taken out of the plan, or came back from a lost worker: the first in order first. */
  private readonly waiting: Task[] = [];
  private readonly working = new Map<number, Assigned>();
  private readonly arrived = new Map<number, Arrived>();
  /** Delivered before the epoch was resumed. */
  private readonly skipped = new Set<number>();
  private readonly totals: StageTotals;
  private readonly vigil: Vigil;
  /** The next one to be delivered, where that is in order. */
  private cursor = 0;
  private isPlanOver = false;
  private isFetching = false;
  private isOver = false;
  private failure: TensorductError | null = null;
  private restarts = 0;
  private batches = 0;
  private items = 0;
  private readonly begun = performance.now();
  private ended: number | null = null;

  constructor(
    readonly run: number,
    private readonly parts: RunParts,
  ) {
    this.totals = new StageTotals(parts.pool.ready?.stages ?? []);
    this.vigil = new Vigil(parts, {
      isStalled: () => this.working.size === 0 && !this.isFetching && this.occupied >= parts.capacity,
      holders: () => `${parts.held.toString()}, of at most ${parts.capacity}`,
      fail: (error) => this.fail(error),
    });
    parts.pool.use(this);
    parts.held.onRelease = () => this.goOn();
    this.fill();
  }

  /** The next batch; null at the end. One call at a time. @throws TensorductError (rejection); then the epoch is over */
  async next<T>(): Promise<Lease<T> | null> {
    for (;;) {
      const arrived = this.take();
      if (arrived !== undefined) {
        const lease = this.deliver<T>(arrived);
        if (lease !== null) return lease;
      } else if (this.failure !== null) {
        throw this.failure;
      } else if (this.isPlanOver && this.waiting.length === 0 && this.working.size === 0) {
        return null;
      } else {
        this.fill();
        await this.vigil.wait();
      }
    }
  }

  /** Nothing more is wanted. What the consumer holds stays valid. */
  end(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.ended = performance.now();
    const { pool, plan } = this.parts;
    pool.use(null);
    for (const worker of pool.workers) if (worker.outstanding > 0) worker.cancel(this.run);
    for (const { lease } of this.arrived.values()) lease.release();
    this.arrived.clear();
    void plan.end();
    this.vigil.wake();
  }

  /** Ends it with an error, which comes behind what has arrived. */
  fail(error: TensorductError): void {
    this.failure ??= error;
    this.vigil.wake();
  }

  /** What was done so far. */
  statistics(): LoaderStatistics {
    const { pool, epoch, plan, capacity } = this.parts;
    const elapsedMs = (this.ended ?? performance.now()) - this.begun;
    const stages = this.totals.statistics(elapsedMs);
    const { waitedMs: consumerWaitMs, stalledMs: roomWaitMs } = this.vigil;
    return {
      epoch,
      batches: this.batches,
      items: this.items,
      length: plan.length,
      elapsedMs,
      itemsPerSecond: perSecond(this.items, elapsedMs),
      stages,
      queue: { working: this.working.size, prepared: this.arrived.size, held: this.parts.held.size, capacity },
      workers: pool.workers.map(({ label, done, outstanding, idleMs }) => ({
        label,
        batches: done,
        working: outstanding,
        idleMs,
      })),
      consumerWaitMs,
      roomWaitMs,
      restarts: this.restarts,
      bottleneck: bottleneckOf(stages, consumerWaitMs, elapsedMs),
    };
  }

  /** For the pool. */
  onResult(worker: TaskWorker, lease: Lease<TaskResult>): void {
    const { number, report } = lease.value;
    const assigned = this.working.get(number);
    this.working.delete(number);
    if (assigned === undefined || this.isOver) return lease.release();
    if (report.elements < assigned.task.count) this.parts.plan.exhaust();
    this.arrived.set(number, { ...assigned, worker, lease });
    this.fill();
    this.vigil.wake();
  }

  /** For the pool. */
  onLost(worker: TaskWorker, error: TensorductError): void {
    const lost = [...this.working.values()].filter((assigned) => assigned.worker === worker).map(({ task }) => task);
    for (const { number } of lost) this.working.delete(number);
    this.waiting.push(...lost);
    this.waiting.sort((a, b) => a.number - b.number);
    if (++this.restarts > this.parts.maxRestarts) return this.fail(this.tooManyRestarts(worker, lost, error));
    void this.replace(worker.id);
    this.fill();
  }

  /** For the pool. */
  onStarted(): void {
    this.goOn();
  }

  // ---- dealing out ----

  private goOn(): void {
    this.fill();
    this.vigil.wake();
  }

  /** Gives workers as much to do as they may have. */
  private fill(): void {
    if (this.isFetching || this.isOver) return;
    for (;;) {
      const worker = this.freest();
      if (worker === null) return;
      const task = this.waiting.shift();
      if (task !== undefined) this.assign(worker, task);
      else if (this.isPlanOver || this.occupied >= this.parts.capacity) return;
      else return void this.fetch();
    }
  }

  private async fetch(): Promise<void> {
    const { plan, progress } = this.parts;
    this.isFetching = true;
    try {
      const task = await plan.next();
      if (task === null) this.isPlanOver = true;
      else if (progress.has(task.start)) this.skipped.add(task.number);
      else this.waiting.push(task);
    } catch (thrown) {
      this.isPlanOver = true;
      this.fail(TensorductError.from(thrown, 'ERR_PEER_FAILED', 'the source failed', { operation: 'iteration' }));
    }
    this.isFetching = false;
    this.fill();
    this.vigil.wake();
  }

  private assign(worker: TaskWorker, task: Task): void {
    const { epoch, skip, seed } = this.parts;
    this.working.set(task.number, { task, worker });
    worker.submit(this.run, { ...task, epoch, skip, seed }).catch((thrown: unknown) => {
      this.fail(TensorductError.from(thrown, 'ERR_INVALID_ARGUMENT', 'elements cannot be sent to a worker'));
    });
  }

  /** A worker that may have one task more: the one with the fewest. */
  private freest(): TaskWorker | null {
    const { pool, prefetch } = this.parts;
    let freest: TaskWorker | null = null;
    for (const worker of pool.workers) {
      if (worker.outstanding < (freest?.outstanding ?? prefetch)) freest = worker;
    }
    return freest;
  }

  private get occupied(): number {
    return this.working.size + this.waiting.length + this.arrived.size + this.parts.held.size;
  }

  private async replace(id: number): Promise<void> {
    const { pool } = this.parts;
    try {
      await pool.startOne(id);
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_PEER_LOST', `worker ${id} could not be started again`);
      // The others go on without it.
      if (pool.workers.length === 0 && !pool.isStarting) this.fail(error);
    }
  }

  // ---- delivering ----

  /** What is to be delivered now. */
  private take(): Arrived | undefined {
    const { arrived } = this;
    while (this.skipped.delete(this.cursor)) this.cursor++;
    const number = this.parts.inOrder ? this.cursor : arrived.keys().next().value;
    if (number === undefined) return undefined;
    const found = arrived.get(number);
    if (found !== undefined) arrived.delete(number);
    return found;
  }

  private deliver<T>({ task, worker, lease }: Arrived): Lease<T> | null {
    const { budget, progress, onFailure } = this.parts;
    const { report, failure, value } = lease.value;
    this.cursor++;
    try {
      this.totals.add(report);
      for (const known of budget.record(report.stages, report.failures, worker.label)) onFailure?.(known);
      if (failure !== undefined) throw taskFailed(task, worker, rebuild(failure));
    } catch (thrown) {
      lease.release();
      const error = TensorductError.from(thrown, 'ERR_PEER_FAILED', 'onFailure failed');
      this.fail(error);
      throw error;
    }
    progress.add(task.start, report.elements);
    if (report.items === 0) {
      lease.release();
      return null;
    }
    this.batches++;
    this.items += report.items;
    // Who names T vouches for what the stages give.
    return this.parts.held.hand(value as T, this.parts.epoch, task.number, () => lease.release());
  }

  private tooManyRestarts(worker: TaskWorker, lost: readonly Task[], cause: TensorductError): TensorductError {
    const elements = lost.map(({ indices, start, count }) => indices?.join(', ') ?? `${start} to ${start + count - 1}`);
    const had = lost.length === 0 ? 'it had nothing to do' : `it was about the elements ${elements.join(', ')}`;
    const what = `${worker.label} was lost, and ${this.restarts - 1} were replaced before: ${cause.message}; ${had}`;
    return new TensorductError(cause.code, what, {
      operation: 'iteration',
      peer: worker.label,
      cause,
      advice: 'look for what ends it, or allow more by maxRestarts',
    });
  }
}

function taskFailed({ indices, start, count }: Task, { label }: TaskWorker, cause: Error): TensorductError {
  const elements = indices?.join(', ') ?? `${start} to ${start + count - 1}`;
  const what = `no batch could be made of the elements ${elements} in ${label}: ${cause.message}`;
  return new TensorductError('ERR_PEER_FAILED', what, {
    operation: 'iteration',
    peer: label,
    cause,
    advice: 'look at the cause, which has the stack of the worker',
  });
}
