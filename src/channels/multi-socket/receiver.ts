import { TensorductError } from '../../errors.js';
import { soon } from '../../soon.js';
import type { ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { encodeAnswer } from '../chunk-answer.js';
import { createLanding, type Landing, type LandingOwner } from '../landing.js';
import type { LaneReceiver } from '../lane-channel.js';
import { LANDING_WINDOW } from '../sink-landing.js';
import type { ChunkEnd } from './codec.js';
import type { Lanes } from './lanes.js';

type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/** A sink is given so much at a time, while more is on its way. */
const SINK_RANGE_BYTES = LANDING_WINDOW / 4;

/** The receiving half of a channel: gives the lanes places for what it has asked for. */
export class StripeReceiver implements LaneReceiver {
  private readonly transfers = new Map<number, Incoming>();
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    readonly lanes: Lanes,
  ) {}

  get usesLane(): boolean {
    for (const { isPending } of this.transfers.values()) if (isPending) return true;
    return false;
  }

  take(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): boolean {
    if (this.failure !== null) {
      const { failure } = this;
      soon(() => callback(failure, null));
      return false;
    }
    try {
      this.transfers.set(transfer, new Incoming(transfer, length, target, callback, this));
      this.lanes.expect(transfer, length);
      return true;
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a receive could not begin');
      this.answer(transfer, 'cancelled');
      soon(() => callback(error, null));
      return false;
    }
  }

  cancel(transfer: number): void {
    const error = new TensorductError('ERR_ABORTED', `the receive of transfer ${transfer} was cancelled`);
    this.transfers.get(transfer)?.giveUp(error);
  }

  refuse(transfer: number): void {
    if (this.failure === null) this.answer(transfer, 'refused');
  }

  /** The sender has put no more than `total` bytes on the lanes. @throws TensorductError `ERR_PROTOCOL` */
  ended({ transfer, total }: ChunkEnd): void {
    const incoming = this.transfers.get(transfer);
    if (incoming === undefined) {
      throw new TensorductError('ERR_PROTOCOL', `the peer ended transfer ${transfer}, which is not open`);
    }
    incoming.giveUp(new TensorductError('ERR_MESSAGE_WITHDRAWN', `the peer withdrew transfer ${transfer}`));
    this.transfers.delete(transfer);
    if (this.lanes.end(transfer, total)) return;
    throw new TensorductError('ERR_PROTOCOL', `the peer ended transfer ${transfer} before what it has sent`);
  }

  close(error: TensorductError): void {
    this.failure = error;
    for (const incoming of this.transfers.values()) incoming.giveUp(error);
    this.transfers.clear();
  }

  // ---- what an incoming transfer asks for ----

  answer(transfer: number, what: Parameters<typeof encodeAnswer>[1]): void {
    if (this.failure === null) this.environment.answer(encodeAnswer(transfer, what));
  }

  forget(transfer: number): void {
    this.transfers.delete(transfer);
  }
}

/** One transfer that was taken. It is known until it has all its bytes or, given up, until the sender has ended it. */
class Incoming implements LandingOwner {
  private readonly landing: Landing;
  private readonly rangeBytes: number;
  private granted = 0;
  /** Every range below this offset has arrived; of those above it, these: lengths by offset. */
  private arrived = 0;
  private readonly beyond = new Map<number, number>();
  /** Ranges that hold the memory. */
  private ranges = 0;
  private outcome: { readonly error: TensorductError | null; readonly received: Received | null } | null = null;
  private delivered = false;

  constructor(
    private readonly transfer: number,
    length: number,
    target: ReceiveTarget,
    private readonly callback: ReceiveCallback,
    private readonly receiver: StripeReceiver,
  ) {
    this.landing = createLanding(target, length, this);
    this.rangeBytes = typeof target === 'object' && 'sink' in target ? SINK_RANGE_BYTES : length;
    // Not now: whoever detaches the memory right after the call must not have it written to.
    soon(() => this.roomGrew());
  }

  /** Whether its fate is open. */
  get isPending(): boolean {
    return this.outcome === null;
  }

  giveUp(error: TensorductError): void {
    if (this.outcome !== null) return;
    this.outcome = { error, received: null };
    this.landing.abandon();
    const known = this.granted > 0;
    this.receiver.lanes.cancel(this.transfer);
    this.receiver.answer(this.transfer, 'cancelled');
    // Of a transfer that was never granted anything the sender has nothing to end.
    if (!known) {
      this.receiver.lanes.end(this.transfer, 0);
      this.receiver.forget(this.transfer);
    }
    soon(this.deliver);
  }

  roomGrew(): void {
    const { limit } = this.landing;
    if (this.outcome !== null || limit === this.granted) return;
    try {
      while (this.granted < limit) {
        const offset = this.granted;
        const length = Math.min(limit - offset, this.rangeBytes - (offset % this.rangeBytes));
        const target = this.landing.place(offset, length);
        this.ranges++;
        this.receiver.lanes.receive(this.transfer, offset, target, (bytes) => this.onRange(offset, length, bytes));
        this.granted += length;
      }
    } catch (thrown) {
      return this.giveUp(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'));
    }
    this.receiver.answer(this.transfer, limit);
  }

  landed(received: Received): void {
    this.outcome = { error: null, received };
    this.receiver.answer(this.transfer, 'done');
    this.receiver.forget(this.transfer);
    this.deliver();
  }

  landingFailed(error: TensorductError): void {
    this.giveUp(error);
  }

  /** A range is complete, or was given up. */
  private onRange(offset: number, length: number, bytes: number): void {
    this.ranges--;
    if (this.outcome !== null) return this.deliver();
    if (bytes < length) return;
    this.beyond.set(offset, length);
    try {
      for (;;) {
        const next = this.beyond.get(this.arrived);
        if (next === undefined) return;
        this.beyond.delete(this.arrived);
        this.arrived += next;
        this.landing.arrived(next);
      }
    } catch (thrown) {
      this.giveUp(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'));
    }
  }

  /** Calls back unless a lane still holds the memory. */
  private readonly deliver = (): void => {
    if (this.outcome === null || this.ranges > 0 || this.delivered) return;
    this.delivered = true;
    this.callback(this.outcome.error, this.outcome.received);
  };
}
