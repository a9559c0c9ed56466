import { TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import type { Claimed, Forwarded } from '../../memory/claims.js';
import { SeenLeases } from '../../memory/lease-table.js';
import type { Link } from '../../memory/link.js';
import { Outcome, type Segment } from '../../memory/native.js';
import { LeasedBlock } from '../../memory/shared-block.js';
import type { SharedMemory } from '../../memory/shared-memory.js';
import { soon } from '../../soon.js';
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
  /**
   * Waits for the sender; for its stream to let go, since it has answered otherwise; for the owner of forwarded memory; for
   * a segment to be mapped; for a copy; for the fallback.
   */
  state: 'wanted' | 'leaving' | 'claiming' | 'mapping' | CopyOut | 'fallback';
  /** By which the target may be filled while it waits for the sender; null where it cannot. */
  stream: number | null;
  /** Why it is not to be delivered, once the stream has let go of the target. */
  given: TensorductError | null;
  /** What the sender's answer asks for, once the stream has let go. It finds no callback where the receive was given up. */
  afterStream: (() => void) | null;
}

/** Where the bytes lie, and how they are borrowed or given back. */
type Source = Pick<Claimed, 'segment' | 'borrow' | 'release'> & { readonly offset: number };

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
    if (failure !== null) return soon(() => callback(failure, null));
    const offered = decodeOffer(offer);
    const incoming: Incoming = {
      transfer,
      length,
      target,
      callback,
      state: 'wanted',
      stream: null,
      given: null,
      afterStream: null,
    };
    this.incoming.set(transfer, incoming);
    if (offered === null) this.want(incoming);
    else if (offered.lease !== undefined) this.use(incoming, offered.lease);
    else void this.claim(incoming, offered.forwarded);
  }

  cancel(transfer: number): void {
    const incoming = this.incoming.get(transfer);
    if (incoming === undefined) return;
    const error = new TensorductError('ERR_ABORTED', `the receive of transfer ${transfer} was cancelled`);
    if (incoming.state === 'fallback') return this.fallback.cancel(transfer);
    const { state } = incoming;
    if (state === 'wanted' || state === 'leaving' || state === 'claiming') this.say(transfer, { word: 'cancelled' });
    this.giveUp(incoming, error);
  }

  /** @throws TensorductError `ERR_PROTOCOL` */
  refuse(transfer: number, offer: Uint8Array): void {
    if (this.failure !== null) return;
    const lease = decodeOffer(offer)?.lease;
    if (lease === undefined) this.say(transfer, { word: 'refused' });
    else if (this.see(lease)) this.link?.giveBack(lease.id);
  }

  /** The sender's word. @throws TensorductError `ERR_PROTOCOL` */
  answered(transfer: number, word: Word): void {
    const incoming = this.incoming.get(transfer);
    const wanted = incoming?.state === 'wanted' ? incoming : null;
    switch (word.word) {
      case 'lease':
        if (wanted !== null) return this.leaveStream(wanted, () => this.use(wanted, word.lease));
        // Given up meanwhile.
        if (this.see(word.lease)) this.link?.giveBack(word.lease.id);
        return;
      case 'fallback': {
        if (wanted === null) return this.fallback.refuse(transfer, word.bytes);
        // The word is valid during this call only; `slice` of a Buffer does not copy.
        const offer = new Uint8Array(word.bytes);
        return this.leaveStream(wanted, () => this.fallBack(wanted, offer));
      }
      default:
        if (wanted !== null) {
          this.giveUp(wanted, new TensorductError('ERR_MESSAGE_WITHDRAWN', `the peer withdrew transfer ${transfer}`));
        }
    }
  }

  /** The peer is gone: ends what waits for it. What it has lent can be taken until `close`. */
  finish(error: TensorductError): void {
    this.peerGone ??= error;
    for (const incoming of this.incoming.values()) {
      if (incoming.state !== 'wanted') continue;
      if (incoming.stream === null) this.giveUp(incoming, error);
      else this.link?.streams.expire(incoming.stream);
    }
  }

  /** Ends every receive. Memory that is being copied into is waited for; what was borrowed stays borrowed. */
  close(error: TensorductError): void {
    this.failure = error;
    for (const incoming of this.incoming.values()) this.giveUp(incoming, error);
    this.incoming.clear();
    this.link?.end(this.environment.pipe, this.seen);
  }

  // ---- the inside ----

  /** Asks for what the sender has in ordinary memory: as a stream where it goes into memory of ours. */
  private ask(incoming: Incoming): void {
    const { link } = this;
    const { transfer, target, length } = incoming;
    if (link === null || !(target instanceof Uint8Array)) return this.say(transfer, { word: 'want' });
    link.streams.open((isOpen) => {
      if (incoming.callback === null || this.failure !== null) return;
      if (target.length !== length) {
        this.say(transfer, { word: 'cancelled' });
        return this.giveUp(incoming, detached());
      }
      if (!isOpen) return this.say(transfer, { word: 'want' });
      const stream = link.streams.receive(target, (outcome) => this.streamed(incoming, outcome));
      incoming.stream = stream;
      this.say(transfer, { word: 'stream', stream });
      faultPoint('stream-asked');
    });
  }

  /** The stream is over: nothing fills the target any more. */
  private streamed(incoming: Incoming, outcome: Outcome): void {
    const { length, target, given, afterStream } = incoming;
    incoming.stream = null;
    if (given !== null) this.settle(incoming, given, null);
    if (afterStream !== null) return afterStream();
    if (given !== null) return;
    if (outcome === Outcome.Done && target instanceof Uint8Array) {
      if (target.length !== length) return this.settle(incoming, detached(), null);
      this.environment.counters.copied(length);
      this.environment.counters.crossed(this.environment.name, length);
      return this.settle(incoming, null, { data: target });
    }
    const gone = new TensorductError('ERR_PEER_LOST', 'the link to the peer is gone');
    this.settle(incoming, this.failure ?? this.peerGone ?? gone, null);
    if (this.peerGone === null) this.fail(gone);
  }

  /** Runs what the sender's answer asks for, which needs the target for itself. */
  private leaveStream(incoming: Incoming, then: () => void): void {
    if (incoming.stream === null) return then();
    incoming.state = 'leaving';
    incoming.afterStream = then;
    this.link?.streams.cancel(incoming.stream);
  }

  /** The bytes are in the sender's ordinary memory, or have to come from there. */
  private want(incoming: Incoming): void {
    incoming.state = 'wanted';
    if (this.peerGone === null) this.ask(incoming);
    else this.giveUp(incoming, this.peerGone);
  }

  /** The sender has borrowed the bytes itself: the owner may lend them to us as well. */
  private async claim(incoming: Incoming, forwarded: Forwarded): Promise<void> {
    incoming.state = 'claiming';
    const { offset } = forwarded;
    const claimed = this.link === null ? null : await this.memory.claims.claim(this.link.peer, forwarded);
    if (incoming.callback === null || this.failure !== null) return claimed?.release();
    if (claimed === null) return this.want(incoming);
    this.say(incoming.transfer, { word: 'leased' });
    if (claimed.contains(offset, incoming.length)) return this.deliver(incoming, { ...claimed, offset }, false);
    claimed.release();
    this.fail(new TensorductError('ERR_PROTOCOL', 'the peer forwards what lies outside of what it has borrowed'));
  }

  private use(incoming: Incoming, lease: LeaseOffer): void {
    const { link } = this;
    if (!this.see(lease)) return;
    if (link === null) return this.fail(new TensorductError('ERR_PEER_LOST', 'the link to the peer is gone'));
    incoming.state = 'mapping';
    faultPoint('lease-received');
    link.segment(lease.segment, (error, segment) => {
      if (incoming.callback === null) link.giveBack(lease.id);
      else if (segment !== null) this.lent(incoming, link, lease, segment);
      else if (error?.code === 'ERR_OUT_OF_MEMORY') this.cannotMap(incoming, lease);
      else this.fail(error ?? new TensorductError('ERR_PEER_LOST', 'the link to the peer is gone'));
    });
  }

  private lent(incoming: Incoming, link: Link, { id, offset, copy, inPlace }: LeaseOffer, segment: Segment): void {
    if (!(offset + incoming.length <= segment.size)) {
      link.giveBack(id);
      return this.fail(new TensorductError('ERR_PROTOCOL', 'the peer lends what lies outside of its memory'));
    }
    if (inPlace) {
      const block = new LeasedBlock(this.memory, link, id, segment);
      const borrow = (_: number, length: number) => block.borrow(offset, length);
      return this.deliver(incoming, { segment, offset, borrow, release: () => block.release() }, false);
    }
    const { borrowings } = this.memory;
    const source: Source = {
      segment,
      offset,
      borrow: (_, length) => borrowings.borrow({ link, lease: id, segment, offset }, length),
      release: () => link.giveBack(id),
    };
    this.deliver(incoming, source, copy);
  }

  /** Borrows bytes that can be read here, or copies them. @param copy also where they could be borrowed */
  private deliver(incoming: Incoming, source: Source, copy: boolean): void {
    const { length, target } = incoming;
    const { segment, offset } = source;
    this.environment.counters.crossed(this.environment.name, length);
    try {
      if (target === 'borrow' && !copy && this.memory.lendsViews) {
        const received = source.borrow(offset, length);
        faultPoint('borrowed');
        soon(() => this.settle(incoming, null, received));
        return;
      }
      incoming.state = new CopyOut(this.environment, segment, offset, length, target, (error, received) => {
        faultPoint('copied-out');
        source.release();
        this.settle(incoming, error, received);
      });
    } catch (thrown) {
      source.release();
      const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a receive could not begin');
      soon(() => this.settle(incoming, error, null));
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
    if (incoming.callback === null) return this.fallback.refuse(transfer, offer);
    incoming.state = 'fallback';
    this.fallback.recv(transfer, offer, length, target, (error, received) => this.settle(incoming, error, received));
  }

  private giveUp(incoming: Incoming, error: TensorductError): void {
    const { state } = incoming;
    if (state instanceof CopyOut) state.stop(error);
    else if (incoming.stream !== null) {
      incoming.given ??= error;
      this.link?.streams.cancel(incoming.stream);
    } else if (state !== 'fallback') soon(() => this.settle(incoming, error, null));
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

function detached(): TensorductError {
  return new TensorductError('ERR_MEMORY_DETACHED', 'the memory given to a receive was detached or resized');
}
