import { NOTHING } from './borrow.js';
import { TensorductError } from '../errors.js';
import type { Sink } from './channel.js';
import type { Landing, LandingOwner } from './landing.js';

/** The most bytes that a sink has not consumed yet; no piece of a transfer crosses a multiple of it. */
export const LANDING_WINDOW = 4 * 1024 * 1024;
/** Room is announced in steps of at least this, except for the last: so announcements are bounded by the length. */
const ROOM_STEP = LANDING_WINDOW / 4;

/**
 * Hands bytes to a sink, in order, from one window of memory that is used again and again.
 *
 * Pieces land at their offset modulo the window, and only where the sink has let go; since none crosses a multiple of
 * the window, each lies in one piece.
 */
export class SinkLanding implements Landing {
  limit: number;
  private readonly window: Uint8Array;
  private filled = 0;
  private consumed = 0;
  private busy = false;
  private over = false;

  constructor(
    private readonly sink: Sink,
    private readonly length: number,
    private readonly owner: LandingOwner,
  ) {
    this.limit = Math.min(length, LANDING_WINDOW);
    this.window = new Uint8Array(this.limit);
  }

  place(offset: number, length: number): Uint8Array {
    const start = offset % LANDING_WINDOW;
    return this.window.subarray(start, start + length);
  }

  arrived(length: number): void {
    this.filled += length;
    this.feed();
  }

  abandon(): void {
    this.over = true;
  }

  /** Calls the sink with all that has arrived, until it asks to wait. */
  private feed(): void {
    while (!this.busy && !this.over && this.consumed < this.filled) {
      const start = this.consumed % LANDING_WINDOW;
      const length = Math.min(this.filled - this.consumed, LANDING_WINDOW - start);
      try {
        const result: unknown = this.sink(this.window.subarray(start, start + length), this.consumed);
        if (isThenable(result)) {
          this.busy = true;
          Promise.resolve(result).then(() => {
            this.busy = false;
            this.consume(length);
            this.feed();
          }, this.fail);
          return;
        }
      } catch (thrown) {
        return this.fail(thrown);
      }
      this.consume(length);
    }
  }

  private consume(length: number): void {
    this.consumed += length;
    if (this.over) return;
    if (this.consumed === this.length) {
      this.over = true;
      return this.owner.landed(NOTHING);
    }
    const limit = Math.min(this.length, this.consumed + LANDING_WINDOW);
    if (limit - this.limit >= ROOM_STEP || (limit > this.limit && limit === this.length)) {
      this.limit = limit;
      this.owner.roomGrew(limit);
    }
  }

  private readonly fail = (thrown: unknown): void => {
    if (this.over) return;
    this.over = true;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.owner.landingFailed(new TensorductError('ERR_SYSTEM', `a sink failed: ${reason}`, { cause: thrown }));
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
