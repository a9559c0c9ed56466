import { TensorductError } from '../errors.js';

/** How much the writer may still announce: what the reader's window has room for. */
export class SendWindow {
  private size = 0;
  private limit = 0;
  private used = 0;

  /** Whether a message may begin: its last byte may lie beyond. */
  get open(): boolean {
    return this.used < this.limit;
  }

  /** @param bytes the reader's window */
  start(bytes: number): void {
    this.size = bytes;
    this.limit = bytes;
  }

  /** A message has gone out, with the cost of `costOf`. */
  take(cost: number): void {
    this.used += cost;
  }

  /**
   * The reader has read something.
   * @param limit what may be sent in all
   * @throws TensorductError `ERR_PROTOCOL` for more than a window beyond what was sent: that answers nothing
   */
  grant(limit: number): void {
    if (limit <= this.limit || limit > this.used + this.size) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer gives credit for what was not sent');
    }
    this.limit = limit;
  }
}
