import protobuf from 'protobufjs/minimal.js';
import { TensorductError } from '../errors.js';

/**
 * The reader of the generated code. Bytes fields are views of the input; fields that this version does not know are
 * skipped instead of being kept.
 */
export class NumberReader extends protobuf.Reader {
  constructor(bytes: Uint8Array) {
    super(bytes);
    this.discardUnknown = true;
  }

  static override create(bytes: Uint8Array): NumberReader {
    return new NumberReader(bytes);
  }

  /**
   * Every 64-bit field of the wire is below 2^53, and a number as the generated declarations say.
   * @throws TensorductError `ERR_PROTOCOL` at 2^53 and above
   */
  // @ts-expect-error protobufjs reads a Long here, which takes far longer
  override uint64(): number {
    let value = 0;
    for (let scale = 1; scale < 2 ** 70; scale *= 128) {
      if (this.pos >= this.len) throw new RangeError('a number is cut off');
      const byte = this.buf[this.pos++];
      value += (byte & 127) * scale;
      if (byte >= 128) continue;
      if (Number.isSafeInteger(value)) return value;
      throw new TensorductError('ERR_PROTOCOL', 'a number is 2^53 or more');
    }
    throw new TensorductError('ERR_PROTOCOL', 'a number has more than ten bytes');
  }

  /** As `uint64`, in eight bytes. */
  // @ts-expect-error protobufjs reads a Long here
  override fixed64(): number {
    const low = this.fixed32();
    const value = this.fixed32() * 0x1_0000_0000 + low;
    if (Number.isSafeInteger(value)) return value;
    throw new TensorductError('ERR_PROTOCOL', 'a number is 2^53 or more');
  }
}
