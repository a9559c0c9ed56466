import { TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import { SeenLeases } from '../../memory/lease-table.js';
import type { Link } from '../../memory/link.js';
import type { Segment } from '../../memory/native.js';
import type { SharedMemory } from '../../memory/shared-memory.js';
import type { Channel, ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { decodeOffer, encodeAnswer, type LeaseOffer, type Word } from './codec.js';
import { CopyOut } from './copy-out.js';

type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/** A transfer that was taken and is not finished. */
interface Incoming {
  readonly transfer: number;
  readonly length: number;
  readonly target: ReceiveTarget;
  /** Null once called. */
  callback: ReceiveCallback | null;
  /** Waits for the sender; for a segment to be mapped; for a copy; for the fallback channel. */
  state: 'wanted' | 'mapping' | CopyOut | 'fallback';
}

/** The receiving half: borrows lent bytes where they lie, or copies them out and gives them back. */
export class ArenaReceiver {
  private readonly incoming = new Map<number, Incoming>();
  private readonly seen = new SeenLeases();
  private peerGone: TensorductError | null = null;
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly memory: SharedMemory,
    private readonly link: Link | null,
    private readonly fallback: Channel,
    private readonly fail: (error: TensorductError) => void,
  ) {}

  /** @throws TensorductError `ERR_PROTOCOL` for an offer that cannot be read */
  take(transfer: number, offer: Uint8Array, length: number, target: ReceiveTarget, callback: ReceiveCallback): void {
    const { failure } = this;
    if (failure !== null) return queueMicrotask(() => callback(failure, null));
    const lease = decodeOffer(offer);
    const incoming: Incoming = { transfer, length, target, callback, state: 'wanted' };
    this.incoming.set(transfer, incoming);
    if (lease !== null) this.use(incoming, lease);
    else if (this.peerGone !== null) this.giveUp(incoming, this.peerGone);
    else this.say(transfer, { word: 'want' });
  }

  cancel(transfer: number): void {
    const incoming = this.incoming.get(transfer);
    if (incoming === undefined) return;
    const error = new TensorductError('ERR_ABORTED', `the receive of transfer ${transfer} was cancelled`);
    if (incoming.state === 'fallback') return this.fallback.cancel(transfer);
    if (incoming.state === 'wanted') this.say(transfer, { word: 'cancelled' });
    this.giveUp(incoming, error);
  }

  /** @throws TensorductError `ERR_PROTOCOL` */
  refuse(transfer: number, offer: Uint8Array): void {
    if (this.failure !== null) return;
    const lease = decodeOffer(offer);
    if (lease === null) this.say(transfer, { word: 'refused' });
    else if (this.see(lease)) this.link?.giveBack(lease.id);
  }

  /** The sender's word. @throws TensorductError `ERR_PROTOCOL` */
  answered(transfer: number, word: Word): void {
    const incoming = this.incoming.get(transfer);
    const wanted = incoming?.state === 'wanted' ? incoming : null;
    switch (word.word) {
      case 'lease':
        if (wanted !== null) return this.use(wanted, word.lease);
        // Given up meanwhile.
        if (this.see(word.lease)) this.link?.giveBack(word.lease.id);
        return;
      case 'fallback':
        return wanted === null ? this.fallback.refuse(transfer, word.bytes) : this.fallBack(wanted, word.bytes);
      default:
        if (wanted !== null) {
          this.giveUp(wanted, new TensorductError('ERR_MESSAGE_WITHDRAWN', `the peer withdrew transfer ${transfer}`));
        }
    }
  }

  /** The peer is gone: ends what waits for it. What it has lent can be taken until `close`. */
  finish(error: TensorductError): void {
    this.peerGone ??= error;
    for (const incoming of this.incoming.values()) if (incoming.state === 'wanted') this.giveUp(incoming, error);
  }

  /** Ends every receive. Memory that is being copied into is waited for; what was borrowed stays borrowed. */
  close(error: TensorductError): void {
    this.failure = error;
    for (const incoming of this.incoming.values()) this.giveUp(incoming, error);
    this.incoming.clear();
    this.link?.end(this.environment.pipe, this.seen);
  }

  // ---- the inside ----

  private use(incoming: Incoming, lease: LeaseOffer): void {
    const { link } = this;
    if (!this.see(lease)) return;
    if (link === null) return this.fail(new TensorductError('ERR_PEER_LOST', 'the link to the peer is gone'));
    incoming.state = 'mapping';
    faultPoint('lease-received');
    link.segment(lease.segment, (error, segment) => {
      if (incoming.callback === null) link.giveBack(lease.id);
      else if (segment !== null) this.deliver(incoming, link, lease, segment);
      else if (error?.code === 'ERR_OUT_OF_MEMORY') this.cannotMap(incoming, lease);
      else this.fail(error ?? new TensorductError('ERR_PEER_LOST', 'the link to the peer is gone'));
    });
  }

  private deliver(incoming: Incoming, link: Link, lease: LeaseOffer, segment: Segment): void {
    const { length, target } = incoming;
    const { borrowings, native } = this.memory;
    if (!(lease.offset + length <= segment.size)) {
      link.giveBack(lease.id);
      return this.fail(new TensorductError('ERR_PROTOCOL', 'the peer lends what lies outside of its memory'));
    }
    this.environment.counters.crossed(this.environment.name, length);
    try {
      if (target === 'borrow' && !lease.copy && this.memory.lendsViews) {
        const received = borrowings.borrow(native, link, lease.id, segment, lease.offset, length);
        faultPoint('borrowed');
        queueMicrotask(() => this.settle(incoming, null, received));
        return;
      }
      incoming.state = new CopyOut(this.environment, segment, lease.offset, length, target, (error, received) => {
        faultPoint('copied-out');
        link.giveBack(lease.id);
        this.settle(incoming, error, received);
      });
    } catch (thrown) {
      link.giveBack(lease.id);
      const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a receive could not begin');
      queueMicrotask(() => this.settle(incoming, error, null));
    }
  }

  /** The bytes have to come another way. */
  private cannotMap(incoming: Incoming, { id, offset }: LeaseOffer): void {
    incoming.state = 'wanted';
    if (this.peerGone !== null) return this.giveUp(incoming, this.peerGone);
    this.say(incoming.transfer, { word: 'unmapped', lease: id, offset, length: incoming.length });
  }

  private fallBack(incoming: Incoming, offer: Uint8Array): void {
    const { transfer, length, target } = incoming;
    incoming.state = 'fallback';
    this.fallback.recv(transfer, offer, length, target, (error, received) => this.settle(incoming, error, received));
  }

  private giveUp(incoming: Incoming, error: TensorductError): void {
    const { state } = incoming;
    if (state instanceof CopyOut) state.stop(error);
    else if (state !== 'fallback') queueMicrotask(() => this.settle(incoming, error, null));
  }

  private settle(incoming: Incoming, error: TensorductError | null, received: Received | null): void {
    const { callback } = incoming;
    if (callback === null) return received?.release?.();
    incoming.callback = null;
    this.incoming.delete(incoming.transfer);
    callback(error, received);
  }

  /** Enters a lease into the account. @returns false when the peer has given it twice, which ends the channel */
  private see(lease: LeaseOffer): boolean {
    if (this.seen.add(lease.sequence)) return true;
    this.fail(new TensorductError('ERR_PROTOCOL', 'the peer gives the same lease twice'));
    return false;
  }

  private say(transfer: number, word: Word): void {
    if (this.failure === null && this.peerGone === null) this.environment.answer(encodeAnswer(transfer, word));
  }
}
