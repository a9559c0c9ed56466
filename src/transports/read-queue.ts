import { TensorductError } from '../errors.js';
import { soon, throwLater } from '../soon.js';

type ReadCallback = (error: TensorductError | null, length: number) => void;

interface PendingRead {
  readonly into: Uint8Array;
  /** Where its bytes begin. */
  readonly from: number;
  /** How far it must be filled at least. */
  readonly least: number;
  readonly callback: ReadCallback;
  /** How far it is filled. */
  filled: number;
}

/** What a {@link ReadQueue} tells its connection. */
export interface ReadQueueOwner {
  /** A read waits and nothing is buffered: let bytes come. Told again whenever reads still wait after progress. */
  bytesWanted(): void;
  /** The stream has ended and all bytes before its end were read. Told once; not after `fail`. */
  allRead(error: TensorductError): void;
}

const EMPTY = new Uint8Array(0);
/** Node hands lengths of read buffers to libuv as 32 bits. */
const MAX_WINDOW_BYTES = 2 ** 30;

/**
 * The reads of one connection: filled and completed in the order of the calls, never inside a call.
 *
 * Bytes come by `push` or land in `window`. What no read wants is kept, one chunk at most: a connection lets more
 * come only while `waiting`.
 */
export class ReadQueue {
  private readonly pending: PendingRead[] = [];
  /** Bytes that came before they were wanted. */
  private rest: Uint8Array = EMPTY;
  private failure: TensorductError | null = null;
  /** Completions run now, or will in a microtask: nobody else needs to start them. */
  private busy = false;
  private toldEnd = false;

  constructor(private readonly owner: ReadQueueOwner) {}

  /** Whether a read waits for bytes that are not here yet. */
  get waiting(): boolean {
    return this.pending.length > 0 && this.rest.length === 0 && this.failure === null;
  }

  /** Whether bytes are kept that no read has taken yet. */
  get buffering(): boolean {
    return this.rest.length > 0;
  }

  /** Bytes that no read has taken, for whoever reads from now on in its place; null while a read is pending, or after the end. */
  takeRest(): Uint8Array | null {
    if (this.pending.length > 0 || this.failure !== null) return null;
    const { rest } = this;
    this.rest = EMPTY;
    return rest;
  }

  /** What {@link takeRest} has given is here again. */
  putBack(rest: Uint8Array): void {
    this.rest = rest;
  }

  /** As `ByteStream.readAt`. */
  read(into: Uint8Array, from: number, minimum: number, callback: ReadCallback): void {
    if (!(minimum >= 0 && minimum <= into.length - from)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `a read into ${into.length} bytes asks for ${minimum}`, {
        operation: 'read',
      });
    }
    this.pending.push({ into, from, least: from + minimum, callback, filled: from });
    if (this.busy || this.pending.length > 1) return;
    if (minimum === 0 || this.rest.length > 0 || this.failure !== null) this.completeSoon();
    else this.owner.bytesWanted();
  }

  /**
   * The first waiting read, for bytes to be put behind those that have filled it, and to be told of by `landed`; null
   * where none waits. Its memory must not be written after `fail`.
   */
  get first(): Readonly<PendingRead> | null {
    return this.waiting ? this.pending[0] : null;
  }

  /**
   * Memory of the first waiting read for the next bytes, to be told of by `landed`; null when it has less than
   * `atLeast` or none waits. Must not be written after `fail`.
   */
  window(atLeast: number): Uint8Array | null {
    if (!this.waiting) return null;
    const { into, filled } = this.pending[0];
    if (into.length - filled < atLeast) return null;
    return into.subarray(filled, Math.min(into.length, filled + MAX_WINDOW_BYTES));
  }

  /** `length` bytes have arrived in the memory of `window`. Call from the event loop. */
  landed(length: number): void {
    this.pending[0].filled += length;
    this.complete();
  }

  /**
   * Takes the next bytes. Call from the event loop, with nothing buffered.
   * @param chunk kept by reference if `lasting`, else what is left of it is copied
   */
  push(chunk: Uint8Array, lasting: boolean): void {
    if (this.failure !== null) return;
    this.rest = chunk;
    this.complete();
    if (!lasting && this.rest.length > 0) this.rest = this.rest.slice();
  }

  /** The stream has ended: reads get `error` once the bytes before it were read. Call from the event loop. */
  end(error: TensorductError): void {
    this.failure ??= error;
    if (!this.busy) this.complete();
  }

  /** Waiting and later reads get `error`; buffered bytes are dropped. */
  fail(error: TensorductError): void {
    this.failure = error;
    this.toldEnd = true;
    this.rest = EMPTY;
    if (!this.busy && this.pending.length > 0) this.completeSoon();
  }

  private completeSoon(): void {
    this.busy = true;
    soon(this.complete);
  }

  private readonly complete = (): void => {
    this.busy = true;
    while (this.pending.length > 0 && this.completeFirst());
    this.busy = false;
    if (this.waiting) {
      this.owner.bytesWanted();
    } else if (this.failure !== null && this.rest.length === 0 && !this.toldEnd) {
      this.toldEnd = true;
      this.owner.allRead(this.failure);
    }
  };

  /** @returns whether it could be completed */
  private completeFirst(): boolean {
    const first = this.pending[0];
    if (this.rest.length > 0) {
      const taken = Math.min(this.rest.length, first.into.length - first.filled);
      first.into.set(taken === this.rest.length ? this.rest : this.rest.subarray(0, taken), first.filled);
      first.filled += taken;
      this.rest = taken === this.rest.length ? EMPTY : this.rest.subarray(taken);
    }
    const over = this.failure !== null && this.rest.length === 0;
    const short = first.filled < first.least || (over && first.filled === first.from);
    if (short && !over) return false;
    this.pending.shift();
    try {
      if (short) first.callback(this.failure, 0);
      else first.callback(null, first.filled - first.from);
    } catch (thrown) {
      throwLater(thrown);
    }
    return true;
  }
}
