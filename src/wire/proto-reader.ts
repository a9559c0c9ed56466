import { TensorductError } from '../errors.js';

const EMPTY = new Uint8Array(0);

/**
 * Reads protobuf fields by hand, from bytes that a peer has chosen: every length is checked before it is used, and
 * what is wrong is `ERR_PROTOCOL`.
 */
export class ProtoReader {
  readonly bytes: Uint8Array;
  position: number;
  private limit: number;

  /** Reads the bytes from `start` to `end`. */
  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.position = start;
    this.limit = end;
  }

  /** Whether the current message has more fields. */
  more(): boolean {
    return this.position < this.limit;
  }

  /**
   * The next key: `field << 3 | wireType`.
   * @throws TensorductError `ERR_PROTOCOL`
   */
  key(): number {
    const key = this.uint();
    if (key < 8 || key > 0xffff_ffff) throw malformed('a field number is out of range');
    return key;
  }

  /** A varint below 2^53. */
  uint(): number {
    const bytes = this.bytes;
    if (this.position < this.limit) {
      const first = bytes[this.position];
      if (first < 128) {
        this.position++;
        return first;
      }
    }
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      if (this.position >= this.limit) throw malformed('a number is cut off');
      const byte = bytes[this.position++];
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 128;
    }
    throw malformed('a number is 2^53 or more');
  }

  bool(): boolean {
    return this.uint() !== 0;
  }

  /** A view of a bytes field: valid as long as the input is. */
  data(): Uint8Array {
    const length = this.uint();
    if (length === 0) return EMPTY;
    if (length > this.limit - this.position) throw malformed('a field is longer than its message');
    const start = this.position;
    this.position += length;
    return this.bytes.subarray(start, this.position);
  }

  /** A copy of a bytes field. */
  copy(): Uint8Array {
    const view = this.data();
    return view.length === 0 ? EMPTY : new Uint8Array(view);
  }

  /** An ASCII string of at most `limit` bytes; other bytes are refused. */
  ascii(limit: number): string {
    const view = this.data();
    if (view.length > limit) throw malformed(`a name has ${view.length} bytes of ${limit} allowed`);
    let text = '';
    for (let i = 0; i < view.length; i++) {
      if (view[i] < 0x20 || view[i] > 0x7e) throw malformed('a name is not printable ASCII');
      text += String.fromCharCode(view[i]);
    }
    return text;
  }

  /** Enters an embedded message. @returns what `leave` needs */
  enter(): number {
    const length = this.uint();
    if (length > this.limit - this.position) throw malformed('a field is longer than its message');
    const outer = this.limit;
    this.limit = this.position + length;
    return outer;
  }

  /** Leaves an embedded message that has been read to its end. */
  leave(outer: number): void {
    this.limit = outer;
  }

  /** Skips the value of a field that this version does not know. */
  skip(key: number): void {
    switch (key & 7) {
      case 0:
        this.skipVarint();
        return;
      case 1:
        return this.advance(8);
      case 2:
        return this.advance(this.uint());
      case 5:
        return this.advance(4);
      default:
        throw malformed('a field has an unknown wire type');
    }
  }

  /** Values of fields we do not know may use all 64 bits. */
  private skipVarint(): void {
    for (let i = 0; i < 10; i++) {
      if (this.position >= this.limit) break;
      if (this.bytes[this.position++] < 128) return;
    }
    throw malformed('a number is cut off');
  }

  private advance(length: number): void {
    if (length > this.limit - this.position) throw malformed('a field is longer than its message');
    this.position += length;
  }
}

function malformed(what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', what);
}
