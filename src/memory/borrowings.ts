import { countHolds } from '../message/holdable.js';
import type { Link } from './link.js';
import type { Native, Segment } from './native.js';
import { closeView, openView } from './views.js';

/** Where lent bytes lie, and by which link they go back. */
export interface Loan {
  readonly link: Link;
  /** Its id, at its owner. */
  readonly lease: number;
  readonly segment: Segment;
  /** Of the bytes, in the segment. */
  readonly offset: number;
  /** In place of giving the lease back: several views share it. */
  readonly ended?: () => void;
}

/** Memory of a peer that this context reads where it lies. */
interface Borrowing extends Loan {
  /** Weak, so that a view that nobody has any more is collected and its lease given back. */
  readonly buffer: WeakRef<ArrayBuffer>;
}

/**
 * What a context has borrowed. Given back by release, once no operation of ours holds it any more; failing that when the
 * last view is collected; and when the context closes, by which no view may be left over memory that the owner uses
 * again.
 */
export class Borrowings {
  private readonly open = new Set<Borrowing>();
  private readonly byBuffer = new WeakMap<ArrayBufferLike, Borrowing>();
  private readonly collected = new FinalizationRegistry<Borrowing>((borrowing) => this.giveBack(borrowing));

  constructor(private readonly native: Native) {}

  /** How many are out. */
  get size(): number {
    return this.open.size;
  }

  /** How many came over a link. */
  countFrom(link: Link): number {
    let count = 0;
    for (const borrowing of this.open) if (borrowing.link === link) count++;
    return count;
  }

  /** The loan that a buffer stands over, or null. */
  find(buffer: ArrayBufferLike): Loan | null {
    return this.byBuffer.get(buffer) ?? null;
  }

  /**
   * A view of lent bytes, and how to give it back: then the view and every array over it have length 0, at once or when
   * the last operation that holds them lets go.
   * @throws Error where the runtime forbids external buffers
   */
  borrow(loan: Loan, length: number): { readonly data: Uint8Array<ArrayBuffer>; readonly release: () => void } {
    const { segment, offset, ended } = loan;
    // Where several views share a lease, they are kept for long.
    const buffer = ended === undefined ? openView(segment, offset, length) : segment.view(offset, length);
    const borrowing: Borrowing = { ...loan, buffer: new WeakRef(buffer) };
    this.open.add(borrowing);
    this.byBuffer.set(buffer, borrowing);
    this.collected.register(buffer, borrowing, borrowing);
    return { data: new Uint8Array(buffer, 0, length), release: countHolds(buffer, () => this.release(borrowing)) };
  }

  /** Empties every view and gives everything back. */
  detachAll(): void {
    for (const borrowing of [...this.open]) this.release(borrowing);
  }

  private release(borrowing: Borrowing): void {
    if (!this.open.has(borrowing)) return;
    const buffer = borrowing.buffer.deref();
    if (buffer !== undefined) closeView(this.native, buffer);
    this.collected.unregister(borrowing);
    this.giveBack(borrowing);
  }

  private giveBack(borrowing: Borrowing): void {
    if (!this.open.delete(borrowing)) return;
    const { link, lease, ended } = borrowing;
    if (ended === undefined) link.giveBack(lease);
    else ended();
  }
}
