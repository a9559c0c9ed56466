import type { Counters } from '../counters.js';
import type { Limits } from '../context/limits.js';
import { TensorductError } from '../errors.js';
import { Fifo } from '../fifo.js';
import { prepareMessage, type Message } from '../message/message.js';
import { Operation, OperationQueue, watch, type OperationOptions, type ResultCallback } from '../operations.js';
import type { tensorduct } from '../wire/generated/control.js';
import { Announcer } from './announcer.js';
import type { Established } from './established.js';
import { checkLimits } from './message-size.js';
import { SendWindow } from './send-window.js';
import { WriteOperation } from './write-operation.js';

/** What the writer needs of its pipe. */
export interface WriterHost {
  readonly limits: Limits;
  readonly counters: Counters;
  destroy(error: TensorductError): void;
  /** The error of a lower layer with the names of the two ends. */
  locate(error: TensorductError): TensorductError;
  onDrain(): void;
  /** A write is unfinished where none was. */
  onBusy(): void;
  /** Every write has been settled. */
  onIdle(): void;
  /** A write has failed whose callback has had success already. */
  onUnheard(error: TensorductError): void;
}

/** What a write may be told. */
export interface WriteOptions extends OperationOptions {
  /**
   * Copies host memory that would be needed until the peer reads, so that the write completes as a small one does:
   * once the message is announced. Where unfinished writes exceed `limits.writeHighWaterBytes`, or a tensor lies on
   * another device, nothing is copied and the write waits as usual. What goes wrong later, the reader's refusal included,
   * is reported as a warning of the process. @default false
   */
  readonly eager?: boolean;
}

/** The writing half of a pipe. */
export class MessageWriter {
  private readonly operations = new OperationQueue<Operation<Message>, Message>();
  /** Those not announced yet, in order. */
  private readonly queued = new Fifo<WriteOperation>();
  private readonly window = new SendWindow();
  /** Those on the wire; null until the pipe is established. */
  private announcer: Announcer | null = null;
  private ended: TensorductError | null = null;
  private closed = false;
  private waitingForCredit = false;
  private full = false;

  /** Bytes of unfinished writes. */
  bufferedBytes = 0;

  constructor(private readonly host: WriterHost) {}

  /** Messages announced so far. */
  get messages(): number {
    return this.announcer?.messages ?? 0;
  }

  /** The most tensors of one message that have waited for the reader to name their device. */
  get mostUndecided(): number {
    return this.announcer?.mostUndecided ?? 0;
  }

  /** Whether a well-behaved writer would go on. */
  get writable(): boolean {
    return this.ended === null && !this.full;
  }

  /** Whether every write has been settled. */
  get idle(): boolean {
    return this.unfinished === 0;
  }

  /** Whether the user waits for a callback that is yet to be decided on. */
  get awaited(): boolean {
    return this.operations.firstPending() !== null;
  }

  /** Whether the peer has yet to read a message whose write was eager, and is complete. */
  get owesEager(): boolean {
    return this.announcer?.owesEager === true;
  }

  /** The pipe is established: what was queued goes out. */
  establish(established: Established): void {
    this.announcer = new Announcer(established, {
      limits: this.host.limits,
      counters: this.host.counters,
      destroy: (error) => this.host.destroy(error),
      early: (operation) => this.operations.settle(operation, null, operation.message),
      over: (operation, error) => this.over(operation, error),
    });
    this.window.start(established.remote.window);
    this.pump();
  }

  /** @throws TensorductError for messages that cannot be written at all */
  write(message: Message, options: WriteOptions | undefined, callback: ResultCallback<Message>): void {
    if (options === undefined && this.writeSmall(message, callback)) return;
    const prepared = prepareMessage(message);
    checkLimits(prepared, this.host.limits);
    if (this.operations.length >= this.host.limits.queuedOperations) {
      throw new TensorductError('ERR_QUEUE_FULL', `${this.operations.length} writes are unfinished`, {
        operation: 'write',
      });
    }
    const operation = new WriteOperation(callback, message, prepared, options?.eager === true);
    for (const { lender } of prepared.payloads) lender?.hold();
    for (const { lender } of prepared.tensors) lender?.hold();
    this.operations.push(operation);
    this.bufferedBytes += prepared.byteLength;
    if (this.ended !== null) return this.settle(operation, this.ended);
    if (options !== undefined) operation.unwatch = watch(options, 'write', (error) => this.abort(operation, error));
    if (operation.settled) return;
    const wasIdle = this.idle;
    this.queued.push(operation);
    if (wasIdle) this.host.onBusy();
    this.pump();
    this.noteFull();
  }

  /** Later writes fail with `error`; those under way go on. */
  refuseMore(error: TensorductError): void {
    this.ended ??= error;
  }

  /**
   * The pipe is over. Queued writes are settled now; those announced when the lower layers, which are told by the
   * pipe, have let go.
   */
  end(error: TensorductError): void {
    this.ended = error;
    this.closed = true;
    for (const operation of this.queued.clear()) this.settle(operation, error);
    this.announcer?.close(error);
  }

  /** The peer has read something. */
  credit(limit: number): void {
    this.window.grant(limit);
    this.pump();
  }

  /** The peer has refused a message. @throws TensorductError `ERR_PROTOCOL` */
  refused(number: number, reason: string): void {
    this.announcer?.refused(number, reason);
  }

  /** The peer has named devices of tensors. @throws TensorductError `ERR_PROTOCOL` */
  replied(reply: tensorduct.v1.Reply): void {
    this.announcer?.replied(reply);
  }

  /** Writes a message at once that is one small payload or tensor. @returns whether it was, and its turn */
  private writeSmall(message: Message, callback: ResultCallback<Message>): boolean {
    const { announcer, host, operations } = this;
    const free = this.ended === null && this.queued.length === 0 && this.window.open;
    if (announcer === null || !free || operations.length >= host.limits.queuedOperations) return false;
    const wasIdle = this.idle;
    const operation = new Operation(callback);
    let bytes = 0;
    const cost = announcer.announceSmall(message, (error) => {
      this.settled(bytes, error);
      if (error === null) operations.settle(operation, null, message);
      else operations.settle(operation, host.locate(error), null);
      this.afterSettling();
    });
    if (cost === 0) return false;
    bytes = announcer.smallBytes;
    this.window.take(cost);
    operations.push(operation);
    this.bufferedBytes += bytes;
    host.counters.copiedOnLoop(bytes);
    if (wasIdle) host.onBusy();
    this.noteFull();
    return true;
  }

  private noteFull(): void {
    const { writeHighWaterBytes, writeHighWaterMessages } = this.host.limits;
    if (this.bufferedBytes >= writeHighWaterBytes || this.operations.length >= writeHighWaterMessages) this.full = true;
  }

  private get unfinished(): number {
    return this.queued.length + (this.announcer?.pending ?? 0);
  }

  /** Announces what credit allows. */
  private pump(): void {
    const { announcer } = this;
    if (announcer === null) return;
    for (let operation = this.queued.peek(); operation !== undefined; operation = this.queued.peek()) {
      if (!this.window.open) {
        if (!this.waitingForCredit) this.host.counters.creditWaits++;
        this.waitingForCredit = true;
        return;
      }
      this.waitingForCredit = false;
      this.queued.shift();
      try {
        const withinBudget = this.bufferedBytes <= this.host.limits.writeHighWaterBytes;
        this.window.take(announcer.announce(operation, operation.eager && withinBudget));
      } catch (thrown) {
        const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a message could not be sent');
        if (operation.number === 0) {
          this.settle(operation, error);
          continue;
        }
        this.host.destroy(error);
        announcer.fail(operation, error);
      }
    }
  }

  private abort(operation: WriteOperation, error: TensorductError): void {
    if (operation.settled) return;
    if (operation.number > 0) return this.announcer?.withdraw(operation, late(operation, error));
    this.queued.remove(operation);
    this.settle(operation, error);
  }

  /** No lower layer holds the memory of an announced message any more. */
  private over(operation: WriteOperation, error: TensorductError | null): void {
    if (operation.settled && error !== null && !this.closed) this.host.onUnheard(this.host.locate(error));
    this.settle(operation, error);
  }

  private settle(operation: WriteOperation, error: TensorductError | null): void {
    for (const { lender } of operation.prepared.payloads) lender?.letGo();
    for (const { lender } of operation.prepared.tensors) lender?.letGo();
    this.settled(operation.prepared.byteLength, error);
    if (error === null) this.operations.settle(operation, null, operation.message);
    else this.operations.settle(operation, this.host.locate(error), null);
    this.afterSettling();
  }

  private settled(bytes: number, error: TensorductError | null): void {
    this.bufferedBytes -= bytes;
    if (error !== null) return;
    const { counters } = this.host;
    counters.messagesWritten++;
    counters.bytesWritten += bytes;
  }

  private afterSettling(): void {
    const { limits } = this.host;
    if (
      this.full &&
      this.bufferedBytes < limits.writeHighWaterBytes &&
      this.unfinished < limits.writeHighWaterMessages
    ) {
      this.full = false;
      if (this.ended === null) this.host.onDrain();
    }
    if (this.idle) this.host.onIdle();
  }
}

/** Says of a deadline that has passed what it was that did not happen. */
function late(operation: WriteOperation, error: TensorductError): TensorductError {
  const waits = operation.transfers.length > 0 || operation.undecided.size > 0;
  if (error.code !== 'ERR_TIMEOUT' || !waits) return error;
  return new TensorductError('ERR_TIMEOUT', 'the peer has not read the message in time', {
    operation: 'write',
    cause: error,
    advice: 'it may itself be waiting for a write: read while you write, or write with eager: true',
  });
}
