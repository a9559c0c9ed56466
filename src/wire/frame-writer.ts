import type { Completion, TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { soon } from '../soon.js';
import type { ByteStream } from './byte-stream.js';
import { FRAME_HEADER_BYTES, writeFrameHeader, type FrameType } from './frame.js';
import { ProtoWriter } from './proto-writer.js';

/** Memory for headers, heads and small bodies; replaced when full while the stream still holds it. */
const STAGING_BYTES = 16 * 1024;
const EMPTY = new Uint8Array(0);
/** Bodies up to this size are copied behind their head: cheaper than one more buffer for the system call. */
export const COPY_THRESHOLD = 2 * 1024;

/**
 * Puts frames on a byte stream. All frames of one turn of the event loop go out as one write.
 *
 * Usage: `begin`, write the head with what it returns, `end`; or `send`, where the head is encoded already.
 */
export class FrameWriter {
  private readonly proto = new ProtoWriter(new Uint8Array(0));
  private staging = new Uint8Array(0);
  /** First byte of the staging memory that is not in `buffers` yet. */
  private staged = 0;
  private frameStart = 0;
  private buffers: Uint8Array[] = [];
  private completions: Completion[] = [];
  private flushing = false;
  private inFlight = 0;
  private failure: TensorductError | null = null;

  /** Bytes handed to the stream so far. */
  bytesWritten = 0;

  constructor(private readonly stream: ByteStream) {}

  /**
   * Starts a frame.
   * @param headBound upper bound of the head's bytes
   */
  begin(headBound: number): ProtoWriter {
    this.reserve(FRAME_HEADER_BYTES + headBound);
    this.frameStart = this.proto.position;
    this.proto.position += FRAME_HEADER_BYTES;
    return this.proto;
  }

  /**
   * Ends a frame and schedules it.
   * @param bodies the body's pieces; those above {@link COPY_THRESHOLD} are written from where they lie
   * @param completion called, never inside this call, when the memory of the pieces is needed no more
   * @returns bytes of the bodies that were copied
   */
  end(type: FrameType, bodies: readonly Uint8Array[] = [], completion?: Completion): number {
    let bodyLength = 0;
    for (const body of bodies) bodyLength += body.length;
    const headLength = this.proto.position - this.frameStart - FRAME_HEADER_BYTES;
    writeFrameHeader(this.staging, this.frameStart, type, headLength, bodyLength);

    let copied = 0;
    for (const body of bodies) {
      if (body.length <= COPY_THRESHOLD) {
        this.reserve(body.length);
        this.proto.raw(body);
        copied += body.length;
      } else {
        this.cut();
        this.buffers.push(body);
      }
    }
    this.commit(completion);
    return copied;
  }

  /**
   * Ends a frame's head, for a body that is written behind it; {@link commit} follows.
   * @param length of the body, for which there is room by the bound that `begin` was given
   */
  body(type: FrameType, length: number): ProtoWriter {
    const headLength = this.proto.position - this.frameStart - FRAME_HEADER_BYTES;
    writeFrameHeader(this.staging, this.frameStart, type, headLength, length);
    return this.proto;
  }

  /** Schedules a frame whose bytes are all there. @param completion as that of {@link end} */
  commit(completion?: Completion): void {
    if (completion !== undefined) this.completions.push(completion);
    if (this.flushing) return;
    this.flushing = true;
    soon(this.flush);
  }

  /** Puts a frame without a body. The head is copied. */
  send(type: FrameType, head: Uint8Array = EMPTY, completion?: Completion): void {
    this.begin(head.length).raw(head);
    this.end(type, [], completion);
  }

  /** Calls `then` once all frames so far are out, or cannot be sent. */
  flushed(then: () => void): void {
    soon(() => this.stream.write([], then));
  }

  /** Every completion that was not called yet, and later ones, get this error. The stream must be closed as well. */
  fail(error: TensorductError): void {
    this.failure ??= error;
    if (!this.flushing) {
      this.flushing = true;
      soon(this.flush);
    }
  }

  private readonly flush = (): void => {
    this.flushing = false;
    if (this.failure === null && this.buffers.length === 0 && this.putStaged()) return;
    this.cut();
    const { buffers, completions, failure } = this;
    this.buffers = [];
    this.completions = [];
    if (failure !== null) return complete(completions, failure);
    if (buffers.length === 0) return;
    for (const buffer of buffers) this.bytesWritten += buffer.length;
    this.inFlight++;
    this.stream.write(buffers, (error) => {
      this.inFlight--;
      this.reuseStaging();
      complete(completions, error);
    });
    faultPoint('frames-written');
  };

  /** Puts small frames straight into a medium that can take them now. @returns whether it has */
  private putStaged(): boolean {
    const { stream, staging, staged, completions } = this;
    const { position } = this.proto;
    if (position === staged || stream.put?.(staging, staged, position) !== true) return false;
    this.bytesWritten += position - staged;
    this.staged = position;
    this.reuseStaging();
    this.completions = [];
    faultPoint('frames-written');
    complete(completions, null);
    return true;
  }

  private reuseStaging(): void {
    if (this.inFlight > 0 || this.buffers.length > 0 || this.staged !== this.proto.position) return;
    this.staged = this.proto.position = 0;
  }

  /** Moves what was staged since the last cut into the list of buffers. */
  private cut(): void {
    if (this.proto.position === this.staged) return;
    this.buffers.push(this.staging.subarray(this.staged, this.proto.position));
    this.staged = this.proto.position;
  }

  private reserve(bytes: number): void {
    if (this.staging.length - this.proto.position >= bytes) return;
    this.cut();
    this.staging = new Uint8Array(Math.max(STAGING_BYTES, bytes));
    this.proto.bytes = this.staging;
    this.proto.position = 0;
    this.staged = 0;
  }
}

function complete(completions: readonly Completion[], error: TensorductError | null): void {
  for (const completion of completions) completion(error);
}
