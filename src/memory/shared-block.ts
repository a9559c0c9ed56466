import { TensorductError } from '../errors.js';
import { BufferNotes } from '../message/buffer-notes.js';
import { holdableOf } from '../message/holdable.js';
import type { Arena } from './arena.js';
import type { Borrowings } from './borrowings.js';
import type { ExposedSlots } from './exposed-slots.js';
import type { LeaseTable } from './lease-table.js';
import type { LinkAddress } from './link-address.js';
import type { Link } from './link.js';
import type { Segment } from './native.js';
import type { Slot } from './slot.js';
import type { Tickets } from './tickets.js';

/** What blocks need of their context. */
export interface BlockHost {
  readonly address: LinkAddress;
  readonly arena: Arena;
  readonly leases: LeaseTable<Link | null>;
  readonly exposed: ExposedSlots;
  readonly borrowings: Borrowings;
  readonly tickets: Tickets;
  descriptor(): string;
}

/** A buffer over shared bytes, which it is emptied of by its release, once no operation of ours holds it. */
export interface BlockView {
  readonly buffer: ArrayBuffer;
  release(): void;
}

/** Where in which block a buffer stands. */
export interface BlockPlace {
  readonly block: SharedBlock;
  /** In the segment of the block. */
  readonly offset: number;
}

/** By buffer, whichever context of this thread the block belongs to. */
const places = new BufferNotes<BlockPlace>();

/** The place in memory shared in place that a buffer stands over; null for any other memory. */
export function blockUnder(buffer: ArrayBufferLike): BlockPlace | null {
  return places.get(buffer) ?? null;
}

/** A use of the view of a block that a buffer is; null for any other memory. Ended by its `release`, called once. */
export function blockViewUnder(buffer: ArrayBufferLike): (BlockView & { readonly place: BlockPlace }) | null {
  const place = blockUnder(buffer);
  const holdable = holdableOf(buffer);
  if (place === null || holdable === undefined || !(buffer instanceof ArrayBuffer)) return null;
  holdable.hold();
  return { place, buffer, release: () => holdable.letGo() };
}

/**
 * Memory that is shared in place, as one context has it: its own, or leased from a peer. Everybody who has it works on the
 * same bytes. It counts its uses, views among them; with the last one it goes back to its owner.
 *
 * Made with one use, which is the caller's. All offsets are in the segment.
 */
export abstract class SharedBlock {
  /** That of its owner; null where this context is the owner. */
  abstract readonly link: Link | null;
  abstract readonly segment: Segment;
  private uses = 1;

  constructor(protected readonly host: BlockHost) {}

  /** How others link with its owner. */
  abstract get owner(): string;

  /** By which others claim a lease of their own, as long as this context has the block; null where too many are out. */
  abstract get lease(): number | null;

  /** The context that has that lease, in hex. */
  get holder(): string {
    return this.host.address.contextId;
  }

  retain(): void {
    this.uses++;
  }

  release(): void {
    if (--this.uses === 0) this.end();
  }

  /**
   * A use of it for whoever comes with the ticket, under the name of {@link holder}.
   * @param ms for which it is kept @returns the number of the ticket
   */
  issueTicket(ms: number): number {
    return this.host.tickets.issue(this, ms);
  }

  /** Whether these bytes are part of it, as far as this context can tell. */
  abstract contains(offset: number, length: number): boolean;

  /**
   * A new view. It has a use of the block, until it is released or collected.
   * @throws TensorductError `ERR_RELEASED` when the context is closed; Error as `Segment.view`
   */
  view(offset: number, length: number): BlockView {
    if (this.uses === 0) throw new TensorductError('ERR_RELEASED', 'this memory has gone back to its owner');
    this.retain();
    try {
      const view = this.expose(offset, length);
      places.set(view.buffer, { block: this, offset });
      return view;
    } catch (thrown) {
      this.release();
      throw thrown;
    }
  }

  /** As {@link view}, for the reader of a message: the caller's use passes over to it. */
  borrow(offset: number, length: number): { readonly data: Uint8Array; readonly release: () => void } {
    const view = this.view(offset, length);
    this.release();
    return { data: new Uint8Array(view.buffer), release: () => view.release() };
  }

  protected abstract expose(offset: number, length: number): BlockView;
  protected abstract end(): void;

  /** Made here, so that it knows no buffer. */
  protected readonly viewEnded = (): void => this.release();
}

/** A block in the arena of this context. */
export class OwnBlock extends SharedBlock {
  readonly link = null;
  private ownLease: number | null = null;

  /** @param slot of which one use passes over to the block */
  constructor(
    host: BlockHost,
    private readonly slot: Slot,
  ) {
    super(host);
    slot.inPlace = true;
  }

  get segment(): Segment {
    return this.slot.segment.memory;
  }

  get owner(): string {
    return this.host.descriptor();
  }

  get lease(): number | null {
    if (this.ownLease === null) {
      const lease = this.host.leases.lend(this.slot, null, '', 0);
      if (lease >= 0) this.ownLease = lease;
    }
    return this.ownLease;
  }

  contains(offset: number, length: number): boolean {
    const { offset: start, segment } = this.slot;
    return offset >= start && offset + length <= start + segment.slotBytes;
  }

  protected expose(offset: number, length: number): BlockView {
    const { arena, exposed } = this.host;
    arena.retain(this.slot);
    try {
      const exposure = exposed.expose(this.slot, offset, length, this.viewEnded);
      return { buffer: exposure.data.buffer, release: () => exposure.release() };
    } catch (thrown) {
      arena.release(this.slot);
      throw thrown;
    }
  }

  protected end(): void {
    if (this.ownLease !== null) this.host.leases.giveBack(this.ownLease, null);
    this.host.arena.release(this.slot);
  }
}

/** A block of a peer's. It stays readable when the peer is gone. */
export class LeasedBlock extends SharedBlock {
  /** @param lease which passes over to the block */
  constructor(
    host: BlockHost,
    readonly link: Link,
    readonly lease: number,
    readonly segment: Segment,
  ) {
    super(host);
    link.hold();
  }

  get owner(): string {
    return this.link.peerAddress;
  }

  contains(offset: number, length: number): boolean {
    return offset + length <= this.segment.size;
  }

  protected expose(offset: number, length: number): BlockView {
    const { link, lease, segment, viewEnded: ended } = this;
    const { data, release } = this.host.borrowings.look({ link, lease, segment, offset, ended }, length);
    return { buffer: data.buffer, release };
  }

  protected end(): void {
    this.link.giveBack(this.lease);
    this.link.letGo();
  }
}
