import { Buffer } from 'node:buffer';
import { malformed } from './format.js';

/** Up to this length a loop over the characters is faster than a call into the runtime, and V8 makes one flat string. */
const SHORT_STRING = 12;

/** Reads a part of a payload, and never beyond it. */
export class ByteReader {
  /** Made when something is read that needs them. */
  private buffer: Buffer | null = null;
  private view: DataView | null = null;

  /** @param end where the part ends */
  constructor(
    private readonly bytes: Uint8Array,
    private position: number,
    private readonly end: number,
  ) {}

  /** Bytes that are left. */
  get left(): number {
    return this.end - this.position;
  }

  byte(): number {
    if (this.position === this.end) throw malformed('the payload ends too early');
    return this.bytes[this.position++];
  }

  /** An integer from 0 to 2^53 - 1. */
  varint(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      factor *= 128;
    }
    throw malformed('a number is too large');
  }

  float(): number {
    return this.numbers().getFloat64(this.take(8), true);
  }

  bigint64(): bigint {
    return this.numbers().getBigInt64(this.take(8), true);
  }

  latin1(): string {
    const length = this.varint();
    const start = this.take(length);
    if (length > SHORT_STRING) return this.text('latin1', start);
    let string = '';
    for (let i = start; i < this.position; i++) string += String.fromCharCode(this.bytes[i]);
    return string;
  }

  utf16(): string {
    return this.text('utf16le', this.take(2 * this.varint()));
  }

  /** A view of the next bytes. */
  raw(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  private numbers(): DataView {
    return (this.view ??= new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength));
  }

  /** From `start` to where we are. */
  private text(encoding: 'latin1' | 'utf16le', start: number): string {
    const { buffer, byteOffset, byteLength } = this.bytes;
    this.buffer ??= Buffer.from(buffer, byteOffset, byteLength);
    return this.buffer.toString(encoding, start, this.position);
  }

  private take(length: number): number {
    const start = this.position;
    if (length > this.end - start) throw malformed('the payload ends too early');
    this.position = start + length;
    return start;
  }
}
