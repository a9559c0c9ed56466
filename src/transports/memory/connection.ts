import { QueuedConnection } from '../queued-connection.js';

/** A write up to this size is taken over when the reader has nothing buffered. */
const BUFFER_BYTES = 64 * 1024;
/** Bytes copied in one turn of the event loop, so that timers and sockets have theirs. */
const TURN_BYTES = 4 * 1024 * 1024;
const COPY_BYTES = 1024 * 1024;

interface Chunk {
  readonly bytes: Uint8Array;
  /** With it, its write is complete. */
  readonly last: boolean;
}

/** One end of a pair. Bytes are copied straight from the writer's buffers into the reader's. */
export class MemoryConnection extends QueuedConnection {
  protected readonly backend = 'memory';
  private peer: MemoryConnection | null = null;
  private readonly outgoing: Chunk[] = [];
  /** Of the first outgoing chunk. */
  private sent = 0;
  private scheduled = false;

  private constructor(
    readonly localAddress: string,
    readonly remoteAddress: string,
  ) {
    super();
  }

  /** The two ends: of who connects to `address`, and of who listens there. */
  static pair(address: string): [MemoryConnection, MemoryConnection] {
    const near = new MemoryConnection('', address);
    const far = new MemoryConnection(address, '');
    near.peer = far;
    far.peer = near;
    return [near, far];
  }

  ref(): void {}

  unref(): void {}

  protected send(buffers: readonly Uint8Array[]): void {
    for (const [index, bytes] of buffers.entries()) this.outgoing.push({ bytes, last: index === buffers.length - 1 });
    this.schedule();
  }

  protected receive(): void {
    this.peer?.schedule();
  }

  protected release(): void {
    this.outgoing.length = 0;
    const { peer } = this;
    this.peer = null;
    if (peer !== null) setImmediate(() => peer.peerClosed());
    this.markGone();
  }

  private schedule(): void {
    if (this.scheduled || this.outgoing.length === 0) return;
    this.scheduled = true;
    setImmediate(this.deliver);
  }

  private readonly deliver = (): void => {
    this.scheduled = false;
    for (let budget = TURN_BYTES; budget > 0;) {
      const moved = this.deliverSome();
      if (moved === 0) return;
      budget -= moved;
    }
    this.schedule();
  };

  /** Moves the next bytes, if the reader takes any. @returns how many */
  private deliverSome(): number {
    if (this.peer === null || this.outgoing.length === 0) return 0;
    const { reads } = this.peer;
    const { bytes, last } = this.outgoing[0];
    const remaining = bytes.length - this.sent;

    const window = reads.window(1);
    let moved = 0;
    if (window !== null) {
      moved = Math.min(window.length, remaining, COPY_BYTES);
      window.set(bytes.subarray(this.sent, this.sent + moved));
    } else if (remaining <= BUFFER_BYTES && !reads.buffering) {
      moved = remaining;
    } else {
      return 0;
    }
    // Completions below may close this end: what concerns it comes first.
    this.sent += moved;
    const source = bytes;
    if (this.sent === bytes.length) {
      this.outgoing.shift();
      this.sent = 0;
    }
    if (window !== null) reads.landed(moved);
    else reads.push(source.subarray(source.length - moved), false);
    if (moved === remaining && last) this.writes.completed();
    return moved;
  }

  private peerClosed(): void {
    if (this.over) return;
    this.peer = null;
    this.outgoing.length = 0;
    const error = this.peerLost('the peer has closed');
    this.writes.fail(error);
    this.reads.end(error);
  }
}
