import type { Codec } from '../../codec/codec.js';
import { TensorductError } from '../../errors.js';
import type { OperationOptions } from '../../operations.js';
import type { Lease } from '../lease.js';
import { TaskWorker } from './task-worker.js';
import type { TaskReady, TaskResult, TaskSetup } from './task.js';
import type { WorkerLink } from './worker-link.js';

/** What a pool is made of. */
export interface PoolPlan {
  /** Workers. */
  readonly count: number;
  readonly codec: Codec;
  /** The way to worker `id`, anew for each that takes its place. */
  link(id: number): Promise<WorkerLink>;
  setup(id: number): TaskSetup;
  /** For the setup of each worker. */
  readonly options: OperationOptions;
}

/** Who uses the workers at the moment. */
export interface PoolUser {
  /** Results of other runs are let go. */
  readonly run: number;
  onResult(worker: TaskWorker, lease: Lease<TaskResult>): void;
  onLost(worker: TaskWorker, error: TensorductError): void;
  /** One more is there. */
  onStarted(): void;
}

/** The workers of a loader. One that is lost leaves its place empty until it is started again. */
export class WorkerPool {
  /** What the workers have said of themselves; null before the first start. */
  ready: TaskReady | null = null;
  private readonly places: (TaskWorker | null)[];
  private readonly starting = new Map<number, Promise<void>>();
  private user: PoolUser | null = null;
  private held = false;
  private closed: TensorductError | null = null;

  constructor(private readonly plan: PoolPlan) {
    this.places = Array.from({ length: plan.count }, () => null);
  }

  /** Those that are there. */
  get workers(): TaskWorker[] {
    return this.places.filter((worker) => worker !== null);
  }

  /** Whether a worker is being started. */
  get isStarting(): boolean {
    return this.starting.size > 0;
  }

  /**
   * Starts all that are missing, at once. The first time it waits for all; later on, where some are there, the others come
   * when they can.
   * @throws TensorductError (rejection) the first failure, when all are settled
   */
  async start(): Promise<void> {
    const starts = Promise.allSettled(this.places.map((_, id) => this.startOne(id)));
    if (this.ready !== null && this.workers.length > 0) return;
    const results = await starts;
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      throw TensorductError.from(result.reason, 'ERR_SYSTEM', 'a worker could not be started');
    }
  }

  /** Starts one that is missing. @throws TensorductError (rejection) */
  startOne(id: number): Promise<void> {
    if (this.places[id] !== null) return Promise.resolve();
    let started = this.starting.get(id);
    if (started === undefined) {
      started = this.open(id).finally(() => this.starting.delete(id));
      this.starting.set(id, started);
    }
    return started;
  }

  /** From now on the workers are this one's; null: nobody's. */
  use(user: PoolUser | null): void {
    this.user = user;
  }

  /** Whether the workers keep this process alive. */
  hold(wanted: boolean): void {
    this.held = wanted;
    for (const worker of this.workers) worker.hold(wanted);
  }

  /** Ends all workers, also those that are being started. Never rejects. @param timeoutMs for each step */
  async close(timeoutMs?: number): Promise<void> {
    this.closed ??= new TensorductError('ERR_ABORTED', 'the loader was closed');
    await this.empty(timeoutMs);
    await Promise.allSettled(this.starting.values());
    await this.empty(timeoutMs);
  }

  /** Ends all workers; they can be started again. Never rejects. */
  async empty(timeoutMs?: number): Promise<void> {
    const { workers } = this;
    this.places.fill(null);
    await Promise.all(workers.map((worker) => worker.close(timeoutMs)));
  }

  private async open(id: number): Promise<void> {
    const { plan } = this;
    this.assertOpen();
    const link = await plan.link(id);
    const { worker, ready } = await TaskWorker.open(id, link, plan.codec, plan.setup(id), this.events, plan.options);
    if (this.closed !== null) {
      await worker.close();
      this.assertOpen();
    }
    if (this.ready !== null && this.ready.length !== ready.length) {
      await worker.close();
      const what = `${worker.label} has a source of ${ready.length} elements, others of ${this.ready.length}`;
      throw new TensorductError('ERR_INVALID_ARGUMENT', what, { advice: 'give all workers the same source' });
    }
    this.places[id] = worker;
    if (this.held) worker.hold(true);
    this.ready ??= ready;
    this.user?.onStarted();
  }

  private assertOpen(): void {
    if (this.closed !== null) throw this.closed;
  }

  private readonly events = {
    onResult: (worker: TaskWorker, run: number, lease: Lease<TaskResult>): void => {
      if (this.user === null || this.user.run !== run) return lease.release();
      worker.outstanding--;
      worker.done++;
      this.user.onResult(worker, lease);
    },
    onLost: (worker: TaskWorker, error: TensorductError): void => {
      if (this.places[worker.id] === worker) this.places[worker.id] = null;
      this.user?.onLost(worker, error);
    },
  };
}
