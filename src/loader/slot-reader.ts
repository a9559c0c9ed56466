import { TensorductError } from '../errors.js';
import type { ArenaReader, ArenaUnit, BinaryPlace, ReceivedBytes } from './arena.js';

/** Reads what {@link SlotWriter} has written: each unit is one tensor, or nothing. */
export class SlotReader implements ArenaReader {
  /** @param zeroCopy whether binaries are views, or copies */
  constructor(readonly zeroCopy: boolean) {}

  reset(): void {}

  readBinary({ span, tensors }: ArenaUnit<ReceivedBytes>, { offset, length }: BinaryPlace): Uint8Array {
    const bytes = tensors[0]?.typed() ?? new Uint8Array();
    const isPlace = Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0;
    if (!isPlace || !(bytes instanceof Uint8Array) || bytes.length !== span || offset + length > span) {
      const what = `a unit of ${span} bytes, ${bytes.byteLength} of them here, has no ${length} bytes at ${offset}`;
      throw new TensorductError('ERR_PROTOCOL', what, { operation: 'readBinary' });
    }
    return this.zeroCopy ? bytes.subarray(offset, offset + length) : bytes.slice(offset, offset + length);
  }

  endUnit({ tensors }: ArenaUnit<ReceivedBytes>): void {
    for (const tensor of tensors) tensor.release();
  }
}
