import type { Link } from './link.js';
import type { SharedBlock } from './shared-block.js';

interface Ticket {
  readonly block: SharedBlock;
  readonly timer: NodeJS.Timeout;
}

/**
 * Blocks that are on their way to somebody by means which are not ours, such as the channel of a child process. Each has a
 * use of its block until somebody comes with it, or its time is over: what is never picked up does not stay for ever.
 */
export class Tickets {
  private readonly open = new Map<number, Ticket>();
  private issued = 0;

  /** How many are out. */
  get size(): number {
    return this.open.size;
  }

  /** @param ms how long it is good for @returns its number, from 1, which is never used again */
  issue(block: SharedBlock, ms: number): number {
    const number = ++this.issued;
    block.retain();
    this.open.set(number, { block, timer: setTimeout(() => this.end(number), ms).unref() });
    return number;
  }

  /**
   * Whoever has come with a ticket has a lease of its own now. One that is over already is no matter.
   * @param by who says so: only the owner of the block may
   */
  redeem(number: number, by: Link | null): void {
    if (this.open.get(number)?.block.link === by) this.end(number);
  }

  /** Ends all. */
  close(): void {
    for (const number of [...this.open.keys()]) this.end(number);
  }

  private end(number: number): void {
    const ticket = this.open.get(number);
    if (ticket === undefined) return;
    this.open.delete(number);
    clearTimeout(ticket.timer);
    ticket.block.release();
  }
}
