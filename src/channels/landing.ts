import { TensorductError } from '../errors.js';
import { allocateBorrowed } from './borrow.js';
import type { ReceiveTarget, Received } from './channel.js';
import { SinkLanding } from './sink-landing.js';

/**
 * Where the bytes of one `recv` land, whatever the receiver has asked for.
 *
 * The channel asks for a place, has the bytes put there, and says that they have arrived. It never goes beyond
 * `limit`, and no piece crosses a multiple of {@link LANDING_WINDOW}.
 */
export interface Landing {
  /** Offset up to which there is room; only grows. */
  readonly limit: number;

  /**
   * Memory for the piece from `offset` on, no longer than up to `limit`. Pieces may be filled in any order.
   * @throws TensorductError `ERR_MEMORY_DETACHED` when the destination is no more what it was
   */
  place(offset: number, length: number): Uint8Array;

  /**
   * The next bytes, from where the last call ended, have arrived.
   * @throws TensorductError `ERR_MEMORY_DETACHED`
   */
  arrived(length: number): void;

  /** Nothing more is told to the owner, and no sink is called again. */
  abandon(): void;
}

/** What a landing tells the channel; never inside {@link createLanding}. */
export interface LandingOwner {
  /** `limit` has grown. */
  roomGrew(limit: number): void;
  /** Everything has arrived and, with a sink, was consumed. */
  landed(received: Received): void;
  /** The sink failed. */
  landingFailed(error: TensorductError): void;
}

/**
 * Prepares the destination of a `recv`.
 * @throws TensorductError `ERR_TOO_LARGE`; `ERR_MEMORY_DETACHED` and `ERR_INVALID_ARGUMENT` for unusable memory
 */
export function createLanding(target: ReceiveTarget, length: number, owner: LandingOwner): Landing {
  if (target === 'borrow') {
    const borrowed = allocateBorrowed(length);
    return new MemoryLanding(borrowed.data, length, borrowed, owner);
  }
  if (target instanceof Uint8Array) return new MemoryLanding(target, length, { data: target }, owner);
  if ('sink' in target) return new SinkLanding(target.sink, length, owner);
  throw new TensorductError('ERR_INVALID_ARGUMENT', 'memory of a device was given to a channel of the CPU');
}

/** Memory that takes all bytes. */
class MemoryLanding implements Landing {
  readonly limit: number;
  private filled = 0;
  private abandoned = false;

  constructor(
    private readonly memory: Uint8Array,
    private readonly length: number,
    private readonly received: Received,
    private readonly owner: LandingOwner,
  ) {
    this.limit = length;
    this.check();
  }

  place(offset: number, length: number): Uint8Array {
    this.check();
    return this.memory.subarray(offset, offset + length);
  }

  arrived(length: number): void {
    this.check();
    this.filled += length;
    if (this.filled === this.length && !this.abandoned) this.owner.landed(this.received);
  }

  abandon(): void {
    this.abandoned = true;
  }

  private check(): void {
    if (this.memory.length === this.length) return;
    throw new TensorductError('ERR_MEMORY_DETACHED', 'the memory given to a receive was detached or resized');
  }
}
