import { Codec } from '../../codec/codec.js';
import { TensorductError, type ErrorCode } from '../../errors.js';
import type { ReceivedMessage } from '../../message/received-message.js';
import { watch, type OperationOptions } from '../../operations.js';
import { Kind, readFrame } from '../frame.js';
import { openValue, type Lease } from '../lease.js';
import { sendFrame, sendValue } from '../send-value.js';
import { failureOf } from '../worker-error.js';
import { holdWorker } from '../worker-hold.js';
import type { TaskOrder, TaskReady, TaskResult, TaskSetup } from './task.js';
import type { WorkerLink } from './worker-link.js';

/** Failures are told in this one: that of the user may be what has failed. */
const FAILURES = new Codec();

/** What a value itself can be refused for; all else is the end of the pipe, which is noticed where it is read. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_UNSUPPORTED_VALUE',
  'ERR_INVALID_ARGUMENT',
  'ERR_MEMORY_DETACHED',
  'ERR_RELEASED',
  'ERR_LIMIT_EXCEEDED',
]);

/** For each step of the end of a worker that could not be set up, in ms. */
const FAILED_MS = 1_000;

/** Who listens to a worker. */
export interface WorkerEvents {
  /** A task is done. The lease passes over. */
  onResult(worker: TaskWorker, run: number, lease: Lease<TaskResult>): void;
  /** The worker is over, and was not told to end. Called once. */
  onLost(worker: TaskWorker, error: TensorductError): void;
}

/** The loader's end of one worker. */
export class TaskWorker {
  /** Tasks that it has not answered. */
  outstanding = 0;
  /** When it was last heard of, or given work while it had none; of `performance.now()`. */
  lastSeen = performance.now();
  /** For how long it had nothing to do, in ms. */
  idleMs = 0;
  /** Tasks that it has answered. */
  done = 0;
  private over: TensorductError | null = null;
  private onReady: ((ready: TaskReady) => void) | null = null;
  private onFailed: ((error: TensorductError) => void) | null = null;

  private constructor(
    /** From 0. */
    readonly id: number,
    private readonly link: WorkerLink,
    private readonly codec: Codec,
    private readonly events: WorkerEvents,
  ) {}

  /**
   * Sets a worker up. Where that fails it is ended.
   * @throws TensorductError (rejection) as the worker says how it has failed, or that it is lost
   */
  static async open(
    id: number,
    link: WorkerLink,
    codec: Codec,
    setup: TaskSetup,
    events: WorkerEvents,
    options: OperationOptions,
  ): Promise<{ worker: TaskWorker; ready: TaskReady }> {
    const worker = new TaskWorker(id, link, codec, events);
    try {
      const ready = await worker.setUp(setup, options);
      worker.hold(false);
      return { worker, ready };
    } catch (thrown) {
      worker.over ??= TensorductError.from(thrown, 'ERR_PEER_LOST', `${link.label} could not be set up`);
      await link.close(FAILED_MS);
      throw worker.over;
    }
  }

  /** For messages: `worker 2 (worker process 4711)`. */
  get label(): string {
    return `worker ${this.id} (${this.link.label})`;
  }

  /**
   * Gives it a task. Where it is over, `onLost` is on its way.
   * @throws TensorductError (rejection) where the elements cannot be sent
   */
  async submit(run: number, order: TaskOrder): Promise<void> {
    const now = performance.now();
    if (this.outstanding === 0) {
      this.idleMs += now - this.lastSeen;
      this.lastSeen = now;
    }
    this.outstanding++;
    try {
      await sendValue(this.link.pipe, { kind: Kind.Task, iteration: run }, order, this.codec);
    } catch (thrown) {
      if (thrown instanceof TensorductError && REFUSALS.has(thrown.code)) throw thrown;
    }
  }

  /** Tasks of this run and of those before it are not wanted any more. */
  cancel(run: number): void {
    this.outstanding = 0;
    sendFrame(this.link.pipe, { kind: Kind.Stop, iteration: run }).catch(() => {});
  }

  /** Whether it keeps this process alive. */
  hold(wanted: boolean): void {
    holdWorker(this.link.pipe, this.link.child, wanted);
  }

  /** Ends it without `onLost`. Never rejects. */
  close(timeoutMs?: number): Promise<void> {
    this.over ??= new TensorductError('ERR_ABORTED', `${this.label} was closed`);
    this.hold(true);
    return this.link.close(timeoutMs);
  }

  /** Ends it as if it had been lost so. */
  lose(error: TensorductError, timeoutMs = 0): void {
    if (this.over !== null) return;
    this.over = error;
    void this.link.close(timeoutMs);
    if (this.onFailed === null) this.events.onLost(this, error);
    else this.onFailed(error);
  }

  private async setUp(setup: TaskSetup, options: OperationOptions): Promise<TaskReady> {
    const { pipe, label } = this.link;
    let unwatch = (): void => {};
    const ready = new Promise<TaskReady>((resolve, reject) => {
      this.onReady = resolve;
      this.onFailed = reject;
      unwatch = watch(options, 'setup', (error) => {
        const what = `${label} was not ready within ${options.timeoutMs} ms`;
        reject(error.code === 'ERR_TIMEOUT' ? new TensorductError('ERR_TIMEOUT', what, { operation: 'setup' }) : error);
      });
    });
    void this.receive();
    const sent = sendValue(pipe, { kind: Kind.Setup, iteration: 0 }, setup, this.codec);
    try {
      return (await Promise.all([ready, sent]))[0];
    } finally {
      unwatch();
      this.onReady = null;
      this.onFailed = null;
    }
  }

  private async receive(): Promise<void> {
    const { pipe, label } = this.link;
    try {
      for await (const message of pipe) this.arrive(message.retain());
      this.lose(new TensorductError('ERR_PEER_LOST', `${label} has ended`));
    } catch (thrown) {
      this.lose(TensorductError.from(thrown, 'ERR_PEER_LOST', `${label} is lost`));
    }
  }

  private arrive(message: ReceivedMessage): void {
    const frame = readFrame(message.metadata);
    const { kind, iteration } = frame;
    if (this.over !== null) return message.release();
    if (kind === Kind.Failed) {
      using lease = openValue(message, frame, FAILURES, null);
      return this.lose(failureOf(lease.value, this.link.label));
    }
    if (kind === Kind.Ready) {
      using lease = openValue<TaskReady>(message, frame, this.codec, null);
      return this.onReady?.(lease.value);
    }
    if (kind !== Kind.Result) throw new TensorductError('ERR_PROTOCOL', `a worker says ${Kind[kind]}`);
    this.lastSeen = performance.now();
    this.events.onResult(this, iteration, openValue<TaskResult>(message, frame, this.codec, null));
  }
}
