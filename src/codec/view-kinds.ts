import { Buffer } from 'node:buffer';

/** Makes a view of `buffer`: `length` in elements. */
type MakeView = (buffer: ArrayBufferLike, byteOffset: number, length: number) => object;

/** A kind of memory that a value can show. Its number on the wire is its place in {@link VIEW_KINDS}. */
export interface ViewKind {
  readonly name: string;
  /** Bytes of an element. */
  readonly size: number;
  readonly make: MakeView;
}

/** Float16Array is made where the runtime has it; elsewhere its bits are read. */
const Float16: unknown = Reflect.get(globalThis, 'Float16Array');

/** Never used again for something else. */
export const VIEW_KINDS: readonly ViewKind[] = [
  { name: 'ArrayBuffer', size: 1, make: (buffer) => buffer },
  { name: 'Buffer', size: 1, make: (buffer, offset, length) => Buffer.from(buffer, offset, length) },
  { name: 'DataView', size: 1, make: (buffer, offset, length) => new DataView(buffer, offset, length) },
  { name: 'Uint8Array', size: 1, make: (buffer, offset, length) => new Uint8Array(buffer, offset, length) },
  {
    name: 'Uint8ClampedArray',
    size: 1,
    make: (buffer, offset, length) => new Uint8ClampedArray(buffer, offset, length),
  },
  { name: 'Int8Array', size: 1, make: (buffer, offset, length) => new Int8Array(buffer, offset, length) },
  { name: 'Uint16Array', size: 2, make: (buffer, offset, length) => new Uint16Array(buffer, offset, length) },
  { name: 'Int16Array', size: 2, make: (buffer, offset, length) => new Int16Array(buffer, offset, length) },
  { name: 'Uint32Array', size: 4, make: (buffer, offset, length) => new Uint32Array(buffer, offset, length) },
  { name: 'Int32Array', size: 4, make: (buffer, offset, length) => new Int32Array(buffer, offset, length) },
  { name: 'BigUint64Array', size: 8, make: (buffer, offset, length) => new BigUint64Array(buffer, offset, length) },
  { name: 'BigInt64Array', size: 8, make: (buffer, offset, length) => new BigInt64Array(buffer, offset, length) },
  { name: 'Float16Array', size: 2, make: makeFloat16 },
  { name: 'Float32Array', size: 4, make: (buffer, offset, length) => new Float32Array(buffer, offset, length) },
  { name: 'Float64Array', size: 8, make: (buffer, offset, length) => new Float64Array(buffer, offset, length) },
];

const NUMBER_OF_NAME = new Map(VIEW_KINDS.map(({ name }, number) => [name, number]));

/** The number of each kind, by the prototype of its class. */
const NUMBER_OF_PROTOTYPE = new Map<unknown, number>(
  VIEW_KINDS.flatMap(({ name }, number) => {
    const constructor: unknown = name === 'Buffer' ? Buffer : Reflect.get(globalThis, name);
    return typeof constructor === 'function' ? [[constructor.prototype, number] as const] : [];
  }),
).set(SharedArrayBuffer.prototype, 0);

/**
 * Which kind of memory an object is; undefined for instances of classes derived from one. Those of another realm are
 * known by name.
 */
export function viewKindOf(memory: ArrayBufferView | ArrayBufferLike): number | undefined {
  const prototype: unknown = Object.getPrototypeOf(memory);
  const number = NUMBER_OF_PROTOTYPE.get(prototype);
  if (number !== undefined) return number;
  const name = memory.constructor.name;
  return name === Reflect.get(memory, Symbol.toStringTag) ? NUMBER_OF_NAME.get(name) : undefined;
}

function makeFloat16(buffer: ArrayBufferLike, byteOffset: number, length: number): object {
  if (typeof Float16 !== 'function') return new Uint16Array(buffer, byteOffset, length);
  const view: unknown = Reflect.construct(Float16, [buffer, byteOffset, length]);
  return typeof view === 'object' && view !== null ? view : new Uint16Array(buffer, byteOffset, length);
}
