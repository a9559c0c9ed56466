import type { Completion, TensorductError } from '../../src/errors.js';
import type { ByteStream } from '../../src/wire/byte-stream.js';

type ReadCallback = (error: TensorductError | null, length: number) => void;

/** A stream whose bytes come in the pieces that a test gives it, and that keeps what is written to it. */
export class PiecewiseStream implements ByteStream {
  /** What was written, each write one piece, its memory as it was then. */
  readonly written: Uint8Array[] = [];
  private readonly completions: Completion[] = [];
  private readonly arrived: Uint8Array[] = [];
  private read_: { into: Uint8Array; minimum: number; filled: number; callback: ReadCallback } | null = null;
  private failure: TensorductError | null = null;

  /** @param holds whether writes complete only by `completeWrites` */
  constructor(private readonly holds = false) {}

  write(buffers: readonly Uint8Array[], callback: Completion): void {
    this.written.push(Uint8Array.from(Buffer.concat(buffers)));
    this.completions.push(callback);
    if (!this.holds) queueMicrotask(() => this.completeWrites(null));
  }

  completeWrites(error: TensorductError | null): void {
    for (const completion of this.completions.splice(0)) completion(error);
  }

  read(into: Uint8Array, minimum: number, callback: ReadCallback): void {
    if (this.read_ !== null) throw new Error('a frame reader has one read at a time');
    this.read_ = { into, minimum, filled: 0, callback };
    queueMicrotask(() => this.deliver());
  }

  /** The next piece has come. */
  push(piece: Uint8Array): void {
    this.arrived.push(piece);
    this.deliver();
  }

  fail(error: TensorductError): void {
    this.failure = error;
    this.deliver();
  }

  /** One piece a read, where that is enough. */
  private deliver(): void {
    const read = this.read_;
    if (read === null) return;
    while (this.arrived.length > 0 && (read.filled === 0 || read.filled < read.minimum)) {
      const piece = this.arrived[0];
      const taken = Math.min(piece.length, read.into.length - read.filled);
      read.into.set(piece.subarray(0, taken), read.filled);
      read.filled += taken;
      if (taken === piece.length) this.arrived.shift();
      else this.arrived[0] = piece.subarray(taken);
    }
    if (read.filled >= read.minimum && read.filled > 0) {
      this.read_ = null;
      read.callback(null, read.filled);
    } else if (this.failure !== null && this.arrived.length === 0) {
      this.read_ = null;
      read.callback(this.failure, 0);
    }
  }
}

/** Lets everything that waits for a microtask happen. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
