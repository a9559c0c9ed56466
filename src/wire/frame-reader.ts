import { TensorductError } from '../errors.js';
import type { ByteStream } from './byte-stream.js';
import { FRAME_HEADER_BYTES, readBodyLength, readUint32 } from './frame.js';
import { Slab } from './slab.js';

/** Memory of the first slab; it grows with traffic up to {@link SLAB_BYTES}, so that idle pipes stay small. */
const FIRST_SLAB_BYTES = 4 * 1024;
const SLAB_BYTES = 64 * 1024;
/** Frames up to this size are waited for, so that they lie in a slab as a whole: what goes inline by default is less. */
const WHOLE_BYTES = 80 * 1024;
/** Of a slab for such frames: most of them then lie in it without being moved. */
const LARGE_SLAB_BYTES = 2 * WHOLE_BYTES;

/** What a {@link FrameReader} calls, always from a completion of the stream, in the order of the bytes. */
export interface FrameHandler {
  /**
   * The most bytes that the head of a frame of this type may have now; negative when the type may not come now.
   * Asked before any memory is taken.
   */
  headLimit(type: number): number;

  /**
   * A frame's head has arrived.
   * @param head a view that stays valid for as long as it is kept (it keeps its slab alive)
   * @param bodyLength bytes that follow: unchecked, so check before answering
   * @returns where the body lands: memory of exactly `bodyLength`; `'keep'` for memory that the reader provides;
   *   `'discard'` when nobody wants it
   * @throws TensorductError to end the stream
   */
  onHead(type: number, head: Uint8Array, bodyLength: number): Uint8Array | 'keep' | 'discard';

  /**
   * The frame is complete.
   * @param body the memory from `onHead`, or a view that stays valid for as long as it is kept; empty after `discard`
   * @throws TensorductError to end the stream
   */
  onFrame(type: number, body: Uint8Array): void;

  /**
   * Offers a whole frame that lies in a slab, instead of `onHead` and `onFrame`: saves their views. Who needs it after the
   * call counts up the slab's `holds`, and down when it is done.
   * @param start where the head begins
   * @param headEnd where the body begins
   * @returns false for one to be handed out as the others are; then nothing was done
   * @throws TensorductError to end the stream
   */
  onWhole?(type: number, slab: Slab, start: number, headEnd: number, bodyLength: number): boolean;

  /** The stream failed, or a frame or the handler did. Called once; nothing is called after it. */
  onError(error: TensorductError): void;
}

const EMPTY = new Uint8Array(0);

/**
 * Cuts a byte stream into frames.
 *
 * Bytes are read into slabs and small frames are handed out where they lie; a slab is not written again where one of them
 * is kept, so views stay valid. A body that does not fit, or has a destination of its own, is read straight into place.
 */
export class FrameReader {
  private slab = new Slab(EMPTY);
  /** The one before, which may be free again. */
  private spare: Slab | null = null;
  private start = 0;
  private end = 0;
  private stopped = false;
  private paused = false;
  private reading = false;

  // The frame whose body is incomplete; type 0 when there is none.
  private type = 0;
  private body: Uint8Array | 'discard' = 'discard';
  private filled = 0;
  private remaining = 0;

  /** Bytes that came from the stream so far. */
  bytesRead = 0;
  /** Of those, bytes of bodies that were copied on their way to the memory from `onHead`. */
  bytesCopied = 0;

  constructor(
    private readonly stream: ByteStream,
    private handler: FrameHandler,
  ) {}

  /** Begins to read. */
  run(): void {
    this.readMore(1);
  }

  /** Calls the handler no more until `resume`. From within `onFrame`: the frame after it waits. */
  pause(): void {
    this.paused = true;
  }

  /** Goes on after `pause`, with frames that have arrived meanwhile first. Not from within the handler. */
  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    if (!this.reading) this.parseSafely();
  }

  /** Hands the frames that follow to another handler: from within `onFrame`, while paused, or before `run`. */
  handOver(handler: FrameHandler): void {
    this.handler = handler;
  }

  /**
   * Ends framing, for whoever goes on with the bare stream. While paused only.
   * @returns the bytes that were read and belong to no frame that was handed out
   */
  release(): Uint8Array {
    this.stopped = true;
    return this.slab.bytes.subarray(this.start, this.end);
  }

  /** Calls the handler no more. A read that is pending ends with its stream. */
  stop(): void {
    this.stopped = true;
  }

  private readMore(missing: number): void {
    if (this.stopped) return;
    // Memory grows with what has arrived, not with what a header declares.
    const needed = Math.min(missing, Math.max(SLAB_BYTES, this.end - this.start));
    if (this.slab.bytes.length - this.end < Math.max(needed, 1)) this.renewSlab(needed);
    const { bytes } = this.slab;
    this.reading = true;
    if (this.stream.readAt !== undefined) this.stream.readAt(bytes, this.end, needed, this.onSlabRead);
    else this.stream.read(bytes.subarray(this.end), needed, this.onSlabRead);
  }

  private readonly onSlabRead = (error: TensorductError | null, length: number): void => {
    this.reading = false;
    if (this.stopped) return;
    if (error !== null) return this.fail(error);
    this.bytesRead += length;
    this.end += length;
    this.parseSafely();
  };

  private readonly onBodyRead = (error: TensorductError | null, length: number): void => {
    this.reading = false;
    if (this.stopped) return;
    if (error !== null) return this.fail(error);
    this.bytesRead += length;
    this.filled += length;
    this.remaining -= length;
    this.parseSafely();
  };

  private parseSafely(): void {
    try {
      this.parse();
    } catch (thrown) {
      this.fail(TensorductError.from(thrown, 'ERR_PROTOCOL', 'a frame could not be handled'));
    }
  }

  private parse(): void {
    for (;;) {
      if (this.stopped || this.paused) return;
      if (this.type !== 0) {
        if (!this.finishBody()) return;
        continue;
      }
      const available = this.end - this.start;
      if (available < FRAME_HEADER_BYTES) return this.readMore(FRAME_HEADER_BYTES - available);

      const { slab, start } = this;
      const { bytes } = slab;
      const type = bytes[start];
      const headLength = readUint32(bytes, start + 4);
      const limit = this.handler.headLimit(type);
      if (limit < 0) throw new TensorductError('ERR_PROTOCOL', `a frame of type ${type} may not come now`);
      if ((bytes[start + 1] | bytes[start + 2] | bytes[start + 3]) !== 0) {
        throw new TensorductError('ERR_PROTOCOL', 'reserved bytes of a frame are not zero');
      }
      if (headLength > limit) {
        throw new TensorductError('ERR_LIMIT_EXCEEDED', `a frame's head has ${headLength} bytes of ${limit} allowed`);
      }
      const bodyLength = readBodyLength(bytes, start);
      const headEnd = FRAME_HEADER_BYTES + headLength;
      if (available < headEnd) return this.readMore(headEnd - available);

      const missing = headEnd + bodyLength - available;
      if (this.handler.onWhole !== undefined && headEnd + bodyLength <= WHOLE_BYTES && missing > 0) {
        return this.readMore(missing);
      }
      this.start = start + headEnd;
      if (missing <= 0) {
        this.start += bodyLength;
        if (this.handler.onWhole?.(type, slab, start + FRAME_HEADER_BYTES, start + headEnd, bodyLength)) continue;
        this.start -= bodyLength;
      }
      slab.holds = Infinity;
      this.begin(type, bytes.subarray(start + FRAME_HEADER_BYTES, start + headEnd), bodyLength);
    }
  }

  /** Settles where the body lands, and completes the frame at once when it has none. */
  private begin(type: number, head: Uint8Array, bodyLength: number): void {
    const place = this.handler.onHead(type, head, bodyLength);
    if (bodyLength === 0) return this.handler.onFrame(type, EMPTY);
    if (this.stopped) return;
    if (place === 'keep') {
      if (this.end - this.start >= bodyLength) {
        const body = this.slab.bytes.subarray(this.start, this.start + bodyLength);
        this.start += bodyLength;
        return this.handler.onFrame(type, body);
      }
      // Not zeroed: nobody sees it before it is full.
      this.body = new Uint8Array(Buffer.allocUnsafeSlow(bodyLength).buffer);
    } else {
      this.body = place;
    }
    this.type = type;
    this.filled = 0;
    this.remaining = bodyLength;
  }

  /** Moves on with an incomplete body. @returns whether parsing can go on */
  private finishBody(): boolean {
    const buffered = Math.min(this.end - this.start, this.remaining);
    if (buffered > 0) {
      if (this.body !== 'discard') {
        this.body.set(this.slab.bytes.subarray(this.start, this.start + buffered), this.filled);
        this.bytesCopied += buffered;
      }
      this.start += buffered;
      this.filled += buffered;
      this.remaining -= buffered;
    }
    if (this.remaining === 0) {
      const { type, body } = this;
      this.type = 0;
      this.body = 'discard';
      this.handler.onFrame(type, body === 'discard' ? EMPTY : body);
      return true;
    }
    this.reading = true;
    if (this.body === 'discard') {
      // The slab is free: discarded bytes may land on top of each other.
      this.slab = new Slab(new Uint8Array(SLAB_BYTES));
      this.start = this.end = 0;
      const scratch = this.slab.bytes.subarray(0, Math.min(SLAB_BYTES, this.remaining));
      this.stream.read(scratch, 1, this.onBodyRead);
    } else {
      // At most 1 GiB a read: Node's own reads and our views stay far from their limits.
      const window = this.body.subarray(this.filled, this.filled + Math.min(this.remaining, 2 ** 30));
      this.stream.read(window, window.length, this.onBodyRead);
    }
    return false;
  }

  /** Goes on in a slab with room for `needed` more bytes behind those not parsed yet. */
  private renewSlab(needed: number): void {
    const { slab, start, end } = this;
    const kept = end - start;
    this.slab = this.freeSlab(kept + needed);
    if (kept > 0) this.slab.bytes.set(slab.bytes.subarray(start, end));
    this.start = 0;
    this.end = kept;
  }

  private freeSlab(room: number): Slab {
    const { slab, spare } = this;
    const grown = slab.bytes.length === 0 ? FIRST_SLAB_BYTES : Math.min(slab.bytes.length * 2, SLAB_BYTES);
    const size = Math.max(room, room > SLAB_BYTES / 2 ? LARGE_SLAB_BYTES : grown);
    if (isFree(slab, size)) return slab;
    this.spare = slab;
    return spare !== null && isFree(spare, size) ? spare : new Slab(new Uint8Array(new ArrayBuffer(size)));
  }

  private fail(error: TensorductError): void {
    if (this.stopped) return;
    this.stopped = true;
    this.handler.onError(error);
  }
}

function isFree({ holds, bytes }: Slab, size: number): boolean {
  return holds === 0 && bytes.length >= size;
}
