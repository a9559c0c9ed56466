import type { TensorductError } from '../errors.js';
import { parseLinkAddress, type LinkAddress } from './link-address.js';
import { CLAIM_MS } from './link-claims.js';
import type { Link } from './link.js';
import type { Segment } from './native.js';
import { LeasedBlock, OwnBlock, type BlockHost, type SharedBlock } from './shared-block.js';
import type { Slot } from './slot.js';

/** Memory that a peer has borrowed and passes on. */
export interface Forwarded {
  /** The link address of its owner. */
  readonly owner: string;
  /** The lease there of who forwards it. */
  readonly lease: number;
  /** Of the bytes, in the segment of the lease. */
  readonly offset: number;
  /** The context that has that lease, in hex. @default the peer */
  readonly holder?: string;
  /** Whether all who have it work on the same bytes. */
  readonly inPlace?: boolean;
}

/** Forwarded memory of which this context has a hold of its own. Ended by one of `borrow` and `release`, once. */
export interface Claimed {
  readonly segment: Segment;
  /** Whether these bytes of the segment are part of it. */
  contains(offset: number, length: number): boolean;
  /** A view, to which the hold passes over. @throws Error where the runtime forbids external buffers */
  borrow(offset: number, length: number): { readonly data: Uint8Array; release(): void };
  release(): void;
}

/** What claims need of their context. */
export interface ClaimsHost extends BlockHost {
  readonly openLinks: readonly Link[];
  connect(descriptor: string, signal: AbortSignal): Promise<Link>;
}

/** Contexts to which no link could be made, at most. */
const MOST_UNLINKABLE = 256;

/**
 * How memory that is forwarded reaches its third context without a copy: that one asks the owner for a lease of its own,
 * over their link, which it makes if need be. Whose hands the bytes have come from keeps its lease meanwhile. Nothing
 * waits for an owner that does not answer.
 */
export class Claims {
  /** Not tried again: they are gone, or stopped. */
  private readonly unlinkable = new Set<string>();

  constructor(private readonly host: ClaimsHost) {}

  /** The slot that is out to a context by a lease, or null. Memory that is shared in place may be out to this one. */
  slotOf(holder: string, lease: number): Slot | null {
    if (holder === this.host.address.contextId) return this.host.leases.slotOf(lease, null);
    for (const link of this.host.openLinks) {
      const slot = link.peer === holder ? this.host.leases.slotOf(lease, link) : null;
      if (slot !== null) return slot;
    }
    return null;
  }

  /**
   * A hold on forwarded memory. Null where there is none to be had, after twice {@link CLAIM_MS} at most: then the
   * bytes have to be copied by who has them.
   * @param peer the context that forwards it, in hex
   */
  async claim(peer: string, { owner, lease, holder = peer, inPlace }: Forwarded): Promise<Claimed | null> {
    const address = parseLinkAddress(owner);
    if (address === null) return null;
    if (address.contextId === this.host.address.contextId) return this.comeHome(holder, lease);
    const link = await this.linkTo(address, owner);
    if (link === null) return null;
    link.hold();
    const claimed = await this.claimOver(link, holder, lease, inPlace === true);
    if (claimed === null) link.letGo();
    return claimed;
  }

  /** The memory is our own: it was lent, and is sent back. */
  private comeHome(holder: string, lease: number): Claimed | null {
    const slot = this.slotOf(holder, lease);
    if (slot === null) return null;
    const { arena, exposed } = this.host;
    arena.retain(slot);
    if (slot.inPlace) return inPlaceOf(new OwnBlock(this.host, slot));
    return {
      segment: slot.segment.memory,
      contains: (offset, length) => offset >= slot.offset && offset + length <= slot.offset + slot.segment.slotBytes,
      borrow: (offset, length) => {
        const home = exposed.expose(slot, offset, length);
        return { data: home.data, release: () => home.release() };
      },
      release: () => arena.release(slot),
    };
  }

  private claimOver(link: Link, holder: string, lease: number, inPlace: boolean): Promise<Claimed | null> {
    return new Promise((resolve) => {
      link.claims.claim({ holder: Buffer.from(holder, 'hex'), lease, ticket: 0 }, (granted) => {
        if (typeof granted === 'string') return resolve(null);
        link.segment(granted.segment, (_: TensorductError | null, segment) => {
          if (segment === null) link.giveBack(granted.id);
          resolve(segment === null ? null : this.claimed(link, granted.id, segment, inPlace));
        });
      });
    });
  }

  private claimed(link: Link, lease: number, segment: Segment, inPlace: boolean): Claimed {
    if (inPlace) {
      const block = new LeasedBlock(this.host, link, lease, segment);
      link.letGo();
      return inPlaceOf(block);
    }
    return {
      segment,
      contains: (offset, length) => offset + length <= segment.size,
      borrow: (offset, length) => {
        const borrowed = this.host.borrowings.borrow({ link, lease, segment, offset }, length);
        link.letGo();
        return borrowed;
      },
      release: () => {
        link.giveBack(lease);
        link.letGo();
      },
    };
  }

  private async linkTo({ contextId }: LinkAddress, descriptor: string): Promise<Link | null> {
    const there = this.host.openLinks.find(({ peer }) => peer === contextId);
    if (there !== undefined) return there;
    if (this.unlinkable.has(contextId)) return null;
    try {
      return await this.host.connect(descriptor, AbortSignal.timeout(CLAIM_MS));
    } catch {
      if (this.unlinkable.size === MOST_UNLINKABLE) this.unlinkable.clear();
      this.unlinkable.add(contextId);
      return null;
    }
  }
}

/** Whoever gets it may pass it on as what it is. */
function inPlaceOf(block: SharedBlock): Claimed {
  return {
    segment: block.segment,
    contains: (offset, length) => block.contains(offset, length),
    borrow: (offset, length) => block.borrow(offset, length),
    release: () => block.release(),
  };
}
