import { type Completion, TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import { windowOf, type HostMemory } from '../../message/bytes.js';
import type { Forwarded } from '../../memory/claims.js';
import type { Link } from '../../memory/link.js';
import { Outcome } from '../../memory/native.js';
import { blockUnder } from '../../memory/shared-block.js';
import type { SharedMemory } from '../../memory/shared-memory.js';
import type { Slot } from '../../memory/slot.js';
import { soon } from '../../soon.js';
import type { Channel, ChannelEnvironment } from '../channel.js';
import { encodeAnswer, encodeOffer, type LeaseOffer, type Word } from './codec.js';

/**
 * Up to here bytes are copied into a slot while they are announced, by the JS thread: that takes less than waking
 * another one, and saves the receiver's question.
 */
const EAGER_BYTES = 1024 * 1024;
/**
 * From here on what was born in shared memory is lent where it lies; below, it travels inside of the message, since a
 * lease costs more than so small a copy. Measured, round trips between two processes on a busy machine of two cores,
 * lent and inside, best of eleven rounds in us: 252 and 157 with 4 KiB, 246 and 225 with 16, 306 and 292 with 32, 326
 * and 463 with 64.
 */
const LEND_BYTES = 32 * 1024;
/** Copied by another thread in one piece at most: an abort waits for it. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** A transfer whose bytes lie in ordinary memory until the receiver wants them. */
interface Outgoing {
  readonly transfer: number;
  readonly source: HostMemory;
  readonly length: number;
  /** Where its owner has it, if it is borrowed memory: the receiver may get a lease there. */
  readonly forwarded: Forwarded | null;
  /** Null once called. */
  callback: Completion | null;
  state: 'offered' | 'copying' | 'fallback' | { readonly stream: number };
  /** Why the copy is not to be delivered. */
  given: TensorductError | 'cancelled' | null;
}

/**
 * The sending half: small bytes go into a slot at once, what was born in shared memory is lent where it lies, and the
 * rest waits for the receiver, since it may be refused, and may find no slot.
 */
export class ArenaSender {
  private readonly outgoing = new Map<number, Outgoing>();
  /** What was lent, could not be mapped, and goes by the fallback. */
  private readonly returned = new Set<number>();
  private failure: TensorductError | null = null;

  /**
   * @param link null where there is none any more: then everything goes by the fallback
   * @param fallback carries what finds no slot
   */
  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly memory: SharedMemory,
    private readonly link: Link | null,
    private readonly fallback: Channel,
  ) {}

  offer(transfer: number, source: HostMemory, callback: Completion): Uint8Array {
    const { failure } = this;
    if (failure !== null) {
      soon(() => callback(failure));
      return encodeOffer(null);
    }
    const { byteLength: length } = source;
    // What has come back is lent again first: it is still in the cache.
    this.link?.drain();
    let lease = this.lendAsItLies(source);
    const forwarded = lease === null ? this.forward(source) : null;
    if (lease === null && forwarded === null && length <= EAGER_BYTES) lease = this.lendCopy(source);
    if (lease !== null) {
      soon(() => callback(null));
      return encodeOffer({ lease });
    }
    this.outgoing.set(transfer, { transfer, source, length, forwarded, callback, state: 'offered', given: null });
    return encodeOffer(forwarded && { forwarded });
  }

  /** Whether a source is lent where it lies. */
  lends(source: HostMemory): boolean {
    if (this.link?.isClosed !== false) return false;
    if (blockUnder(source.buffer) !== null) return true;
    return source.byteLength >= LEND_BYTES && this.memory.exposed.find(source.buffer) !== null;
  }

  withdraw(transfer: number): void {
    const outgoing = this.outgoing.get(transfer);
    if (outgoing === undefined) return;
    const error = new TensorductError('ERR_ABORTED', `transfer ${transfer} was withdrawn`);
    if (outgoing.state === 'fallback') return this.fallback.withdraw(transfer);
    outgoing.given ??= error;
    this.stop(outgoing, error);
  }

  /** The receiver's word. @throws TensorductError `ERR_PROTOCOL` */
  answered(transfer: number, word: Word): void {
    if (word.word === 'unmapped') return this.unmapped(transfer, word);
    const outgoing = this.outgoing.get(transfer);
    // It may have given up before our last word reached it.
    if (outgoing === undefined && word.word === 'cancelled') return;
    if (outgoing !== undefined && outgoing.state !== 'offered' && word.word === 'cancelled') {
      outgoing.given ??= 'cancelled';
      return this.stop(outgoing, null);
    }
    if (outgoing?.state !== 'offered') throw violation(transfer, 'is not open');
    if (word.word === 'want') return this.bring(outgoing, null);
    if (word.word === 'stream') return this.bring(outgoing, word.stream);
    this.outgoing.delete(transfer);
    if (word.word === 'leased') {
      if (outgoing.forwarded === null) throw violation(transfer, 'was not forwarded');
      this.environment.counters.crossed(this.environment.name, outgoing.length);
      this.memory.forwarded++;
    }
    if (word.word !== 'refused') this.finish(outgoing, null);
    else this.finish(outgoing, new TensorductError('ERR_REJECTED', 'the peer refused a transfer'));
  }

  /** Ends every transfer. Memory that is being copied is waited for. */
  close(error: TensorductError): void {
    this.failure = error;
    for (const outgoing of this.outgoing.values()) {
      outgoing.given ??= error;
      this.stop(outgoing, error);
    }
    this.outgoing.clear();
  }

  // ---- the inside ----

  /** Lets go of the memory: at once, or when what is being copied is. */
  private stop(outgoing: Outgoing, error: TensorductError | null): void {
    const { state } = outgoing;
    if (state === 'offered') soon(() => this.finish(outgoing, error));
    else if (typeof state === 'object') this.link?.streams.withdraw(state.stream);
  }

  /**
   * What the receiver wants: as a stream, by a slot, or by the fallback.
   * @param stream null where it wants no stream
   */
  private bring(outgoing: Outgoing, stream: number | null): void {
    const { transfer, source, length } = outgoing;
    if (outgoing.given !== null || isDetached(source)) {
      this.outgoing.delete(transfer);
      this.say(transfer, { word: 'withdrawn' });
      return soon(() => this.finish(outgoing, detached()));
    }
    this.link?.drain();
    const lease = this.lendAsItLies(source);
    if (lease !== null) return this.deliver(outgoing, lease);
    if (stream !== null && this.stream(outgoing, stream)) return;
    const slot = this.link === null ? null : this.memory.tryTake(length);
    if (slot === null) return this.fallBack(outgoing);
    faultPoint('slot-taken');
    outgoing.state = 'copying';
    this.copy(outgoing, slot, 0);
  }

  /** @returns false where there is no way for streams */
  private stream(outgoing: Outgoing, stream: number): boolean {
    const { transfer, source, length } = outgoing;
    const sends = this.link?.streams.send(stream, source, (outcome) => {
      this.outgoing.delete(transfer);
      const { given } = outgoing;
      if (outcome === Outcome.Done) {
        this.environment.counters.copied(length);
        this.environment.counters.crossed(this.environment.name, length);
        return this.finish(outgoing, null);
      }
      if (given === 'cancelled') return this.finish(outgoing, null);
      if (outcome === Outcome.Stopped) this.say(transfer, { word: 'withdrawn' });
      this.finish(outgoing, given ?? new TensorductError('ERR_PEER_LOST', 'the link to the peer is gone'));
    });
    if (!sends) return false;
    outgoing.state = { stream };
    return true;
  }

  private copy(outgoing: Outgoing, slot: Slot, copied: number): void {
    const { transfer, source, length: total } = outgoing;
    const { arena } = this.memory;
    if (isDetached(source)) outgoing.given ??= detached();
    const { given } = outgoing;
    if (given !== null) {
      arena.release(slot);
      this.outgoing.delete(transfer);
      if (given !== 'cancelled') this.say(transfer, { word: 'withdrawn' });
      return this.finish(outgoing, given === 'cancelled' ? null : given);
    }
    if (copied === total) {
      this.environment.counters.copied(copied);
      faultPoint('slot-filled');
      const lease = this.lend(slot, slot.offset, total);
      arena.release(slot);
      if (lease === null) this.fallBack(outgoing);
      else this.deliver(outgoing, lease);
      return;
    }
    const length = Math.min(PIECE_BYTES, total - copied);
    slot.segment.memory.writeAsync(slot.offset + copied, windowOf(source, copied, length), () =>
      this.copy(outgoing, slot, copied + length),
    );
  }

  private deliver(outgoing: Outgoing, lease: LeaseOffer): void {
    this.outgoing.delete(outgoing.transfer);
    this.say(outgoing.transfer, { word: 'lease', lease });
    faultPoint('lease-answering');
    soon(() => this.finish(outgoing, null));
  }

  private fallBack(outgoing: Outgoing): void {
    const { transfer, source } = outgoing;
    outgoing.state = 'fallback';
    this.memory.fallbacks++;
    faultPoint('fallback-offering');
    const bytes = this.fallback.send(transfer, source, (error) => {
      this.outgoing.delete(transfer);
      // A receiver that has given up before it knew of the fallback refuses it.
      this.finish(outgoing, outgoing.given === 'cancelled' && error?.code === 'ERR_REJECTED' ? null : error);
    });
    this.say(transfer, { word: 'fallback', bytes });
  }

  /** The receiver cannot map a segment: its bytes go by the fallback, out of the slot. */
  private unmapped(transfer: number, { lease, offset, length }: Extract<Word, { word: 'unmapped' }>): void {
    const slot = this.link === null ? null : this.memory.leases.slotOf(lease, this.link);
    if (this.outgoing.has(transfer) || this.returned.has(transfer)) throw violation(transfer, 'is under way');
    if (this.link === null || slot === null) throw violation(transfer, 'was not lent');
    const start = offset - slot.offset;
    if (!(start >= 0 && start + length <= slot.segment.slotBytes)) throw violation(transfer, 'lies elsewhere');
    const { arena, leases } = this.memory;
    arena.retain(slot);
    leases.giveBack(lease, this.link);
    const { view, release } = this.readable(slot, offset, length);
    this.returned.add(transfer);
    const bytes = this.fallback.send(transfer, view, () => {
      this.returned.delete(transfer);
      release();
      arena.release(slot);
    });
    this.memory.fallbacks++;
    this.say(transfer, { word: 'fallback', bytes });
  }

  /** Bytes of a slot for the fallback channel: where there can be no view of them, a copy. */
  private readable(slot: Slot, offset: number, length: number): { view: Uint8Array; release: () => void } {
    const { lendsViews, native } = this.memory;
    const { memory } = slot.segment;
    if (lendsViews) {
      const buffer = memory.view(offset, length);
      return { view: new Uint8Array(buffer), release: () => native.Segment.detach(buffer) };
    }
    const view = new Uint8Array(length);
    memory.read(offset, view);
    this.environment.counters.copiedOnLoop(length);
    return { view, release: () => {} };
  }

  /** Lends the sender's own memory where it was born shared. */
  private lendAsItLies(source: HostMemory): LeaseOffer | null {
    const place = this.memory.exposed.find(source.buffer);
    return place === null ? null : this.lend(place.slot, place.offset + source.byteOffset, source.byteLength);
  }

  /** Where the owner of borrowed memory has it. Null where the receiver could not get it there. */
  private forward(source: HostMemory): Forwarded | null {
    const place = this.link === null ? null : blockUnder(source.buffer);
    if (place !== null) {
      const { owner, holder, link, lease } = place.block;
      if (link?.isClosed || lease === null) return null;
      return { owner, holder, lease, offset: place.offset + source.byteOffset, inPlace: true };
    }
    const loan = this.link === null ? null : this.memory.borrowings.find(source.buffer);
    if (loan === null || loan.link.isClosed) return null;
    return { owner: loan.link.peerAddress, lease: loan.lease, offset: loan.offset + source.byteOffset };
  }

  private lendCopy(source: HostMemory): LeaseOffer | null {
    if (this.link === null) return null;
    const slot = this.memory.tryTake(source.byteLength);
    if (slot === null) return null;
    faultPoint('eager-slot-taken');
    const lease = this.lend(slot, slot.offset, source.byteLength);
    if (lease !== null) {
      slot.write(source);
      faultPoint('eager-slot-filled');
      this.environment.counters.copiedOnLoop(source.byteLength);
    }
    this.memory.arena.release(slot);
    return lease;
  }

  private lend(slot: Slot, offset: number, length: number): LeaseOffer | null {
    const lease = this.link?.lend(slot, this.environment.pipe) ?? null;
    if (lease === null) return null;
    this.environment.counters.crossed(this.environment.name, length);
    const { id, segment, sequence } = lease;
    const { inPlace } = slot;
    return { id, segment, offset, sequence, copy: this.memory.runsLow && !inPlace, inPlace };
  }

  private say(transfer: number, word: Word): void {
    if (this.failure === null) this.environment.answer(encodeAnswer(transfer, word));
  }

  private finish(outgoing: Outgoing, error: TensorductError | null): void {
    const { callback } = outgoing;
    if (callback === null) return;
    outgoing.callback = null;
    callback(error);
  }
}

/** Memory of a transfer has at least one byte. */
function isDetached(source: HostMemory): boolean {
  return source.buffer.byteLength === 0;
}

function detached(): TensorductError {
  return new TensorductError('ERR_MEMORY_DETACHED', 'memory that was being sent was detached');
}

function violation(transfer: number, what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer answered transfer ${transfer}, which ${what}`);
}
