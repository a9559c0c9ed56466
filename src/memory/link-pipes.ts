/** Pipes to remember that the peer has ended, although they have not begun here. */
const MOST_UNKNOWN = 256;

/** What was lent to the peer on one pipe. */
export interface PipeAccount {
  /** Of the last lease: they count from 1. */
  sequence: number;
}

/** The pipes that use a link, each from when it begins here until it is over here. */
export class LinkPipes {
  private readonly pipes = new Map<string, PipeAccount & { ended: boolean }>();
  /** Over at the other end, and perhaps not begun at this one. */
  private readonly unknown = new Set<string>();

  get size(): number {
    return this.pipes.size;
  }

  open(pipe: string): void {
    this.pipes.set(pipe, { sequence: 0, ended: this.unknown.delete(pipe) });
  }

  close(pipe: string): void {
    this.pipes.delete(pipe);
  }

  /** That of a pipe by which something can be lent; null where one of its ends is closed. */
  account(pipe: string): PipeAccount | null {
    const account = this.pipes.get(pipe);
    return account?.ended === false ? account : null;
  }

  /** A pipe is over at the other end. */
  ended(pipe: string): void {
    const account = this.pipes.get(pipe);
    if (account !== undefined) {
      account.ended = true;
      return;
    }
    this.unknown.add(pipe);
    // The latest ones will do: a pipe that is still to begin here is being opened right now.
    const [oldest = ''] = this.unknown;
    if (this.unknown.size > MOST_UNKNOWN) this.unknown.delete(oldest);
  }
}
