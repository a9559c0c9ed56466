import type { Arena } from './arena.js';
import type { Slot } from './slot.js';

/** Bits of an id that say where its lease stands; the others count how often that place was used. */
const INDEX_BITS = 20;
const PLACES = 2 ** INDEX_BITS;
/** An id is a whole number below 2^53, so that JavaScript can hold it. */
const MOST_COUNTS = 2 ** (53 - INDEX_BITS);

/** A slot that was lent, once. */
interface Lease<Borrower> {
  readonly id: number;
  readonly slot: Slot;
  readonly borrower: Borrower;
  /** The pipe that carries it to its borrower, as both ends name it. */
  readonly pipe: string;
  /** The how manieth lease on that pipe it is. */
  readonly sequence: number;
}

/** What a borrower says that it has seen of the leases on a pipe. */
export interface Seen {
  /** All up to this sequence. */
  readonly upTo: number;
  /** And these. */
  readonly beyond: ReadonlySet<number>;
}

/** Keeps account of the leases that one end of a pipe has seen. They come nearly in order. */
export class SeenLeases implements Seen {
  upTo = 0;
  readonly beyond = new Set<number>();

  /** @returns false when it was seen before */
  add(sequence: number): boolean {
    if (sequence <= this.upTo || this.beyond.has(sequence)) return false;
    this.beyond.add(sequence);
    while (this.beyond.delete(this.upTo + 1)) this.upTo++;
    return true;
  }
}

interface Account {
  leases: number;
  /** One slot lent twice counts twice. */
  bytes: number;
  /** Of them, those of memory that is shared in place. */
  inPlaceBytes: number;
}

/**
 * Who has which slot. The table is private to the owner: a borrower only ever says an id, and an id that is not out to
 * it is its offence. Ids are never used again, so that one which comes late or twice harms nobody.
 */
export class LeaseTable<Borrower> {
  private readonly leases: (Lease<Borrower> | undefined)[] = [];
  /** How often each place was used. */
  private readonly counts: number[] = [];
  private readonly vacant: number[] = [];
  private readonly accounts = new Map<Borrower, Account>();

  constructor(private readonly arena: Arena) {}

  /** How much is out to a borrower. */
  lentTo(borrower: Borrower): Readonly<Account> {
    return this.accounts.get(borrower) ?? { leases: 0, bytes: 0, inPlaceBytes: 0 };
  }

  /** Lends a slot that is in use. @returns the id, or -1 when too many leases are out */
  lend(slot: Slot, borrower: Borrower, pipe: string, sequence: number): number {
    const index = this.findPlace();
    if (index < 0) return -1;
    const id = this.counts[index]++ * PLACES + index;
    this.leases[index] = { id, slot, borrower, pipe, sequence };
    this.arena.retain(slot);
    let account = this.accounts.get(borrower);
    if (account === undefined) this.accounts.set(borrower, (account = { leases: 0, bytes: 0, inPlaceBytes: 0 }));
    account.leases++;
    account.bytes += slot.segment.slotBytes;
    if (slot.inPlace) account.inPlaceBytes += slot.segment.slotBytes;
    return id;
  }

  /** The slot behind an id that is out to a borrower. */
  slotOf(id: number, borrower: Borrower): Slot | null {
    const lease = this.leases[id % PLACES];
    return lease?.id === id && lease.borrower === borrower ? lease.slot : null;
  }

  /** A borrower gives a lease back. @returns false when that id is not out to it */
  giveBack(id: number, borrower: Borrower): boolean {
    const lease = this.leases[id % PLACES];
    if (lease?.id !== id || lease.borrower !== borrower) return false;
    this.end(lease);
    return true;
  }

  /** Takes back what a borrower has never seen of the leases on a pipe. What it has seen it may be reading. */
  takeBackUnseen(borrower: Borrower, pipe: string, { upTo, beyond }: Seen): void {
    for (const lease of this.leases) {
      if (lease?.borrower !== borrower || lease.pipe !== pipe) continue;
      if (lease.sequence > upTo && !beyond.has(lease.sequence)) this.end(lease);
    }
  }

  /** Takes everything back from a borrower that has no access any more. */
  drop(borrower: Borrower): void {
    for (const lease of this.leases) if (lease?.borrower === borrower) this.end(lease);
    this.accounts.delete(borrower);
  }

  private end(lease: Lease<Borrower>): void {
    const index = lease.id % PLACES;
    this.leases[index] = undefined;
    if (this.counts[index] < MOST_COUNTS) this.vacant.push(index);
    const account = this.accounts.get(lease.borrower);
    if (account !== undefined) {
      account.leases--;
      account.bytes -= lease.slot.segment.slotBytes;
      if (lease.slot.inPlace) account.inPlaceBytes -= lease.slot.segment.slotBytes;
    }
    this.arena.release(lease.slot);
  }

  private findPlace(): number {
    const vacant = this.vacant.pop();
    if (vacant !== undefined) return vacant;
    if (this.leases.length === PLACES) return -1;
    this.counts.push(0);
    return this.leases.push(undefined) - 1;
  }
}
