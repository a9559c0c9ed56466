import { TensorductError } from '../../errors.js';
import type { DType } from '../../message/dtype.js';
import { MAX_RANK } from '../../message/limits.js';

/** A tensor of a file, as it travels. */
export interface FileTensor {
  /** `uint8`, with its bytes as the one dimension, where no dtype of ours is what the file says. */
  readonly dtype: DType;
  /** Row-major. */
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** What the file says of it, in the file's own words: JSON for the tensor's metadata. */
  readonly about: Readonly<Record<string, unknown>>;
}

/** Where everything lies in a file: a header, then the tensors without gaps, in order, to the end. */
export interface FileLayout {
  readonly format: string;
  readonly headerLength: number;
  readonly tensors: readonly FileTensor[];
}

/** A kind of file. Pure: who calls it reads the file. */
export interface Format {
  readonly name: string;
  /** How names of such files end; '' is any. */
  readonly ending: string;
  /**
   * Bytes before the first tensor.
   * @param start of the file: its first {@link START_BYTES} bytes, or all of a shorter one
   * @throws TensorductError `ERR_INVALID_ARGUMENT` for a malformed file
   */
  headerLength(start: Uint8Array, size: number): number;
  /**
   * @param header exactly the bytes that `headerLength` said
   * @throws TensorductError `ERR_INVALID_ARGUMENT` for a malformed file, and for what cannot be told apart from one
   */
  parse(header: Uint8Array, size: number): FileLayout;
}

/** As much as every format needs to find out how long its header is. */
export const START_BYTES = 16;

/** The error of a file that is not what its name says. */
export function malformed(what: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', what, { advice: 'repair the file, or send its bytes with --raw' });
}

/**
 * Describes a tensor, by its bytes alone where it cannot travel as what it is.
 * @param dtype undefined where no dtype of ours is that of the file
 */
export function tensorOf(
  dtype: DType | undefined,
  shape: readonly number[],
  byteLength: number,
  about: FileTensor['about'],
): FileTensor {
  if (dtype !== undefined && shape.length <= MAX_RANK) return { dtype, shape, byteLength, about };
  return { dtype: 'uint8', shape: [byteLength], byteLength, about };
}

/**
 * Product of the dimensions.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for what is not a shape, and for 2^53 elements and more
 */
export function countElements(shape: readonly unknown[], name: string): number {
  let elements = 1;
  let isEmpty = false;
  for (const dimension of shape) {
    if (typeof dimension !== 'number' || !Number.isSafeInteger(dimension) || dimension < 0) {
      throw malformed(`${name} has a dimension that is not an integer from 0`);
    }
    if (dimension === 0) isEmpty = true;
    else elements *= dimension;
    if (elements > Number.MAX_SAFE_INTEGER) throw malformed(`${name} has too many elements`);
  }
  return isEmpty ? 0 : elements;
}
