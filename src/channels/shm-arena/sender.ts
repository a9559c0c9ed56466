import { type Completion, TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import { windowOf, type HostMemory } from '../../message/bytes.js';
import type { Link } from '../../memory/link.js';
import type { SharedMemory } from '../../memory/shared-memory.js';
import type { Slot } from '../../memory/slot.js';
import type { Channel, ChannelEnvironment } from '../channel.js';
import { encodeAnswer, encodeOffer, type LeaseOffer, type Word } from './codec.js';

/**
 * Up to here bytes are copied into a slot while they are announced, by the JS thread: that takes less than waking
 * another one, and saves the receiver's question.
 */
const EAGER_BYTES = 512 * 1024;
/** Copied by another thread in one piece at most: an abort waits for it. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** A transfer whose bytes lie in ordinary memory until the receiver wants them. */
interface Outgoing {
  readonly transfer: number;
  readonly source: HostMemory;
  readonly length: number;
  /** Null once called. */
  callback: Completion | null;
  state: 'offered' | 'copying' | 'fallback';
  /** Why the copy is not to be delivered. */
  given: TensorductError | 'cancelled' | null;
}

/**
 * The sending half: small bytes go into a slot at once, what was born in shared memory is lent where it lies, and the
 * rest waits for the receiver, since it may be refused, and may find no slot.
 */
export class ArenaSender {
  private readonly outgoing = new Map<number, Outgoing>();
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
      queueMicrotask(() => callback(failure));
      return encodeOffer(null);
    }
    const lease = this.lendAsItLies(source) ?? (source.byteLength <= EAGER_BYTES ? this.lendCopy(source) : null);
    if (lease === null) {
      const { byteLength: length } = source;
      this.outgoing.set(transfer, { transfer, source, length, callback, state: 'offered', given: null });
    } else {
      queueMicrotask(() => callback(null));
    }
    return encodeOffer(lease);
  }

  withdraw(transfer: number): void {
    const outgoing = this.outgoing.get(transfer);
    if (outgoing === undefined) return;
    const error = new TensorductError('ERR_ABORTED', `transfer ${transfer} was withdrawn`);
    if (outgoing.state === 'fallback') return this.fallback.withdraw(transfer);
    outgoing.given ??= error;
    if (outgoing.state === 'offered') queueMicrotask(() => this.finish(outgoing, error));
  }

  /** The receiver's word. @throws TensorductError `ERR_PROTOCOL` */
  answered(transfer: number, word: Word): void {
    if (word.word === 'unmapped') return this.unmapped(transfer, word);
    const outgoing = this.outgoing.get(transfer);
    // It may have given up before our last word reached it.
    if (outgoing === undefined && word.word === 'cancelled') return;
    if (outgoing !== undefined && outgoing.state !== 'offered' && word.word === 'cancelled') {
      outgoing.given ??= 'cancelled';
      return;
    }
    if (outgoing?.state !== 'offered') throw violation(transfer, 'is not open');
    if (word.word === 'want') return this.bring(outgoing);
    this.outgoing.delete(transfer);
    if (word.word === 'cancelled') this.finish(outgoing, null);
    else this.finish(outgoing, new TensorductError('ERR_REJECTED', 'the peer refused a transfer'));
  }

  /** Ends every transfer. Memory that is being copied is waited for. */
  close(error: TensorductError): void {
    this.failure = error;
    for (const outgoing of this.outgoing.values()) {
      outgoing.given ??= error;
      if (outgoing.state === 'offered') queueMicrotask(() => this.finish(outgoing, error));
    }
    this.outgoing.clear();
  }

  // ---- the inside ----

  /** What the receiver wants: into a slot, or by the fallback. */
  private bring(outgoing: Outgoing): void {
    const { transfer, source, length } = outgoing;
    if (outgoing.given !== null || isDetached(source)) {
      this.outgoing.delete(transfer);
      this.say(transfer, { word: 'withdrawn' });
      return queueMicrotask(() => this.finish(outgoing, detached()));
    }
    const lease = this.lendAsItLies(source);
    if (lease !== null) return this.deliver(outgoing, lease);
    const slot = this.link === null ? null : this.memory.tryTake(length);
    if (slot === null) return this.fallBack(outgoing);
    faultPoint('slot-taken');
    outgoing.state = 'copying';
    this.copy(outgoing, slot, 0);
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
    queueMicrotask(() => this.finish(outgoing, null));
  }

  private fallBack(outgoing: Outgoing): void {
    const { transfer, source } = outgoing;
    outgoing.state = 'fallback';
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
    if (this.link === null || slot === null) throw violation(transfer, 'was not lent');
    const start = offset - slot.offset;
    if (!(start >= 0 && start + length <= slot.segment.slotBytes)) throw violation(transfer, 'lies elsewhere');
    const { arena, leases } = this.memory;
    arena.retain(slot);
    leases.giveBack(lease, this.link);
    const { view, release } = this.readable(slot, offset, length);
    const bytes = this.fallback.send(transfer, view, () => {
      release();
      arena.release(slot);
    });
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
    const slot = this.memory.slotOf(source.buffer);
    return slot === null ? null : this.lend(slot, slot.offset + source.byteOffset, source.byteLength);
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
    return { ...lease, offset, copy: this.memory.runsLow };
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
