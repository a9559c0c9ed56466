import type { Limits } from '../context/limits.js';
import type { Counters } from '../counters.js';
import { TensorductError, type Completion } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { formatDevice } from '../message/device.js';
import type { Message, PreparedMessage } from '../message/message.js';
import { descriptorBound, encodeDescriptor, MAX_OFFER_BYTES, type WireOffer } from '../wire/descriptor.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import type { Established } from './established.js';
import { checkLimits, costOf } from './message-size.js';
import { printable } from '../log.js';
import { chooseRoutes, compose, copyLasting, undecidedOf } from './outgoing.js';
import { SmallMessages } from './small-message.js';
import { NONE, type WriteOperation } from './write-operation.js';

const { Withdraw, LateOffers } = tensorduct.v1;

/** What the announcer needs of its writer. */
export interface AnnouncerHost {
  readonly limits: Limits;
  readonly counters: Counters;
  destroy(error: TensorductError): void;
  /** An eager write needs the user's memory no more, although its message is still under way. */
  early(operation: WriteOperation): void;
  /** A write is over: no lower layer holds its memory. */
  over(operation: WriteOperation, error: TensorductError | null): void;
}

/** The messages on the wire, from their descriptor until no lower layer holds their memory. */
export class Announcer {
  /** By number. */
  private readonly announced = new Map<number, WriteOperation>();
  private transfers = 0;
  /** Small messages whose frame is not out. */
  private small = 0;
  private readonly smallMessages: SmallMessages;
  private closed = false;

  /** Messages announced so far. */
  messages = 0;
  /** The most tensors of one message that have waited for the reader to name their device. */
  mostUndecided = 0;

  constructor(
    private readonly established: Established,
    private readonly host: AnnouncerHost,
  ) {
    this.smallMessages = new SmallMessages(host.limits, established.remote.limits, (data) =>
      established.channels.lends(data),
    );
  }

  /** Of its payload or tensor, when {@link announceSmall} has just begun one. */
  get smallBytes(): number {
    return this.smallMessages.bodyBytes;
  }

  /** Messages that are not over. */
  get pending(): number {
    return this.announced.size + this.small;
  }

  /** Whether one of them was eager, and its write is complete. */
  get owesEager(): boolean {
    for (const { settled } of this.announced.values()) if (settled) return true;
    return false;
  }

  /**
   * Puts a message on the wire.
   * @param eager whether host memory that would be needed until the peer reads is copied
   * @returns what it costs of the reader's window
   * @throws TensorductError when it cannot be sent; nothing was begun unless the operation has a number
   */
  announce(operation: WriteOperation, eager: boolean): number {
    const { established, host } = this;
    const { frames } = established;
    checkLimits(operation.prepared, established.remote.limits);
    const routes = chooseRoutes(operation.prepared, established, host.limits);
    const copied = eager && operation.prepared.tensors.every(({ data }) => data instanceof Uint8Array);
    if (copied) {
      const count = (bytes: number): void => host.counters.copiedOnLoop(bytes);
      operation.prepared = copyLasting(operation.prepared, routes, count);
    }
    const { prepared } = operation;

    operation.number = ++this.messages;
    operation.outstanding = 1;
    this.announced.set(operation.number, operation);
    const { descriptor, bodies } = compose(prepared, routes, (channel, data) => this.offer(operation, channel, data));
    const undecided = undecidedOf(routes, prepared.payloads.length);
    operation.undecided = undecided;
    operation.outstanding += undecided.size;
    this.mostUndecided = Math.max(this.mostUndecided, undecided.size);

    const proto = frames.begin(descriptorBound(descriptor));
    const start = proto.position;
    encodeDescriptor(proto, descriptor);
    let bytes = proto.position - start;
    for (const body of bodies) bytes += body.length;
    const staged = frames.end(FrameType.message, bodies, (error) => {
      faultPoint('message-written');
      if (copied && error === null && operation.verdict === null) host.early(operation);
      this.released(operation, error);
    });
    if (staged > 0) host.counters.copiedOnLoop(staged);
    return costOf(bytes, routes.length);
  }

  /**
   * Puts a message on the wire that is nothing but a small payload or tensor.
   * @param over called, never inside this call, when it is in the medium, or cannot be
   * @returns as {@link announce}; 0 where this is another kind of message, and nothing was begun
   */
  announceSmall(message: Message, over: Completion): number {
    const { frames } = this.established;
    const bytes = this.smallMessages.encode(message, frames);
    if (bytes < 0) return 0;
    this.messages++;
    this.small++;
    frames.commit((error) => {
      faultPoint('message-written');
      this.small--;
      over(error);
    });
    return costOf(bytes, 1);
  }

  /** The frame of an operation that has a number could not be made: the pipe is over. */
  fail(operation: WriteOperation, error: TensorductError): void {
    this.released(operation, error);
  }

  /** The peer has refused a message. @throws TensorductError `ERR_PROTOCOL` */
  refused(number: number, reason: string): void {
    const operation = this.find(number);
    if (operation === undefined) return;
    operation.verdict ??= new TensorductError('ERR_REJECTED', `the reader refused the message: ${printable(reason)}`, {
      operation: 'write',
    });
    this.forget(operation);
  }

  /** The peer has named devices of tensors. @throws TensorductError `ERR_PROTOCOL` */
  replied(reply: tensorduct.v1.Reply): void {
    const operation = this.find(reply.message);
    if (operation === undefined) return;
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
    frames.send(FrameType.lateOffers, LateOffers.encode({ message: operation.number, offers }).finish());
  }

  /** Takes a message back. Its write is over when nothing touches its memory any more. */
  withdraw(operation: WriteOperation, error: TensorductError): void {
    if (operation.withdrawn) return;
    operation.withdrawn = true;
    operation.verdict ??= error;
    const { frames, channels } = this.established;
    frames.send(FrameType.withdraw, Withdraw.encode({ message: operation.number }).finish());
    for (const { channel, transfer } of operation.transfers) channels.get(channel).withdraw(transfer);
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

  /** The pipe is over: writes are when the lower layers, which are told by the pipe, have let go. */
  close(error: TensorductError): void {
    this.closed = true;
    for (const operation of [...this.announced.values()]) {
      // What the reader has yet to decide it never will.
      if (operation.undecided.size + operation.refused === 0) continue;
      operation.verdict ??= error;
      this.forget(operation);
    }
  }

  private find(number: number): WriteOperation | undefined {
    if (number < 1 || number > this.messages) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer answers a message that was never sent');
    }
    return this.announced.get(number);
  }

  private offer(
    operation: WriteOperation,
    channel: number,
    data: PreparedMessage['tensors'][number]['data'],
    late = false,
  ): WireOffer {
    const transfer = ++this.transfers;
    const offer = this.established.channels.send(channel, transfer, data, (error) => {
      // A reader that has named the device refuses only because it has given up.
      this.released(operation, late && error?.code === 'ERR_REJECTED' ? null : error);
    });
    operation.outstanding++;
    operation.transfers.push({ channel, transfer });
    if (offer.length > MAX_OFFER_BYTES) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `a channel made an offer of ${offer.length} bytes`);
    }
    return { transfer, channel, data: offer };
  }

  /** A lower layer has let a part of the message go. */
  private released(operation: WriteOperation, error: TensorductError | null): void {
    if (error?.code === 'ERR_REJECTED' && operation.verdict === null && !this.closed) {
      // A channel can be faster than the pipe, which brings the reader's reason.
      operation.refused++;
      return;
    }
    if (error !== null) operation.verdict ??= error;
    if (--operation.outstanding !== 0) return;
    this.announced.delete(operation.number);
    clearTimeout(operation.grace);
    this.host.over(operation, operation.verdict);
  }

  /** Drops what only an answer of the peer would have released. */
  private forget(operation: WriteOperation): void {
    const count = operation.undecided.size + operation.refused;
    operation.undecided = NONE;
    operation.refused = 0;
    for (let i = 0; i < count; i++) this.released(operation, null);
  }
}
