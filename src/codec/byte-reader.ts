import { Buffer } from 'node:buffer';
import { malformed } from './format.js';

/** Reads a part of a payload, and never beyond it. */
export class ByteReader {
  private readonly view: DataView;
  private readonly buffer: Buffer;

  /** @param end where the part ends */
  constructor(
    readonly bytes: Uint8Array,
    public position: number,
    private readonly end: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Bytes that are left. */
  get left(): number {
    return this.end - this.position;
  }

  byte(): number {
    return this.bytes[this.take(1)];
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
    return this.view.getFloat64(this.take(8), true);
  }

  bigint64(): bigint {
    return this.view.getBigInt64(this.take(8), true);
  }

  latin1(): string {
    const length = this.varint();
    const start = this.take(length);
    return this.buffer.toString('latin1', start, start + length);
  }

  utf16(): string {
    const length = 2 * this.varint();
    const start = this.take(length);
    return this.buffer.toString('utf16le', start, start + length);
  }

  /** A view of the next bytes. */
  raw(length: number): Uint8Array {
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  private take(length: number): number {
    const start = this.position;
    if (length > this.end - start) throw malformed('the payload ends too early');
    this.position = start + length;
    return start;
  }
}
