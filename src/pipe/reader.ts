import type { Counters } from '../counters.js';
import type { Limits } from '../context/limits.js';
import { TensorductError } from '../errors.js';
import { Fifo } from '../fifo.js';
import { checkAllocation, type Allocation } from '../message/allocation.js';
import type { Descriptor } from '../message/descriptor.js';
import type { ReceivedMessage } from '../message/received-message.js';
import {
  isPatient,
  Operation,
  OperationQueue,
  watch,
  type OperationOptions,
  type ResultCallback,
} from '../operations.js';
import { decodeDescriptor } from '../wire/descriptor.js';
import { FrameType } from '../wire/frame.js';
import type { Slab } from '../wire/slab.js';
import { tensorduct } from '../wire/generated/control.js';
import type { Established } from './established.js';
import { assemble, describe, goneError, letGo, withdrawnError, type Incoming } from './incoming.js';
import { IncomingOffers } from './incoming-offers.js';
import { costOf } from './message-size.js';
import { ReadOperation } from './read-operation.js';
import { ReceiveWindow } from './receive-window.js';
import { MessageReceiver } from './receiver.js';
import { readSmall } from './small-message.js';

const { Refuse } = tensorduct.v1;

/** What the reader needs of its pipe. */
export interface ReaderHost {
  readonly limits: Limits;
  readonly counters: Counters;
  destroy(error: TensorductError): void;
  /** The error of a lower layer with the names of the two ends. */
  locate(error: TensorductError): TensorductError;
  /** Nothing is read any more, for now: no operation is armed and no message is being received. */
  onIdle(): void;
  /** Somebody reads again. */
  onBusy(): void;
}

const EMPTY = new Uint8Array(0);

/** What the reader has once the pipe is established. */
interface Lower extends Established {
  readonly offers: IncomingOffers;
  readonly receiver: MessageReceiver;
}

/** The reading half of a pipe. */
export class MessageReader {
  private readonly descriptors = new OperationQueue<Operation<Descriptor>, Descriptor>();
  private readonly reads = new OperationQueue<Operation<ReceivedMessage>, ReceivedMessage>();
  private readonly arrived = new Fifo<Incoming>();
  /** The message whose descriptor was delivered and that waits for `read` or `reject`. */
  private current: Incoming | null = null;
  /** The frame that is being received. */
  private incoming: Incoming | null = null;
  private readonly window: ReceiveWindow;
  private lower: Lower | null = null;
  /** How the stream of messages ended: an error, or null for the peer's goodbye. */
  private ended: { readonly error: TensorductError | null } | null = null;

  /** Messages that have arrived so far. */
  messages = 0;
  constructor(private readonly host: ReaderHost) {
    this.window = new ReceiveWindow(host.limits.windowBytes);
  }

  establish(established: Established): void {
    const { counters } = this.host;
    const offers = new IncomingOffers(established.channels);
    const over = (operation: ReadOperation): void => this.over(operation);
    this.lower = { ...established, offers, receiver: new MessageReceiver(established, offers, { counters, over }) };
    this.window.start(established.frames);
  }

  /** How many tensors the writer has yet to offer because we have named their device. */
  get awaitedOffers(): number {
    return this.lower?.receiver.awaitedOffers ?? 0;
  }

  /** Whether somebody reads: an operation is armed, or a message is between its descriptor and its last byte. */
  get busy(): boolean {
    return this.current !== null || this.receiving || this.descriptors.length > 0 || this.reads.length > 0;
  }

  /** Whether a message has arrived that is not read, or not completely. */
  get holdsMessages(): boolean {
    return this.current !== null || this.receiving || this.arrived.length > 0;
  }

  /** Whether transfers of the peer are being received. */
  get receiving(): boolean {
    return this.lower !== null && this.lower.receiver.pending > 0;
  }

  // ---- what the user calls ----

  readDescriptor(options: OperationOptions | undefined, callback: ResultCallback<Descriptor>): void {
    this.checkRoom(this.descriptors.length, 'readDescriptor');
    const operation = new Operation(callback);
    const wasBusy = this.busy;
    this.descriptors.push(operation);
    if (!wasBusy) this.host.onBusy();
    if (options !== undefined) {
      operation.unwatch = watch(options, 'readDescriptor', (error) => {
        this.descriptors.settle(operation, error, null);
        this.noteIdle();
      });
    }
    this.deliver();
  }

  /** @throws TensorductError for a call out of turn or an allocation that does not fit; nothing is consumed */
  read(allocation: Allocation, options: OperationOptions | undefined, callback: ResultCallback<ReceivedMessage>): void {
    const { incoming, lower } = this.takeTurn('read');
    if (isPatient(options) && this.readSmall(incoming, allocation, callback)) return;
    const { receiver } = lower;
    const targets = checkAllocation(incoming.descriptor, allocation);
    receiver.checkDevices(incoming, targets.tensors);
    this.checkRoom(this.reads.length, 'read');
    this.current = null;
    const operation = new ReadOperation(callback, incoming, targets.tensors);
    this.reads.push(operation);
    const ended = this.ended && (this.ended.error ?? goneError());
    receiver.start(operation, [...targets.payloads, ...targets.tensors], ended);
    if (options !== undefined) operation.unwatch = watch(options, 'read', (error) => receiver.cancel(operation, error));
    this.window.give(incoming.cost);
    receiver.started(operation);
    this.deliver();
  }

  /** Reads a message at once that is one payload or tensor that came inline. @returns whether it was, and its turn */
  private readSmall(incoming: Incoming, allocation: Allocation, callback: ResultCallback<ReceivedMessage>): boolean {
    const { counters, limits } = this.host;
    if (incoming.withdrawn || this.reads.length >= limits.queuedOperations) return false;
    const message = readSmall(incoming, allocation);
    if (message === null) return false;
    letGo(incoming);
    this.current = null;
    const operation = new Operation(callback);
    this.reads.push(operation);
    counters.copiedOnLoop(message.byteLength);
    counters.messagesRead++;
    counters.bytesRead += message.byteLength;
    this.reads.settle(operation, null, message);
    this.window.give(incoming.cost);
    this.deliver();
    return true;
  }

  /** @throws TensorductError `ERR_OUT_OF_TURN` */
  reject(reason: string): void {
    const { incoming, lower } = this.takeTurn('reject');
    letGo(incoming);
    this.current = null;
    if (!incoming.withdrawn && this.ended === null) {
      const head = Refuse.encode({ message: incoming.number, reason: reason.slice(0, 256) }).finish();
      lower.frames.send(FrameType.refuse, head);
      lower.offers.refuseAll(incoming.wire);
    }
    this.window.give(incoming.cost);
    this.deliver();
    this.noteIdle();
  }

  // ---- what the pipe calls for frames of the peer ----

  /** A message's head has arrived. @returns whether a body follows */
  onHead(head: Uint8Array, bodyLength: number): 'keep' | 'discard' {
    this.incoming = this.comes(head, 0, head.length, bodyLength);
    return bodyLength > 0 ? 'keep' : 'discard';
  }

  /** A whole message has arrived. */
  onMessage(slab: Slab, start: number, headEnd: number, bodyLength: number): void {
    const incoming = this.comes(slab.bytes, start, headEnd, bodyLength);
    incoming.body = slab.bytes;
    incoming.slab = slab;
    slab.holds++;
    incoming.bodyStart = headEnd;
    this.came(incoming);
  }

  /** The message is complete. */
  onBody(body: Uint8Array): void {
    const { incoming } = this;
    if (incoming === null) return;
    this.incoming = null;
    incoming.body = body;
    this.came(incoming);
  }

  private comes(bytes: Uint8Array, start: number, headEnd: number, bodyLength: number): Incoming {
    const { limits } = this.host;
    const wire = decodeDescriptor(bytes, limits, start, headEnd);
    const inline = this.lower?.offers.checkItems(wire) ?? 0;
    if (inline !== bodyLength)
      throw new TensorductError('ERR_PROTOCOL', 'a body is not as long as its descriptor says');
    if (inline > limits.inlineBytes) {
      throw new TensorductError('ERR_LIMIT_EXCEEDED', `${inline} inline bytes of ${limits.inlineBytes} allowed`);
    }
    const cost = costOf(headEnd - start + bodyLength, wire.payloads.length + wire.tensors.length);
    this.window.take(cost);
    const descriptor = describe(wire, this.lower);
    return { number: ++this.messages, wire, descriptor, body: EMPTY, bodyStart: 0, slab: null, cost, withdrawn: false };
  }

  private came(incoming: Incoming): void {
    this.arrived.push(incoming);
    if (this.descriptors.length === 0) this.host.counters.readWaits++;
    this.deliver();
  }

  /** The writer has taken a message back. */
  withdrawn(number: number): void {
    if (number < 1 || number > this.messages) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer withdraws a message that it never sent');
    }
    if (this.lower?.receiver.withdrawn(number)) return;
    // Those that wait are numbered without gaps.
    const first = this.arrived.peek()?.number ?? 0;
    const incoming = this.current?.number === number ? this.current : this.arrived.at(number - first);
    if (incoming?.number !== number || incoming.withdrawn) return;
    incoming.withdrawn = true;
    this.lower?.offers.refuseAll(incoming.wire);
  }

  /** The writer has offered what had to wait for the reader's choice of a device. */
  offered(message: number, offers: readonly tensorduct.v1.LateOffer.$Properties[]): void {
    this.lower?.receiver.offered(message, offers);
  }

  /** The peer has said goodbye after so many messages. */
  finished(messages: number): void {
    if (messages !== this.messages) {
      throw new TensorductError('ERR_PROTOCOL', `the peer says it has sent ${messages} messages, not ${this.messages}`);
    }
    this.ended ??= { error: null };
    this.window.stop();
    this.deliver();
  }

  /**
   * The pipe is over. What has arrived whole is still delivered, unless `drop` is set; then operations get `error`, or
   * null for an orderly end: also where the peer has said goodbye before.
   */
  end(error: TensorductError | null, drop: boolean): void {
    if (this.ended === null || drop) this.ended = { error };
    this.window.stop();
    if (drop) return this.drop(error);
    this.lower?.receiver.close(error, false);
    this.deliver();
  }

  /** Lets go of what has arrived, and of what is being read: that gets `error`. */
  drop(error: TensorductError | null): void {
    this.lower?.receiver.close(error, true);
    this.arrived.clear();
    this.current = null;
    this.deliver();
  }

  // ---- within ----

  private takeTurn(operation: string): { readonly incoming: Incoming; readonly lower: Lower } {
    const { current, lower } = this;
    if (current !== null && lower !== null) return { incoming: current, lower };
    if (this.ended?.error) throw this.ended.error;
    throw new TensorductError('ERR_OUT_OF_TURN', `${operation} was called without a delivered descriptor`, {
      operation,
    });
  }

  private checkRoom(length: number, operation: string): void {
    if (length < this.host.limits.queuedOperations) return;
    throw new TensorductError('ERR_QUEUE_FULL', `${length} operations are unfinished`, { operation });
  }

  /** Hands out the next descriptor, when it is its turn and somebody waits for it. */
  private deliver(): void {
    for (;;) {
      if (this.current !== null) {
        // Nothing will come behind it: who waits for that need not wait for its read.
        if (this.ended !== null && this.arrived.length === 0) this.descriptors.settleAll(this.ended.error, null);
        return;
      }
      const operation = this.descriptors.firstPending();
      if (operation === null) return;
      const incoming = this.arrived.shift();
      if (incoming === undefined) {
        if (this.ended !== null) this.descriptors.settleAll(this.ended.error, null);
        return;
      }
      if (incoming.withdrawn) {
        this.window.give(incoming.cost);
        this.descriptors.settle(operation, withdrawnError(), null);
        continue;
      }
      this.current = incoming;
      this.descriptors.settle(operation, null, incoming.descriptor);
    }
  }

  /** No lower layer holds the memory of a read any more. */
  private over(operation: ReadOperation): void {
    const { incoming, verdict, received } = operation;
    operation.letGo();
    letGo(incoming);
    if (verdict !== null) {
      for (const part of received) part?.release?.();
      this.reads.settle(operation, this.host.locate(verdict), null);
    } else {
      const message = assemble(incoming, received);
      this.host.counters.messagesRead++;
      this.host.counters.bytesRead += message.byteLength;
      this.reads.settle(operation, null, message);
    }
    this.noteIdle();
  }

  private noteIdle(): void {
    if (!this.busy) this.host.onIdle();
  }
}
