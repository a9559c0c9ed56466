import { Codec } from '../codec/codec.js';
import { TensorductError } from '../errors.js';
import { Fifo } from '../fifo.js';
import type { ReceivedMessage } from '../message/received-message.js';
import { watch, type OperationOptions } from '../operations.js';
import type { Pipe } from '../pipe/pipe.js';
import type { SpawnedProcess } from '../process/spawn.js';
import type { SpawnedThread } from '../process/thread.js';
import type { ArenaReader } from './arena.js';
import { Kind, readFrame, type Frame } from './frame.js';
import { openValue, type Lease } from './lease.js';
import { sendFrame, sendValue } from './send-value.js';
import type { Setup } from './setup.js';
import { failureOf } from './worker-error.js';
import { holdWorker } from './worker-hold.js';

/** What a session is made of. */
export interface SessionParts {
  readonly child: SpawnedProcess | SpawnedThread;
  /** For messages: `child process 4711`. */
  readonly label: string;
  readonly codec: Codec;
  /** Of the arena, or null. */
  readonly reader: ArenaReader | null;
  /** Items that the worker may be ahead. */
  readonly bufferSize: number;
  /** How long each wait for the worker may take, in ms. */
  readonly timeoutMs: number | undefined;
  /** The worker has ended. */
  readonly onEnd: () => Promise<void>;
}

/** For each step of the end of a worker that has failed: it may be stuck. */
const FAILED_MS = 1_000;

/** Failures are told in this one: that of the user may be what has failed. */
const FAILURES = new Codec();

/** What has arrived: an item, or the end. */
interface Arrival {
  readonly message: ReceivedMessage;
  readonly frame: Required<Frame>;
}

interface Waiter {
  readonly resolve: (arrival: Arrival) => void;
  readonly reject: (error: TensorductError) => void;
}

/**
 * The consumer's end of one worker. Takes what arrives, at most as much as there is credit for, and hands it out to the
 * iteration that runs. It holds the event loop only while somebody waits.
 */
export class WorkerSession {
  private readonly arrived = new Fifo<Arrival>();
  private waiter: Waiter | null = null;
  private iteration = 0;
  /** Taken since the worker was last told. */
  private taken = 0;
  /** Why nothing more arrives. */
  private over: TensorductError | null = null;
  private ending: Promise<void> | null = null;

  constructor(private readonly parts: SessionParts) {
    this.hold(false);
    void this.receive();
  }

  /** Sets the worker up. @throws TensorductError (rejection) as it says how it has failed, or that it is lost */
  async setUp(setup: Setup, options: OperationOptions): Promise<void> {
    const { codec } = this.parts;
    this.hold(true);
    const sent = sendValue(this.pipe, { kind: Kind.Setup, iteration: 0 }, setup, codec);
    const arrival = this.next(options);
    await Promise.all([sent, arrival]);
  }

  /** Begins an iteration; the one before it gets nothing more. @returns its number */
  start(): number {
    if (this.over !== null) throw this.over;
    this.waiter?.reject(new TensorductError('ERR_ABORTED', 'another iteration has begun', { operation: 'next' }));
    this.drop();
    this.taken = 0;
    const iteration = ++this.iteration;
    this.tell({ kind: Kind.Start, iteration, amount: this.parts.bufferSize });
    return iteration;
  }

  /** The next item of an iteration; null at its end. @throws TensorductError (rejection); then the worker is over */
  async take<T>(iteration: number): Promise<Lease<T> | null> {
    const { codec, reader, bufferSize, timeoutMs } = this.parts;
    if (iteration !== this.iteration) {
      throw new TensorductError('ERR_ABORTED', 'another iteration has begun', { operation: 'next' });
    }
    const { message, frame } = this.arrived.shift() ?? (await this.next({ timeoutMs }));
    if (frame.kind !== Kind.Item) {
      message.release();
      return null;
    }
    // Asked for in lots, as long as the worker still has enough to go on.
    if (++this.taken >= Math.max(1, bufferSize >> 2)) {
      this.tell({ kind: Kind.Credit, iteration, amount: this.taken });
      this.taken = 0;
    }
    try {
      return openValue<T>(message, frame, codec, reader);
    } catch (thrown) {
      throw this.fail(TensorductError.from(thrown, 'ERR_PROTOCOL', 'an item cannot be read'));
    }
  }

  /** Ends an iteration, wherever it is; the worker stays. */
  stop(iteration: number): void {
    if (iteration !== this.iteration || this.over !== null) return;
    this.tell({ kind: Kind.Stop, iteration });
    this.drop();
    // What is still on its way belongs to no iteration.
    this.iteration++;
  }

  /** Ends the worker: in order, then by SIGTERM, then by SIGKILL. Never rejects. */
  close(timeoutMs?: number): Promise<void> {
    this.settle(new TensorductError('ERR_ABORTED', `${this.parts.label} was closed`, { operation: 'next' }));
    this.drop();
    return this.end(timeoutMs);
  }

  /** Ends the session with an error of its own. What has arrived before is still handed out. */
  fail(error: TensorductError): TensorductError {
    this.settle(error);
    void this.end(FAILED_MS);
    return error;
  }

  private get pipe(): Pipe {
    return this.parts.child.pipe;
  }

  private end(timeoutMs?: number): Promise<void> {
    this.hold(true);
    this.ending ??= this.parts.child.close(timeoutMs === undefined ? {} : { timeoutMs }).then(this.parts.onEnd);
    return this.ending;
  }

  /** Until the pipe is over. */
  private async receive(): Promise<void> {
    const { label } = this.parts;
    try {
      for await (const message of this.pipe) this.arrive(message.retain());
      this.settle(new TensorductError('ERR_PEER_LOST', `${label} has ended`, { operation: 'next' }));
    } catch (thrown) {
      this.settle(TensorductError.from(thrown, 'ERR_PEER_LOST', `${label} is lost`));
    }
  }

  private arrive(message: ReceivedMessage): void {
    const arrival = { message, frame: readFrame(message.metadata) };
    const { waiter } = this;
    if (this.over !== null || arrival.frame.iteration !== this.iteration) this.discard(arrival);
    else if (arrival.frame.kind === Kind.Failed) this.failed(arrival);
    else if (waiter === null) this.arrived.push(arrival);
    else waiter.resolve(arrival);
  }

  private failed({ message, frame }: Arrival): void {
    using lease = openValue(message, frame, FAILURES, null);
    this.fail(failureOf(lease.value, this.parts.label));
  }

  private next(options: OperationOptions): Promise<Arrival> {
    return new Promise((resolve, reject) => {
      if (this.over !== null) return reject(this.over);
      if (this.waiter !== null) {
        const advice = 'await each item before asking for the next one';
        return reject(new TensorductError('ERR_OUT_OF_TURN', 'an item is awaited already', { advice }));
      }
      let unwatch = (): void => {};
      const done = (): void => {
        this.waiter = null;
        unwatch();
        this.hold(false);
      };
      this.hold(true);
      this.waiter = {
        resolve: (arrival) => {
          done();
          resolve(arrival);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      };
      unwatch = watch(options, 'next', (error) => {
        const { label } = this.parts;
        const what = `${label} gave nothing within ${options.timeoutMs} ms`;
        this.fail(
          error.code === 'ERR_TIMEOUT' ? new TensorductError('ERR_TIMEOUT', what, { operation: 'next' }) : error,
        );
      });
      if (this.waiter === null) unwatch();
    });
  }

  /** From now on nothing arrives. What has arrived is still handed out. */
  private settle(error: TensorductError): void {
    this.over ??= error;
    this.waiter?.reject(this.over);
  }

  private drop(): void {
    for (let arrival = this.arrived.shift(); arrival !== undefined; arrival = this.arrived.shift())
      this.discard(arrival);
  }

  /** Of an item that nobody takes, the memory goes back. */
  private discard({ message, frame }: Arrival): void {
    const { tensors, amount: span } = frame;
    const { reader } = this.parts;
    if (span > 0 || tensors > 0) reader?.endUnit({ span, tensors: message.tensors.slice(0, tensors) });
    message.release();
  }

  /** Where it cannot be sent, the pipe is over, and `receive` has learnt it. */
  private tell(frame: Frame): void {
    sendFrame(this.pipe, frame).catch(() => {});
  }

  /** Whether the worker keeps this process alive. */
  private hold(wanted: boolean): void {
    holdWorker(this.pipe, this.parts.child, wanted);
  }
}
