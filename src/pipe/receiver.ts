import { NOTHING } from '../channels/borrow.js';
import type { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import { CPU, formatDevice, type Device } from '../message/device.js';
import type { WireItem, WireOffer } from '../wire/descriptor.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import type { Established } from './established.js';
import { goneError, withdrawnError, type Incoming } from './incoming.js';
import type { IncomingOffers } from './incoming-offers.js';
import { landInline } from './inline.js';
import type { Part, ReadOperation } from './read-operation.js';

const { Reply } = tensorduct.v1;

const EMPTY = new Uint8Array(0);
const LOCAL = formatDevice(CPU);

/** What the receiver needs of its reader. */
export interface ReceiverHost {
  readonly counters: Counters;
  /** A read is over: no lower layer holds its memory. Its verdict says how. */
  over(operation: ReadOperation): void;
}

/** Moves the messages that are being read to where their readers want them. */
export class MessageReceiver {
  /** Reads whose lower layers are at work, by message number. */
  private readonly active = new Map<number, ReadOperation>();
  /** Tensors whose device we have named and that the writer has yet to offer, by message. */
  private readonly asked = new Map<number, Set<number>>();

  /** How many tensors the writer has yet to offer because we have named their device. */
  awaitedOffers = 0;

  constructor(
    private readonly established: Established,
    private readonly offers: IncomingOffers,
    private readonly host: ReceiverHost,
  ) {}

  /** Reads that are under way. */
  get pending(): number {
    return this.active.size;
  }

  /**
   * A tensor comes to the host inline, through the channel that the writer has chosen, or through any that leads to
   * the device of our choice.
   * @throws TensorductError `ERR_ALLOCATION_MISMATCH`
   */
  checkDevices({ wire }: Incoming, targets: readonly ReceiveTarget[]): void {
    for (let i = 0; i < targets.length; i++) {
      const target = targets[i];
      const { length, offer, undecided, sourceDevice } = wire.tensors[i];
      const device = deviceOf(target);
      if (length === 0 || target === 'borrow' || (device === LOCAL && sourceDevice === '')) continue;
      const source = sourceDevice === '' ? LOCAL : sourceDevice;
      const channel = this.established.channels.between(device, source);
      if (offer === null ? undecided && channel >= 0 : channel === offer.channel) continue;
      throw new TensorductError('ERR_ALLOCATION_MISMATCH', `tensors[${i}] cannot be received on ${device}`, {
        advice: "receive it with 'borrow', or let the writer name the target device",
      });
    }
  }

  /**
   * Starts to move every item of a message to its target. The read is not over before `started` was called too.
   * @param ended why the writer will offer nothing more, where that is so
   */
  start(operation: ReadOperation, targets: readonly ReceiveTarget[], ended: TensorductError | null): void {
    const { incoming } = operation;
    this.active.set(incoming.number, operation);
    operation.outstanding = 1;
    if (incoming.withdrawn) operation.verdict = withdrawnError();
    else this.receive(operation, targets, ended);
  }

  /** All that belongs to the start of a read is done. */
  started(operation: ReadOperation): void {
    this.finishPart(operation, null);
  }

  /** The writer has taken a message back. @returns whether it was being read */
  withdrawn(number: number): boolean {
    this.awaitedOffers -= this.asked.get(number)?.size ?? 0;
    this.asked.delete(number);
    const operation = this.active.get(number);
    if (operation === undefined) return false;
    this.cancel(operation, withdrawnError());
    return true;
  }

  /** The writer has offered what had to wait for the reader's choice of a device. @throws TensorductError */
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
      this.offers.check(wire);
      const item = (operation?.incoming.wire.payloads.length ?? 0) + (tensor ?? 0);
      const part = operation?.parts.find((candidate) => candidate.item === item && candidate.offer === null);
      if (part !== undefined) part.offer = wire;
      if (operation !== undefined && part !== undefined && operation.verdict === null) {
        this.receivePart(operation, part, wire);
        continue;
      }
      this.offers.refuse(wire);
      if (operation !== undefined && part !== undefined) this.finishPart(operation, null);
    }
    if (asked?.size === 0) this.asked.delete(message);
  }

  /** Ends a read before all has arrived: the memory is let go, the rest is dropped. */
  cancel(operation: ReadOperation, error: TensorductError): void {
    if (operation.settled) return;
    operation.verdict ??= error;
    for (const giveUp of operation.sinks.splice(0)) giveUp(error);
    for (const { offer } of operation.parts.splice(0)) {
      // A part without an offer waits for the writer's, which will be refused.
      if (offer === null) this.finishPart(operation, null);
      else this.established.channels.get(offer.channel).cancel(offer.transfer);
    }
  }

  /**
   * The pipe is over. Transfers are ended by their channels; what waits for an offer of the peer, or for a sink, is not.
   * @param error null for an orderly end
   * @param drop whether also what the medium of a channel holds is not to be taken any more
   */
  close(error: TensorductError | null, drop: boolean): void {
    const { channels } = this.established;
    for (const operation of [...this.active.values()]) {
      const unoffered = operation.parts.some(({ offer }) => offer === null);
      const held =
        !drop &&
        operation.sinks.length === 0 &&
        operation.parts.every(({ offer }) => offer !== null && channels.outlivesPeer(offer.channel));
      if (unoffered || (error !== null && !held)) this.cancel(operation, error ?? goneError());
    }
  }

  private receive(operation: ReadOperation, targets: readonly ReceiveTarget[], ended: TensorductError | null): void {
    const { wire, body, bodyStart, number } = operation.incoming;
    const items: readonly WireItem[] = [...wire.payloads, ...wire.tensors];
    const choices: tensorduct.v1.DeviceChoice.$Properties[] = [];
    let position = bodyStart;
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
        if (ended !== null) {
          operation.verdict ??= ended;
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
        if (giveUp !== null) {
          operation.sinks.push(giveUp);
          // A sink that is given up may be at it still.
          operation.incoming.slab = null;
        }
      }
    }
    if (choices.length === 0) return;
    this.asked.set(number, new Set(choices.map(({ tensor }) => tensor ?? 0)));
    this.awaitedOffers += choices.length;
    this.established.frames.send(FrameType.reply, Reply.encode({ message: number, choices }).finish());
  }

  private receivePart(operation: ReadOperation, { item, target }: Part, offer: WireOffer): void {
    const { wire } = operation.incoming;
    const { length } = item < wire.payloads.length ? wire.payloads[item] : wire.tensors[item - wire.payloads.length];
    const { transfer, channel, data } = offer;
    this.established.channels.recv(channel, transfer, data, length, target, (error, received) => {
      if (received !== null) operation.received[item] = received;
      this.finishPart(operation, error);
    });
  }

  private finishPart(operation: ReadOperation, error: TensorductError | null): void {
    if (error !== null) operation.verdict ??= error;
    if (--operation.outstanding > 0) return;
    this.active.delete(operation.incoming.number);
    this.host.over(operation);
  }
}

function isSinkOrBorrow(target: ReceiveTarget): target is Exclude<ReceiveTarget, Uint8Array | { device: Device }> {
  return target === 'borrow' || 'sink' in target;
}

function deviceOf(target: ReceiveTarget): string {
  return target !== 'borrow' && 'device' in target ? formatDevice(target.device) : LOCAL;
}
