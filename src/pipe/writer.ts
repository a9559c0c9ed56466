import type { Counters } from '../counters.js';
import type { Limits } from '../context/limits.js';
import { TensorductError } from '../errors.js';
import { Fifo } from '../fifo.js';
import { CPU, formatDevice } from '../message/device.js';
import { dtypeCode } from '../message/dtype.js';
import { prepareMessage, type Message, type PreparedMessage } from '../message/message.js';
import { OperationQueue, watch, type OperationOptions, type ResultCallback } from '../operations.js';
import {
  descriptorBound,
  encodeDescriptor,
  MAX_OFFER_BYTES,
  type WireDescriptor,
  type WireOffer,
} from '../wire/descriptor.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import type { Established } from './established.js';
import { checkLimits, costOf } from './message-size.js';
import { printable } from './negotiation.js';
import { WriteOperation } from './write-operation.js';

const { Withdraw, LateOffers } = tensorduct.v1;

const EMPTY = new Uint8Array(0);
const LOCAL = formatDevice(CPU);

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

/** How the bytes of one payload or tensor will travel. */
type Route = 'inline' | 'empty' | 'undecided' | number;

/** The writing half of a pipe. */
export class MessageWriter {
  private readonly operations = new OperationQueue<WriteOperation, Message>();
  /** Those not announced yet, in order. */
  private readonly queued = new Fifo<WriteOperation>();
  /** Those announced and not over, by number. */
  private readonly announced = new Map<number, WriteOperation>();
  private established: Established | null = null;
  private ended: TensorductError | null = null;
  private over = false;
  private transfers = 0;
  private creditLimit = 0;
  private creditUsed = 0;
  private waitingForCredit = false;
  private full = false;

  /** Messages announced so far. */
  messages = 0;
  /** The most tensors of one message that have waited for the reader to name their device. */
  mostUndecided = 0;
  /** Bytes of unfinished writes. */
  bufferedBytes = 0;

  constructor(private readonly host: WriterHost) {}

  /** Whether a well-behaved writer would go on. */
  get writable(): boolean {
    return this.ended === null && !this.full;
  }

  /** Whether every write has been settled. */
  get idle(): boolean {
    return this.queued.length === 0 && this.announced.size === 0;
  }

  /** Whether the user waits for a callback that is yet to be decided on. */
  get awaited(): boolean {
    return this.operations.firstPending() !== undefined;
  }

  /** Whether the peer has yet to read a message whose write was eager, and is complete. */
  get owesEager(): boolean {
    for (const { settled } of this.announced.values()) if (settled) return true;
    return false;
  }

  /** The pipe is established: what was queued goes out. */
  establish(established: Established): void {
    this.established = established;
    this.creditLimit = established.remote.window;
    this.pump();
  }

  /** @throws TensorductError for messages that cannot be written at all */
  write(message: Message, options: WriteOptions | undefined, callback: ResultCallback<Message>): void {
    const prepared = prepareMessage(message);
    checkLimits(prepared, this.host.limits);
    if (this.operations.length >= this.host.limits.queuedOperations) {
      throw new TensorductError('ERR_QUEUE_FULL', `${this.operations.length} writes are unfinished`, {
        operation: 'write',
      });
    }
    const operation = new WriteOperation(callback, message, prepared, options?.eager === true);
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
    const { writeHighWaterBytes, writeHighWaterMessages } = this.host.limits;
    if (this.bufferedBytes >= writeHighWaterBytes || this.operations.length >= writeHighWaterMessages) this.full = true;
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
    this.over = true;
    for (const operation of this.queued.clear()) this.settle(operation, error);
    for (const operation of [...this.announced.values()]) {
      // What the reader has yet to decide it never will.
      if (operation.undecided.size + operation.refused === 0) continue;
      operation.verdict ??= error;
      this.forget(operation);
    }
  }

  /** The peer has read something. */
  credit(limit: number): void {
    // More than a window beyond what we have sent answers nothing.
    const window = this.established?.remote.window ?? 0;
    if (limit <= this.creditLimit || limit > this.creditUsed + window) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer gives credit for what was not sent');
    }
    this.creditLimit = limit;
    this.pump();
  }

  /** The peer has refused a message. */
  refused(number: number, reason: string): void {
    const operation = this.find(number);
    if (operation === undefined) return;
    operation.verdict ??= new TensorductError('ERR_REJECTED', `the reader refused the message: ${printable(reason)}`, {
      operation: 'write',
    });
    this.forget(operation);
  }

  /** The peer has named devices of tensors. */
  replied(reply: tensorduct.v1.Reply): void {
    const operation = this.find(reply.message);
    if (operation === undefined || this.established === null) return;
    // It was taken back while this was on its way.
    if (operation.verdict !== null && operation.undecided.size === 0) return;
    const { channels, frames } = this.established;
    const offers: tensorduct.v1.LateOffer.$Properties[] = [];
    for (const choice of reply.choices) {
      const tensor = choice.tensor ?? 0;
      if (!operation.undecided.has(tensor)) {
        throw new TensorductError('ERR_PROTOCOL', 'the peer names a device that nobody asked for');
      }
      const source = operation.prepared.tensors[tensor];
      const local = formatDevice(source.sourceDevice);
      const channel = channels.between(local, choice.device ?? '');
      if (channel < 0) {
        const error = new TensorductError('ERR_NO_CHANNEL', `no channel leads from ${local} to the reader's device`);
        return this.withdraw(operation, error);
      }
      offers.push({ tensor, offer: this.offer(operation, channel, source.data, true) });
      // The part that stood for the undecided tensor is now counted by the transfer.
      operation.undecided.delete(tensor);
      operation.outstanding--;
    }
    if (offers.length === 0) return;
    const head = LateOffers.encode({ message: operation.number, offers }).finish();
    frames.send(FrameType.lateOffers, head);
  }

  private find(number: number): WriteOperation | undefined {
    if (number < 1 || number > this.messages) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer answers a message that was never sent');
    }
    return this.announced.get(number);
  }

  /** Announces what credit allows. */
  private pump(): void {
    const { established } = this;
    if (established === null) return;
    for (let operation = this.queued.peek(); operation !== undefined; operation = this.queued.peek()) {
      if (this.creditUsed >= this.creditLimit) {
        if (!this.waitingForCredit) this.host.counters.creditWaits++;
        this.waitingForCredit = true;
        return;
      }
      this.waitingForCredit = false;
      this.queued.shift();
      try {
        this.announce(operation, established);
      } catch (thrown) {
        const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a message could not be sent');
        if (operation.number === 0) {
          this.settle(operation, error);
          continue;
        }
        this.host.destroy(error);
        // Its frame never was.
        this.released(operation, error);
      }
    }
  }

  /** @throws TensorductError when the message cannot be sent; nothing was begun unless it has a number */
  private announce(operation: WriteOperation, established: Established): void {
    const { frames, remote } = established;
    checkLimits(operation.prepared, remote.limits);
    const routes = this.route(operation.prepared, established);
    const copied = operation.eager && this.mayCopy(operation.prepared);
    if (copied) operation.prepared = this.copyLasting(operation.prepared, routes);
    const { prepared } = operation;

    operation.number = ++this.messages;
    operation.outstanding = 1;
    this.announced.set(operation.number, operation);
    const descriptor: WireDescriptor = { metadata: prepared.metadata, payloads: [], tensors: [] };
    const bodies: Uint8Array[] = [];
    let item = 0;
    for (const { data, metadata } of prepared.payloads) {
      const route = routes[item++];
      if (route === 'inline') bodies.push(data);
      const offer = typeof route === 'number' ? this.offer(operation, route, data) : null;
      descriptor.payloads.push({ length: data.length, metadata, offer });
    }
    for (let index = 0; index < prepared.tensors.length; index++) {
      const tensor = prepared.tensors[index];
      const route = routes[item++];
      const { data, metadata, shape } = tensor;
      if (route === 'inline' && data instanceof Uint8Array) bodies.push(data);
      const offer = typeof route === 'number' ? this.offer(operation, route, data) : null;
      if (route === 'undecided') {
        operation.undecided.add(index);
        operation.outstanding++;
      }
      descriptor.tensors.push({
        length: tensor.byteLength,
        metadata,
        offer,
        dtype: dtypeCode(tensor.dtype),
        shape,
        sourceDevice: tensor.sourceDevice === CPU ? '' : formatDevice(tensor.sourceDevice),
        targetDevice: tensor.targetDevice === undefined ? '' : formatDevice(tensor.targetDevice),
        undecided: route === 'undecided',
      });
    }

    this.mostUndecided = Math.max(this.mostUndecided, operation.undecided.size);
    const proto = frames.begin(descriptorBound(descriptor));
    const start = proto.position;
    encodeDescriptor(proto, descriptor);
    let bytes = proto.position - start;
    for (const body of bodies) bytes += body.length;
    this.creditUsed += costOf(bytes, routes.length);
    const staged = frames.end(FrameType.message, bodies, (error) => this.frameSent(operation, copied, error));
    if (staged > 0) this.host.counters.copiedOnLoop(staged);
  }

  /** The frame's memory is let go. A message that was copied needs none of the user's any more. */
  private frameSent(operation: WriteOperation, copied: boolean, error: TensorductError | null): void {
    if (copied && error === null && operation.verdict === null) {
      this.operations.settle(operation, null, operation.message);
    }
    this.released(operation, error);
  }

  /** Whether an eager write is within its budget, and its memory the host's. */
  private mayCopy({ tensors }: PreparedMessage): boolean {
    if (this.bufferedBytes > this.host.limits.writeHighWaterBytes) return false;
    return tensors.every(({ data }) => data instanceof Uint8Array);
  }

  /** The message with copies of what lower layers would hold until the peer reads. */
  private copyLasting(prepared: PreparedMessage, routes: readonly Route[]): PreparedMessage {
    let item = 0;
    const copy = <Part extends PreparedMessage['payloads' | 'tensors'][number]>(part: Part): Part => {
      const route = routes[item++];
      if (route === 'inline' || route === 'empty' || !(part.data instanceof Uint8Array)) return part;
      this.host.counters.copiedOnLoop(part.data.length);
      return { ...part, data: new Uint8Array(part.data) };
    };
    return { ...prepared, payloads: prepared.payloads.map(copy), tensors: prepared.tensors.map(copy) };
  }

  /** Settles how each item travels, before anything is begun. */
  private route(prepared: PreparedMessage, { channels, remote }: Established): Route[] {
    const inlineItem = this.host.limits.inlineItemBytes;
    let inlineRoom = Math.min(this.host.limits.inlineBytes, remote.limits.inlineBytes);
    const routes: Route[] = [];
    const choose = (length: number, local: string, target: string | null): Route => {
      if (length === 0) return 'empty';
      if (local === LOCAL && (target === null || target === LOCAL) && length <= inlineItem && length <= inlineRoom) {
        inlineRoom -= length;
        return 'inline';
      }
      if (target === null && channels.reachableFrom(local) > 1) return 'undecided';
      const channel = target === null ? channels.only(local) : channels.between(local, target);
      if (channel >= 0) return channel;
      throw new TensorductError('ERR_NO_CHANNEL', `no channel leads from ${local} to ${target ?? 'any device'}`, {
        operation: 'write',
      });
    };
    for (const { data } of prepared.payloads) routes.push(choose(data.length, LOCAL, LOCAL));
    for (const { byteLength, sourceDevice, targetDevice } of prepared.tensors) {
      const target = targetDevice === undefined ? null : formatDevice(targetDevice);
      routes.push(choose(byteLength, formatDevice(sourceDevice), target));
    }
    return routes;
  }

  private offer(
    operation: WriteOperation,
    channel: number,
    data: PreparedMessage['tensors'][number]['data'],
    late = false,
  ): WireOffer {
    const transfer = ++this.transfers;
    const done = (error: TensorductError | null): void => {
      // A reader that has named the device refuses only because it has given up.
      this.released(operation, late && error?.code === 'ERR_REJECTED' ? null : error);
    };
    const offer = this.established?.channels.send(channel, transfer, data, done) ?? EMPTY;
    operation.outstanding++;
    operation.transfers.push({ channel, transfer });
    if (offer.length > MAX_OFFER_BYTES) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `a channel made an offer of ${offer.length} bytes`);
    }
    return { transfer, channel, data: offer };
  }

  /** A lower layer has let a part of the message go. */
  private released(operation: WriteOperation, error: TensorductError | null): void {
    if (error?.code === 'ERR_REJECTED' && operation.verdict === null && !this.over) {
      // A channel can be faster than the pipe, which brings the reader's reason.
      operation.refused++;
      return;
    }
    if (error !== null) operation.verdict ??= error;
    if (--operation.outstanding !== 0) return;
    this.announced.delete(operation.number);
    clearTimeout(operation.grace);
    const { settled, verdict } = operation;
    if (settled && verdict !== null && !this.over) this.host.onUnheard(this.host.locate(verdict));
    this.settle(operation, operation.verdict);
  }

  private abort(operation: WriteOperation, error: TensorductError): void {
    if (operation.settled) return;
    if (operation.number > 0) return this.withdraw(operation, this.late(operation, error));
    this.queued.remove(operation);
    this.settle(operation, error);
  }

  /** Says of a deadline that has passed what it was that did not happen. */
  private late(operation: WriteOperation, error: TensorductError): TensorductError {
    if (error.code !== 'ERR_TIMEOUT' || (operation.transfers.length === 0 && operation.undecided.size === 0))
      return error;
    return new TensorductError('ERR_TIMEOUT', 'the peer has not read the message in time', {
      operation: 'write',
      cause: error,
      advice: 'it may itself be waiting for a write: read while you write, or write with eager: true',
    });
  }

  /** Takes back a message that was announced. Its callback comes when nothing touches its memory any more. */
  private withdraw(operation: WriteOperation, error: TensorductError): void {
    if (operation.withdrawn || this.established === null) return;
    operation.withdrawn = true;
    operation.verdict ??= error;
    const { frames, channels } = this.established;
    const head = Withdraw.encode({ message: operation.number }).finish();
    frames.send(FrameType.withdraw, head);
    for (const { channel, transfer } of operation.transfers) channels.channels[channel].withdraw(transfer);
    operation.grace = setTimeout(() => {
      this.host.destroy(
        new TensorductError('ERR_TIMEOUT', 'a message was taken back, but its memory is stuck with a stopped peer', {
          operation: 'write',
          cause: error,
        }),
      );
    }, this.host.limits.drainTimeoutMs);
    this.forget(operation);
  }

  /** Drops what only an answer of the peer would have released. */
  private forget(operation: WriteOperation): void {
    const count = operation.undecided.size + operation.refused;
    operation.undecided.clear();
    operation.refused = 0;
    for (let i = 0; i < count; i++) this.released(operation, null);
  }

  private settle(operation: WriteOperation, error: TensorductError | null): void {
    const { counters, limits } = this.host;
    this.bufferedBytes -= operation.prepared.byteLength;
    for (const { lender } of operation.prepared.tensors) lender?.letGo();
    if (error === null) {
      counters.messagesWritten++;
      counters.bytesWritten += operation.prepared.byteLength;
    }
    if (error === null) this.operations.settle(operation, null, operation.message);
    else this.operations.settle(operation, this.host.locate(error), null);
    if (
      this.full &&
      this.bufferedBytes < limits.writeHighWaterBytes &&
      this.queued.length + this.announced.size < limits.writeHighWaterMessages
    ) {
      this.full = false;
      if (this.ended === null) this.host.onDrain();
    }
    if (this.idle) this.host.onIdle();
  }
}
