import type { Link } from './link.js';
import type { Native, Segment } from './native.js';

/** Memory of a peer that this context reads where it lies. */
interface Borrowing {
  readonly native: Native;
  readonly link: Link;
  readonly lease: number;
  /** Weak, so that a view that nobody has any more is collected and its lease given back. */
  readonly buffer: WeakRef<ArrayBuffer>;
}

/**
 * What a context has borrowed. Given back by release; failing that when the last view is collected; and when the context
 * closes, by which no view may be left over memory that the owner uses again.
 */
export class Borrowings {
  private readonly open = new Set<Borrowing>();
  private readonly collected = new FinalizationRegistry<Borrowing>((borrowing) => this.giveBack(borrowing));

  /** How many are out. */
  get size(): number {
    return this.open.size;
  }

  /**
   * A view of lent bytes, and how to give it back: then the view and every array over it have length 0.
   * @throws Error where the runtime forbids external buffers
   */
  borrow(
    native: Native,
    link: Link,
    lease: number,
    segment: Segment,
    offset: number,
    length: number,
  ): { readonly data: Uint8Array<ArrayBuffer>; readonly release: () => void } {
    const buffer = segment.view(offset, length);
    const borrowing: Borrowing = { native, link, lease, buffer: new WeakRef(buffer) };
    this.open.add(borrowing);
    this.collected.register(buffer, borrowing, borrowing);
    return { data: new Uint8Array(buffer), release: () => this.release(borrowing) };
  }

  /** Empties every view and gives everything back. */
  detachAll(): void {
    for (const borrowing of [...this.open]) this.release(borrowing);
  }

  private release(borrowing: Borrowing): void {
    if (!this.open.has(borrowing)) return;
    const buffer = borrowing.buffer.deref();
    if (buffer !== undefined) borrowing.native.Segment.detach(buffer);
    this.collected.unregister(borrowing);
    this.giveBack(borrowing);
  }

  private giveBack(borrowing: Borrowing): void {
    if (this.open.delete(borrowing)) borrowing.link.giveBack(borrowing.lease);
  }
}
