import type { DType } from './dtype.js';

/** The type library of a program need not know `Float16Array`. */
type Float16View = typeof globalThis extends { Float16Array: new (...args: never[]) => infer View }
  ? View | Uint16Array
  : Uint16Array;

/** The typed array in which each dtype's elements are read. Packed 4-bit elements and bools come as bytes. */
export interface TypedArrays {
  /** Bytes. */
  uint8: Uint8Array;
  /** Elements. */
  int8: Int8Array;
  /** Elements. */
  uint16: Uint16Array;
  /** Elements. */
  int16: Int16Array;
  /** Elements. */
  uint32: Uint32Array;
  /** Elements. */
  int32: Int32Array;
  /** Elements, as bigints. */
  uint64: BigUint64Array;
  /** Elements, as bigints. */
  int64: BigInt64Array;
  /** `Float16Array` where the runtime has it, else the bits. */
  float16: Float16View;
  /** Elements. */
  float32: Float32Array;
  /** Elements. */
  float64: Float64Array;
  /** The bits: the upper half of a float32. */
  bfloat16: Uint16Array;
  /** One byte for each element. */
  bool: Uint8Array;
  /** Two elements in each byte. */
  int4: Uint8Array;
  /** Two elements in each byte. */
  uint4: Uint8Array;
}

/** Any of the typed arrays in which a tensor can be read. */
export type TypedArray = TypedArrays[DType];

interface ViewConstructor<View> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): View;
}

const CONSTRUCTORS: { readonly [D in DType]: ViewConstructor<TypedArrays[D]> } = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
  float16: float16Constructor(),
  float32: Float32Array,
  float64: Float64Array,
  bfloat16: Uint16Array,
  bool: Uint8Array,
  int4: Uint8Array,
  uint4: Uint8Array,
};

/** What the elements of a view are; bytes for those that only hold bytes. */
const DTYPES_OF_VIEWS: ReadonlyMap<unknown, DType> = new Map<string, DType>([
  ['Uint8Array', 'uint8'],
  ['Uint8ClampedArray', 'uint8'],
  ['DataView', 'uint8'],
  ['Int8Array', 'int8'],
  ['Uint16Array', 'uint16'],
  ['Int16Array', 'int16'],
  ['Uint32Array', 'uint32'],
  ['Int32Array', 'int32'],
  ['BigUint64Array', 'uint64'],
  ['BigInt64Array', 'int64'],
  ['Float16Array', 'float16'],
  ['Float32Array', 'float32'],
  ['Float64Array', 'float64'],
]);

/** The dtype of a view's elements: `uint8` for an `ArrayBuffer` and all that is plain bytes. */
export function dtypeOfView(memory: unknown): DType {
  if (memory instanceof Uint8Array || !ArrayBuffer.isView(memory)) return 'uint8';
  // By tag, not by constructor: views of another realm are views too.
  return (Symbol.toStringTag in memory && DTYPES_OF_VIEWS.get(memory[Symbol.toStringTag])) || 'uint8';
}

/**
 * Whether elements of `dtype` may stand in a view whose elements are `viewed`: in one of its own kind and in plain
 * bytes; both kinds of 16-bit floats also in 16-bit integers, as their bits.
 */
export function mayHold(viewed: DType, dtype: DType): boolean {
  if (viewed === dtype || viewed === 'uint8') return true;
  return viewed === 'uint16' && (dtype === 'float16' || dtype === 'bfloat16');
}

/** Views bytes as elements of `dtype`: the same memory, or a copy where it is not aligned to the elements. */
export function viewAs<D extends DType>(dtype: D, bytes: Uint8Array): TypedArrays[D] {
  const View = CONSTRUCTORS[dtype];
  const size = View.BYTES_PER_ELEMENT;
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new View(aligned.buffer, aligned.byteOffset, aligned.byteLength / size);
}

function float16Constructor(): ViewConstructor<TypedArrays['float16']> {
  const constructor: unknown = Reflect.get(globalThis, 'Float16Array');
  return isViewConstructor(constructor) ? constructor : Uint16Array;
}

function isViewConstructor(value: unknown): value is ViewConstructor<TypedArrays['float16']> {
  return typeof value === 'function' && 'BYTES_PER_ELEMENT' in value;
}
