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
  // @ts-expect-error protobufjs reads a Long here
  override uint64(): number {
    const value = Number(super.uint64());
    if (!Number.isSafeInteger(value)) throw new TensorductError('ERR_PROTOCOL', 'a number is 2^53 or more');
    return value;
  }
}
