import { TensorductError } from '../errors.js';

/** Bits of one element of each dtype, and its code on the wire. Codes are never used again for something else. */
const DTYPES = {
  uint8: { bits: 8, code: 0 },
  int8: { bits: 8, code: 1 },
  uint16: { bits: 16, code: 2 },
  int16: { bits: 16, code: 3 },
  uint32: { bits: 32, code: 4 },
  int32: { bits: 32, code: 5 },
  uint64: { bits: 64, code: 6 },
  int64: { bits: 64, code: 7 },
  float16: { bits: 16, code: 8 },
  float32: { bits: 32, code: 9 },
  float64: { bits: 64, code: 10 },
  bfloat16: { bits: 16, code: 11 },
  bool: { bits: 8, code: 12 },
  int4: { bits: 4, code: 13 },
  uint4: { bits: 4, code: 14 },
} as const;

/**
 * The type of a tensor's elements: `uint8`, `int8`, `uint16`, `int16`, `uint32`, `int32`, `uint64`, `int64`, `float16`,
 * `float32`, `float64`, `bfloat16`, `bool`, `int4` or `uint4`. Two 4-bit elements share a byte, the first in the low half.
 */
export type DType = keyof typeof DTYPES;

/** Every dtype. */
export const ALL_DTYPES = Object.freeze(Object.keys(DTYPES)) as readonly DType[];

const BY_CODE: readonly DType[] = ALL_DTYPES;

/** Bits of one element. */
export function bitsOf(dtype: DType): number {
  return DTYPES[dtype].bits;
}

/** Whether a value is the name of a dtype. */
export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(DTYPES, value);
}

/** Code of a dtype on the wire. */
export function dtypeCode(dtype: DType): number {
  return DTYPES[dtype].code;
}

/**
 * The dtype of a code.
 * @throws TensorductError `ERR_PROTOCOL` when this version does not know it
 */
export function dtypeOfCode(code: number): DType {
  const dtype = BY_CODE[code];
  if (dtype === undefined) throw new TensorductError('ERR_PROTOCOL', `there is no dtype ${code}`);
  return dtype;
}

/** Number of elements of a shape; 1 for rank 0. NaN-free for shapes that passed `checkShape`. */
export function elementsOf(shape: readonly number[]): number {
  let elements = 1;
  for (const dimension of shape) elements *= dimension;
  return elements;
}

/** Bytes of a dense row-major tensor: 4-bit elements are packed, an odd last one takes a byte. */
export function byteLengthOf(dtype: DType, shape: readonly number[]): number {
  return Math.ceil((elementsOf(shape) * DTYPES[dtype].bits) / 8);
}
