import { TensorductError } from '../errors.js';
import { EMPTY } from '../message/bytes.js';
import { BufferNotes } from '../message/buffer-notes.js';
import { CPU } from '../message/device.js';
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
  readonly by: Borrowings;
  /** Null until somebody looks. Weak, so that a view that nobody has any more is collected and its lease given back. */
  buffer: WeakRef<ArrayBuffer> | null;
}

/** Lent bytes that somebody looks at. */
export interface View {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly release: () => void;
}

/** Of all contexts of this thread. */
const borrowings = new BufferNotes<Borrowing>();

/**
 * Lent bytes. A view of them is made when somebody looks: V8 may count its bytes as if they were this process's own, and
 * collects garbage all the time where several large ones are there at once, such as tensors that wait for their consumer.
 */
export class Borrowed {
  readonly device = CPU;
  private view: View | null = null;

  /** Made by {@link Borrowings.borrow}. */
  constructor(
    private readonly borrowing: Borrowing,
    private readonly length: number,
  ) {}

  /**
   * The bytes; empty when they were given back.
   * @throws TensorductError `ERR_PEER_LOST` where nobody has looked before the peer broke the protocol
   */
  get data(): Uint8Array<ArrayBuffer> {
    const { borrowing } = this;
    this.view ??= borrowing.by.view(borrowing, this.length);
    return this.view?.data ?? EMPTY;
  }

  /**
   * Gives them back: then the view and every array over it have length 0, at once or when the last operation that holds
   * them lets go. Idempotent.
   */
  release(): void {
    if (this.view === null) this.borrowing.by.release(this.borrowing);
    else this.view.release();
  }
}

/**
 * What a context has borrowed. Given back by release, once no operation of ours holds it any more; failing that when the
 * last view is collected; and when the context closes, by which no view may be left over memory that the owner uses
 * again.
 */
export class Borrowings {
  private readonly open = new Set<Borrowing>();
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
    const borrowing = borrowings.get(buffer);
    return borrowing?.by === this ? borrowing : null;
  }

  /** The lease passes over to what it returns. */
  borrow(loan: Loan, length: number): Borrowed {
    const borrowing: Borrowing = { ...loan, by: this, buffer: null };
    const borrowed = new Borrowed(borrowing, length);
    this.open.add(borrowing);
    this.collected.register(borrowed, borrowing, borrowing);
    // Mapped until somebody looks; the view keeps it by itself.
    loan.link.hold();
    return borrowed;
  }

  /** As {@link borrow}, looked at already, and for long. @throws Error as `Segment.view`; then the lease stays the caller's */
  look(loan: Loan, length: number): View {
    const buffer = loan.segment.view(loan.offset, length);
    const borrowing: Borrowing = { ...loan, by: this, buffer: null };
    this.open.add(borrowing);
    return this.keep(borrowing, buffer, length);
  }

  /**
   * A view of lent bytes, made once; null when they were given back.
   * @throws TensorductError as {@link Borrowed.data}
   */
  view(borrowing: Borrowing, length: number): View | null {
    if (!this.open.has(borrowing)) return null;
    const { link, lease, segment, offset } = borrowing;
    this.collected.unregister(borrowing);
    try {
      return this.keep(borrowing, openView(this.native, segment, offset, length), length);
    } catch (cause) {
      this.open.delete(borrowing);
      link.giveBack(lease);
      throw new TensorductError('ERR_PEER_LOST', 'the memory of the peer is mapped no more', {
        advice: 'look at borrowed tensors before the link to their owner has failed, or read into memory of your own',
        cause,
      });
    } finally {
      link.letGo();
    }
  }

  /** Empties every view and gives everything back. */
  detachAll(): void {
    for (const borrowing of [...this.open]) this.release(borrowing);
  }

  /** Gives it back, whoever holds it. Idempotent. */
  release(borrowing: Borrowing): void {
    if (!this.open.has(borrowing)) return;
    const buffer = borrowing.buffer?.deref();
    if (buffer !== undefined) closeView(this.native, buffer);
    this.collected.unregister(borrowing);
    this.giveBack(borrowing);
  }

  private giveBack(borrowing: Borrowing): void {
    if (!this.open.delete(borrowing)) return;
    const { link, lease, ended } = borrowing;
    if (ended === undefined) link.giveBack(lease);
    else ended();
    if (borrowing.buffer === null) link.letGo();
  }

  private keep(borrowing: Borrowing, buffer: ArrayBuffer, length: number): View {
    borrowing.buffer = new WeakRef(buffer);
    borrowings.set(buffer, borrowing);
    this.collected.register(buffer, borrowing, borrowing);
    return { data: new Uint8Array(buffer, 0, length), release: countHolds(buffer, () => this.release(borrowing)) };
  }
}
