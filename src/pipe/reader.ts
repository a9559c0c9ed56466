import { NOTHING } from '../channels/borrow.js';
import type { Channel } from '../channels/channel.js';
import type { Counters } from '../counters.js';
import type { Limits } from '../context/limits.js';
import { TensorductError } from '../errors.js';
import { Fifo } from '../fifo.js';
import { checkAllocation, type Allocation, type ReceiveTarget } from '../message/allocation.js';
import type { Descriptor } from '../message/descriptor.js';
import { CPU, formatDevice, type Device } from '../message/device.js';
import type { ReceivedMessage } from '../message/received-message.js';
import { Operation, OperationQueue, watch, type OperationOptions, type ResultCallback } from '../operations.js';
import { decodeDescriptor, type WireDescriptor, type WireItem, type WireOffer } from '../wire/descriptor.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import type { Established } from './established.js';
import { assemble, describe, type Incoming } from './incoming.js';
import { landInline } from './inline.js';
import { costOf } from './message-size.js';
import { ReadOperation, type Part } from './read-operation.js';

const { Credit, Refuse, Reply } = tensorduct.v1;

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
const LOCAL = formatDevice(CPU);

/** The reading half of a pipe. */
export class MessageReader {
  private readonly descriptors = new OperationQueue<Operation<Descriptor>, Descriptor>();
  private readonly reads = new OperationQueue<ReadOperation, ReceivedMessage>();
  /** Reads whose lower layers are at work, by message number. */
  private readonly active = new Map<number, ReadOperation>();
  private readonly arrived = new Fifo<Incoming>();
  /** Tensors whose device we have named and that the writer has yet to offer, by message. */
  private readonly asked = new Map<number, Set<number>>();
  /** The message whose descriptor was delivered and that waits for `read` or `reject`. */
  private current: Incoming | null = null;
  /** The frame that is being received. */
  private incoming: Incoming | null = null;
  private established: Established | null = null;
  /** How the stream of messages ended: an error, or null for the peer's goodbye. */
  private ended: { readonly error: TensorductError | null } | null = null;
  private transfers = 0;
  private consumed = 0;
  private credited = 0;
  private window = 0;
  /** The last credit is still on its way out. */
  private crediting = false;

  /** Messages that have arrived so far. */
  messages = 0;
  /** How many tensors the writer has yet to offer because we have named their device. */
  awaitedOffers = 0;

  constructor(private readonly host: ReaderHost) {}

  establish(established: Established, window: number): void {
    this.established = established;
    this.window = window;
  }

  /** Whether somebody reads: an operation is armed, or a message is between its descriptor and its last byte. */
  get busy(): boolean {
    return this.current !== null || this.active.size > 0 || this.descriptors.length > 0 || this.reads.length > 0;
  }

  /** Whether transfers of the peer are being received. */
  get receiving(): boolean {
    return this.active.size > 0;
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
    const incoming = this.takeTurn('read');
    const targets = checkAllocation(incoming.descriptor, allocation);
    this.checkDevices(incoming, targets.tensors);
    this.checkRoom(this.reads.length, 'read');
    this.current = null;
    const operation = new ReadOperation(callback, incoming);
    this.reads.push(operation);
    this.active.set(incoming.number, operation);
    operation.outstanding = 1;
    if (incoming.withdrawn) operation.verdict = withdrawnError();
    else this.receive(operation, [...targets.payloads, ...targets.tensors]);
    if (options !== undefined) operation.unwatch = watch(options, 'read', (error) => this.cancel(operation, error));
    this.consume(incoming);
    this.finishPart(operation, null);
    this.deliver();
  }

  /** @throws TensorductError `ERR_OUT_OF_TURN` */
  reject(reason: string): void {
    const incoming = this.takeTurn('reject');
    this.current = null;
    if (!incoming.withdrawn && this.ended === null && this.established !== null) {
      const { frames } = this.established;
      const head = Refuse.encode({ message: incoming.number, reason: reason.slice(0, 256) }).finish();
      frames.send(FrameType.refuse, head);
      this.refuseOffers(incoming);
    }
    this.consume(incoming);
    this.deliver();
    this.noteIdle();
  }

  // ---- what the pipe calls for frames of the peer ----

  /** A message's head has arrived. @returns whether a body follows */
  onHead(head: Uint8Array, bodyLength: number): 'keep' | 'discard' {
    const { limits } = this.host;
    const wire = decodeDescriptor(head, limits);
    const inline = this.checkItems(wire);
    if (inline !== bodyLength)
      throw new TensorductError('ERR_PROTOCOL', 'a body is not as long as its descriptor says');
    if (inline > limits.inlineBytes) {
      throw new TensorductError('ERR_LIMIT_EXCEEDED', `${inline} inline bytes of ${limits.inlineBytes} allowed`);
    }
    const cost = costOf(head.length + bodyLength, wire.payloads.length + wire.tensors.length);
    this.window -= cost;
    // The last frame may begin with one byte of credit left.
    if (this.window + cost <= 0) throw new TensorductError('ERR_PROTOCOL', 'the peer sends without credit');
    const descriptor = describe(wire, this.established);
    this.incoming = { number: ++this.messages, wire, descriptor, body: EMPTY, cost, withdrawn: false };
    return bodyLength > 0 ? 'keep' : 'discard';
  }

  /** The message is complete. */
  onBody(body: Uint8Array): void {
    if (this.incoming === null) return;
    this.incoming.body = body;
    this.arrived.push(this.incoming);
    this.incoming = null;
    if (this.descriptors.length === 0) this.host.counters.readWaits++;
    this.deliver();
  }

  /** The writer has taken a message back. */
  withdrawn(number: number): void {
    if (number < 1 || number > this.messages) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer withdraws a message that it never sent');
    }
    this.awaitedOffers -= this.asked.get(number)?.size ?? 0;
    this.asked.delete(number);
    const operation = this.active.get(number);
    if (operation !== undefined) return this.cancel(operation, withdrawnError());
    // Those that wait are numbered without gaps.
    const first = this.arrived.peek()?.number ?? 0;
    const incoming = this.current?.number === number ? this.current : this.arrived.at(number - first);
    if (incoming?.number !== number || incoming.withdrawn) return;
    incoming.withdrawn = true;
    this.refuseOffers(incoming);
  }

  /** The writer has offered what had to wait for the reader's choice of a device. */
  offered(message: number, offers: readonly tensorduct.v1.LateOffer.$Properties[]): void {
    const asked = this.asked.get(message);
    const operation = this.active.get(message);
    for (const { tensor, offer } of offers) {
      if (!asked?.delete(tensor ?? 0)) {
        throw new TensorductError('ERR_PROTOCOL', 'the peer offers a tensor that nobody asked for');
      }
      this.awaitedOffers--;
      const wire: WireOffer = {
        transfer: offer?.transfer ?? 0,
        channel: offer?.channel ?? 0,
        data: offer?.data ?? EMPTY,
      };
      this.checkOffer(wire);
      const item = (operation?.incoming.wire.payloads.length ?? 0) + (tensor ?? 0);
      const part = operation?.parts.find((candidate) => candidate.item === item && candidate.offer === null);
      if (part !== undefined) part.offer = wire;
      if (operation !== undefined && part !== undefined && operation.verdict === null) {
        this.receivePart(operation, part, wire);
        continue;
      }
      this.channelOf(wire).refuse(wire.transfer, wire.data);
      if (operation !== undefined && part !== undefined) this.finishPart(operation, null);
    }
    if (asked?.size === 0) this.asked.delete(message);
  }

  /** The peer has said goodbye after so many messages. */
  finished(messages: number): void {
    if (messages !== this.messages) {
      throw new TensorductError('ERR_PROTOCOL', `the peer says it has sent ${messages} messages, not ${this.messages}`);
    }
    this.ended ??= { error: null };
    this.deliver();
  }

  /**
   * The pipe is over. What has arrived whole is still delivered, unless `drop` is set; then operations get `error`, or
   * null for an orderly end: also where the peer has said goodbye before.
   */
  end(error: TensorductError | null, drop: boolean): void {
    if (this.ended === null || drop) this.ended = { error };
    // Transfers are ended by their channels; what waits for an offer of the peer, or for a sink, is not.
    for (const operation of [...this.active.values()]) {
      const unoffered = operation.parts.some(({ offer }) => offer === null);
      if (error !== null || unoffered) {
        this.cancel(operation, error ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe is over'));
      }
    }
    if (drop) {
      this.arrived.clear();
      this.current = null;
    }
    this.deliver();
  }

  // ---- within ----

  private takeTurn(operation: string): Incoming {
    if (this.current !== null) return this.current;
    if (this.ended?.error) throw this.ended.error;
    throw new TensorductError('ERR_OUT_OF_TURN', `${operation} was called without a delivered descriptor`, {
      operation,
    });
  }

  /**
   * A tensor comes to the host inline, through the channel that the writer has chosen, or through any that leads to
   * the device of our choice.
   * @throws TensorductError `ERR_ALLOCATION_MISMATCH`
   */
  private checkDevices({ wire }: Incoming, targets: readonly ReceiveTarget[]): void {
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      const { length, offer, undecided, sourceDevice } = wire.tensors[i];
      const device = deviceOf(target);
      if (length === 0 || target === 'borrow' || (device === LOCAL && sourceDevice === '')) continue;
      const source = sourceDevice === '' ? LOCAL : sourceDevice;
      const channel = this.established?.channels.between(device, source) ?? -1;
      if (offer === null ? undecided && channel >= 0 : channel === offer.channel) continue;
      throw new TensorductError('ERR_ALLOCATION_MISMATCH', `tensors[${i}] cannot be received on ${device}`, {
        advice: "receive it with 'borrow', or let the writer name the target device",
      });
    }
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
      if (operation === undefined) return;
      const incoming = this.arrived.shift();
      if (incoming === undefined) {
        if (this.ended !== null) this.descriptors.settleAll(this.ended.error, null);
        return;
      }
      if (incoming.withdrawn) {
        this.consume(incoming);
        this.descriptors.settle(operation, withdrawnError(), null);
        continue;
      }
      this.current = incoming;
      this.descriptors.settle(operation, null, incoming.descriptor);
    }
  }

  /** Starts to move every item to its target. */
  private receive(operation: ReadOperation, targets: readonly ReceiveTarget[]): void {
    const { wire, body } = operation.incoming;
    const items: readonly WireItem[] = [...wire.payloads, ...wire.tensors];
    const choices: tensorduct.v1.DeviceChoice.$Properties[] = [];
    let position = 0;
    for (let item = 0; item < items.length; item++) {
      const { length, offer } = items[item];
      const target = targets[item];
      const tensor = item - wire.payloads.length;
      if (length === 0) {
        operation.received[item] = target instanceof Uint8Array || isSinkOrBorrow(target) ? NOTHING : { data: target };
      } else if (offer !== null) {
        const part: Part = { item, target, offer };
        operation.parts.push(part);
        operation.outstanding++;
        this.receivePart(operation, part, offer);
      } else if (tensor >= 0 && wire.tensors[tensor].undecided) {
        if (this.ended !== null) {
          operation.verdict ??= this.ended.error ?? goneError();
          continue;
        }
        operation.parts.push({ item, target, offer: null });
        operation.outstanding++;
        choices.push({ tensor, device: deviceOf(target) });
      } else {
        const bytes = body.subarray(position, position + length);
        position += length;
        operation.outstanding++;
        const giveUp = landInline(bytes, target, this.host.counters, (error, received) => {
          if (received !== null) operation.received[item] = received;
          this.finishPart(operation, error);
        });
        if (giveUp !== null) operation.sinks.push(giveUp);
      }
    }
    if (choices.length > 0 && this.established !== null) {
      this.asked.set(operation.incoming.number, new Set(choices.map(({ tensor }) => tensor ?? 0)));
      this.awaitedOffers += choices.length;
      const head = Reply.encode({ message: operation.incoming.number, choices }).finish();
      this.established.frames.send(FrameType.reply, head);
    }
  }

  private receivePart(operation: ReadOperation, part: Part, offer: WireOffer): void {
    const { wire } = operation.incoming;
    const { item, target } = part;
    const { length } = item < wire.payloads.length ? wire.payloads[item] : wire.tensors[item - wire.payloads.length];
    this.established?.channels.recv(offer.channel, offer.transfer, offer.data, length, target, (error, received) => {
      if (received !== null) operation.received[item] = received;
      this.finishPart(operation, error);
    });
  }

  private finishPart(operation: ReadOperation, error: TensorductError | null): void {
    if (error !== null) operation.verdict ??= error;
    if (--operation.outstanding > 0) return;
    const { incoming, verdict, received } = operation;
    this.active.delete(incoming.number);
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

  /** Ends a read before all has arrived: the memory is let go, the rest is dropped. */
  private cancel(operation: ReadOperation, error: TensorductError): void {
    if (operation.settled) return;
    operation.verdict ??= error;
    for (const giveUp of operation.sinks.splice(0)) giveUp(error);
    for (const { offer } of operation.parts.splice(0)) {
      // A part without an offer waits for the writer's, which will be refused.
      if (offer === null) this.finishPart(operation, null);
      else this.channelOf(offer).cancel(offer.transfer);
    }
  }

  private refuseOffers({ wire }: Incoming): void {
    for (const { offer } of [...wire.payloads, ...wire.tensors]) {
      if (offer !== null) this.channelOf(offer).refuse(offer.transfer, offer.data);
    }
  }

  private channelOf(offer: WireOffer): Channel {
    if (this.established === null) throw new TensorductError('ERR_PROTOCOL', 'an offer came before the pipe');
    return this.established.channels.get(offer.channel);
  }

  /** The message's bytes have left our memory: the peer may send as many again. */
  private consume({ cost }: Incoming): void {
    this.consumed += cost;
    this.giveCredit();
  }

  /**
   * Gives credit for what was consumed, once it is worth a frame and the frames before are out: a peer that sends but
   * does not read gets no more, so what we answer it is bounded too.
   */
  private giveCredit(): void {
    if (this.ended !== null || this.established === null || this.crediting) return;
    const { windowBytes } = this.host.limits;
    if (this.consumed - this.credited < windowBytes / 4) return;
    this.crediting = true;
    this.window += this.consumed - this.credited;
    this.credited = this.consumed;
    const { frames } = this.established;
    const head = Credit.encode({ limit: windowBytes + this.credited }).finish();
    frames.send(FrameType.credit, head, this.creditSent);
  }

  private readonly creditSent = (): void => {
    this.crediting = false;
    this.giveCredit();
  };

  /** Checks the items of a descriptor against each other. @returns the inline bytes */
  private checkItems(wire: WireDescriptor): number {
    let inline = 0;
    for (const item of [...wire.payloads, ...wire.tensors]) {
      if (item.offer === null) {
        if (!('undecided' in item && item.undecided)) inline += item.length;
        continue;
      }
      if (item.length === 0) throw new TensorductError('ERR_PROTOCOL', 'the peer offers nothing');
      this.checkOffer(item.offer);
    }
    return inline;
  }

  private checkOffer(offer: WireOffer): void {
    this.channelOf(offer);
    if (offer.transfer <= this.transfers) throw new TensorductError('ERR_PROTOCOL', 'transfers are out of order');
    this.transfers = offer.transfer;
  }

  private noteIdle(): void {
    if (!this.busy) this.host.onIdle();
  }
}

function isSinkOrBorrow(target: ReceiveTarget): target is Exclude<ReceiveTarget, Uint8Array | { device: Device }> {
  return target === 'borrow' || 'sink' in target;
}

function deviceOf(target: ReceiveTarget): string {
  return target !== 'borrow' && 'device' in target ? formatDevice(target.device) : LOCAL;
}

function goneError(): TensorductError {
  return new TensorductError('ERR_PIPE_CLOSED', 'the pipe is over', { operation: 'read' });
}

function withdrawnError(): TensorductError {
  return new TensorductError('ERR_MESSAGE_WITHDRAWN', 'the writer took the message back', { operation: 'read' });
}
