import { Buffer } from 'node:buffer';
import { markAsUntransferable } from 'node:worker_threads';

/** Payloads are cut from chunks of this size, so that a small one costs no allocation. */
const CHUNK_BYTES = 64 * 1024;
/** With less than this left, the next payload begins a new chunk. */
const LEAST_BYTES = 1024;
/** Up to this length a loop over the characters is faster than a call into the runtime. */
const SHORT_STRING = 40;

/** Memory that payloads are cut from, one behind the other. */
interface Chunk {
  readonly bytes: Buffer;
  readonly view: DataView;
  /** Bytes that payloads lie in. */
  used: number;
}

/** Null while a payload is being written into it. */
let current: Chunk | null = null;

/**
 * Writes one payload, into memory that belongs to it from then on: it is never written again, so a payload can be sent
 * without a copy.
 */
export class ByteWriter {
  private chunk: Chunk;
  private bytes: Buffer;
  private start: number;
  private position: number;

  constructor() {
    // Taken, not shared: another payload may be begun before this one is done.
    this.chunk = current ?? newChunk(CHUNK_BYTES);
    current = null;
    this.bytes = this.chunk.bytes;
    this.start = this.chunk.used;
    this.position = this.start;
  }

  /** Bytes written so far. */
  get length(): number {
    return this.position - this.start;
  }

  byte(value: number): void {
    if (this.position === this.bytes.length) this.grow(1);
    this.bytes[this.position++] = value;
  }

  /** An integer from 0 to 2^53 - 1. */
  varint(value: number): void {
    if (this.position + 8 > this.bytes.length) this.grow(8);
    while (value > 0x7fffffff) {
      this.bytes[this.position++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    while (value > 0x7f) {
      this.bytes[this.position++] = (value & 0x7f) | 0x80;
      value >>>= 7;
    }
    this.bytes[this.position++] = value;
  }

  float(value: number): void {
    if (this.position + 8 > this.bytes.length) this.grow(8);
    this.chunk.view.setFloat64(this.position, value, true);
    this.position += 8;
  }

  bigint64(value: bigint): void {
    if (this.position + 8 > this.bytes.length) this.grow(8);
    this.chunk.view.setBigInt64(this.position, value, true);
    this.position += 8;
  }

  /** Length and characters after the tag: one byte each where that is enough, else two. No code unit is lost. */
  string(value: string, latin1: number, utf16: number): void {
    const { length } = value;
    if (length <= SHORT_STRING) {
      if (this.position + length + 2 > this.bytes.length) this.grow(length + 2);
      const { bytes } = this;
      let position = this.position;
      bytes[position++] = latin1;
      bytes[position++] = length;
      let seen = 0;
      for (let i = 0; i < length; i++) {
        const unit = value.charCodeAt(i);
        seen |= unit;
        bytes[position++] = unit;
      }
      if (seen <= 0xff) {
        this.position = position;
        return;
      }
    } else if (isLatin1(value)) {
      this.encoded(value, latin1, 'latin1', length);
      return;
    }
    this.encoded(value, utf16, 'utf16le', 2 * length);
  }

  raw(bytes: Uint8Array): void {
    if (this.position + bytes.length > this.bytes.length) this.grow(bytes.length);
    this.bytes.set(bytes, this.position);
    this.position += bytes.length;
  }

  /** Writes 4 bytes over what stands at `position` of the payload. */
  patch32(position: number, value: number): void {
    this.chunk.view.setUint32(this.start + position, value, true);
  }

  /** What was written. The writer is of no use afterwards. */
  finish(): Uint8Array {
    const { chunk, start, position } = this;
    chunk.used = position;
    // One that has grown holds little else: it shall not live as long as what comes after.
    if (chunk.bytes.length === CHUNK_BYTES && CHUNK_BYTES - position >= LEAST_BYTES) current = chunk;
    return new Uint8Array(chunk.bytes.buffer, chunk.bytes.byteOffset + start, position - start);
  }

  private encoded(value: string, tag: number, encoding: 'latin1' | 'utf16le', byteLength: number): void {
    this.byte(tag);
    this.varint(value.length);
    if (this.position + byteLength > this.bytes.length) this.grow(byteLength);
    this.position += this.bytes.write(value, this.position, encoding);
  }

  private grow(more: number): void {
    const { length, bytes, start, position } = this;
    this.chunk = newChunk(Math.max(CHUNK_BYTES, 2 * length, length + more));
    this.bytes = this.chunk.bytes;
    bytes.copy(this.bytes, 0, start, position);
    this.start = 0;
    this.position = length;
  }
}

/** Several payloads may lie in it: a program that has one must not take it away from the others. */
function newChunk(length: number): Chunk {
  const bytes = Buffer.allocUnsafeSlow(length);
  markAsUntransferable(bytes.buffer);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), used: 0 };
}

function isLatin1(value: string): boolean {
  return /^[\x00-\xff]*$/.test(value);
}
