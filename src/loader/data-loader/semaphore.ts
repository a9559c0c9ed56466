import { Fifo } from '../../fifo.js';

/** Lets so many through at a time; the others wait, first come, first served. */
export class Semaphore {
  private readonly waiting = new Fifo<() => void>();
  private free: number;

  /** @param count at a time */
  constructor(count: number) {
    this.free = count;
  }

  /** Waits for its turn. Followed by {@link leave}. */
  async enter(): Promise<void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** Lets the next one through. */
  leave(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }
}
