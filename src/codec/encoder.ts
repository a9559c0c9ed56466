import { isAnyArrayBuffer, isDate, isMap, isNativeError, isRegExp, isSet } from 'node:util/types';
import { TensorductError } from '../errors.js';
import { hostMemoryOf, type HostMemory } from '../message/bytes.js';
import { isDeviceBuffer, type DeviceBuffer } from '../message/device.js';
import { bitsOf, dtypeCode, isDType, type DType } from '../message/dtype.js';
import type { OrtTensorLike } from '../message/ort.js';
import { dtypeOfView } from '../message/typed-array.js';
import { ByteWriter } from './byte-writer.js';
import { FORMAT_VERSION, HEAD_BYTES, LAST_SMALL_INTEGER, MAGIC, MAX_DEPTH, TAG } from './format.js';
import { MemoryCollector } from './memory-collector.js';
import { errorClassOf, hiddenOf } from './native-errors.js';
import { isOrtInstance, isOwnTensor, TENSOR_OF_ORT, TENSOR_OF_OURS } from './tensors.js';
import type { TypeHandler } from './type-handler.js';
import { ValuePath } from './value-path.js';
import { VIEW_KINDS, viewKindOf } from './view-kinds.js';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/** Writes the body of one payload, and collects the memory that the value shows. */
export class Encoder {
  readonly writer = new ByteWriter();
  readonly memory = new MemoryCollector();
  /** Numbers of everything with an identity. */
  private readonly numbers = new Map<object, number>();
  private readonly keys = new Map<string, number>();
  private readonly path = new ValuePath();
  /** Instances whose parts are being written. */
  private readonly open = new Set<object>();

  constructor(private readonly handlers: readonly TypeHandler[]) {}

  /**
   * Writes head and body.
   * @throws TensorductError `ERR_UNSUPPORTED_VALUE`, `ERR_MEMORY_DETACHED`, `ERR_RELEASED`, with the path of the culprit
   */
  encode(value: unknown): void {
    const { writer } = this;
    for (const byte of [...MAGIC, FORMAT_VERSION, 0, 0, 0, 0, 0]) writer.byte(byte);
    try {
      this.value(value);
    } catch (thrown) {
      if (thrown instanceof TensorductError) throw thrown;
      // A getter or a handler of the program's, or its stack was nearly full before we came.
      throw TensorductError.from(thrown, 'ERR_UNSUPPORTED_VALUE', `${String(this.path)} could not be read`);
    }
    writer.patch32(4, writer.length - HEAD_BYTES);
  }

  private value(value: unknown): void {
    const { writer } = this;
    switch (typeof value) {
      case 'string':
        return writer.string(value, TAG.latin1, TAG.utf16);
      case 'number':
        return this.number(value);
      case 'boolean':
        return writer.byte(value ? TAG.true : TAG.false);
      case 'undefined':
        return writer.byte(TAG.undefined);
      case 'bigint':
        return this.bigint(value);
      case 'object':
        return value === null ? writer.byte(TAG.null) : this.object(value);
      default:
        throw this.unsupported(`is a ${typeof value}`);
    }
  }

  private number(value: number): void {
    const { writer } = this;
    const integer = value | 0;
    if (integer !== value || (value === 0 && 1 / value < 0)) {
      writer.byte(TAG.float);
      writer.float(value);
    } else if (integer >= 0 && integer <= LAST_SMALL_INTEGER) {
      writer.byte(integer);
    } else {
      writer.byte(TAG.integer);
      writer.varint(((integer << 1) ^ (integer >> 31)) >>> 0);
    }
  }

  private bigint(value: bigint): void {
    const { writer } = this;
    if (value >= INT64_MIN && value <= INT64_MAX) {
      writer.byte(TAG.bigint64);
      writer.bigint64(value);
    } else {
      writer.byte(TAG.bigint);
      writer.byte(value < 0n ? 1 : 0);
      writer.string((value < 0n ? -value : value).toString(16), TAG.latin1, TAG.utf16);
    }
  }

  private object(value: object): void {
    const { writer, numbers } = this;
    const number = numbers.get(value);
    if (number !== undefined) {
      if (this.open.has(value)) throw this.unsupported('is an instance that contains itself');
      writer.byte(TAG.reference);
      return writer.varint(number);
    }
    if (this.path.length === MAX_DEPTH) throw this.unsupported(`is nested more than ${MAX_DEPTH} levels deep`);
    numbers.set(value, numbers.size);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Array.prototype && Array.isArray(value)) return this.array(value);
    if (isRecord(value, prototype)) {
      writer.byte(prototype === null ? TAG.nullObject : TAG.object);
      return this.properties(value);
    }
    this.instance(value, prototype);
  }

  private properties(value: Readonly<Record<string, unknown>>): void {
    const { writer, path } = this;
    const keys = Object.keys(value);
    writer.varint(keys.length);
    path.enter('property');
    for (const key of keys) {
      path.at(key);
      this.key(key);
      this.value(value[key]);
    }
    path.leave();
  }

  /** 0 and the string the first time; afterwards its number, from 1. */
  private key(key: string): void {
    const { writer, keys } = this;
    const number = keys.get(key);
    if (number !== undefined) return writer.varint(number);
    keys.set(key, keys.size + 1);
    writer.byte(0);
    writer.string(key, TAG.latin1, TAG.utf16);
  }

  private array(value: readonly unknown[]): void {
    const { writer, path } = this;
    const { length } = value;
    writer.byte(TAG.array);
    writer.varint(length);
    path.enter('index');
    for (let i = 0; i < length; i++) {
      path.at(i);
      const element = value[i];
      if (element === undefined && !(i in value)) writer.byte(TAG.hole);
      else this.value(element);
    }
    path.leave();
  }

  /** Everything that is neither a plain object nor an array. */
  private instance(value: object, prototype: unknown): void {
    for (const handler of this.handlers) if (handler.matches(value)) return this.parts(handler, value);
    if (ArrayBuffer.isView(value) || isAnyArrayBuffer(value)) return this.view(value);
    if (isOwnTensor(value)) return this.tensor(TENSOR_OF_OURS, value.dtype, value.shape, value.data);
    if (isNativeError(value) || value instanceof Error) return this.error(value);
    const name = nameOf(prototype);
    if (isMap(value) && name === 'Map') return this.map(value);
    if (isSet(value) && name === 'Set') return this.set(value);
    if (isDate(value) && name === 'Date') {
      this.writer.byte(TAG.date);
      return this.writer.float(value.getTime());
    }
    if (isRegExp(value) && name === 'RegExp') {
      this.writer.byte(TAG.regexp);
      this.writer.string(value.source, TAG.latin1, TAG.utf16);
      return this.writer.string(value.flags, TAG.latin1, TAG.utf16);
    }
    if (isOrtInstance(value)) return this.ortTensor(value);
    // One of another realm.
    if (Array.isArray(value) && name === 'Array') return this.array(value);
    throw this.unsupported(`is an instance of ${name || 'a class without a name'}`, 'register a handler for its class');
  }

  private parts(handler: TypeHandler, value: object): void {
    const { writer, path, open } = this;
    writer.byte(TAG.instance);
    this.key(handler.name);
    path.enter('parts');
    open.add(value);
    this.value(handler.getBuffer(value));
    open.delete(value);
    path.leave();
  }

  private map(value: ReadonlyMap<unknown, unknown>): void {
    const { writer, path } = this;
    let i = 0;
    writer.byte(TAG.map);
    path.enter('map');
    for (const [key, entry] of value) {
      path.at(i++);
      this.value(key);
      path.at(i++);
      this.value(entry);
    }
    path.leave();
    writer.byte(TAG.end);
  }

  private set(value: ReadonlySet<unknown>): void {
    const { writer, path } = this;
    let i = 0;
    writer.byte(TAG.set);
    path.enter('set');
    for (const element of value) {
      path.at(i++);
      this.value(element);
    }
    path.leave();
    writer.byte(TAG.end);
  }

  private error(value: object): void {
    const { writer, path } = this;
    writer.byte(TAG.error);
    writer.byte(errorClassOf(value));
    path.enter('property');
    for (const properties of [hiddenOf(value), Object.entries(value)]) {
      writer.varint(properties.length);
      for (const [key, property] of properties) {
        path.at(key);
        this.key(key);
        this.value(property);
      }
    }
    path.leave();
  }

  private view(value: ArrayBufferView | ArrayBufferLike): void {
    const kind = viewKindOf(value);
    if (kind === undefined) {
      throw this.unsupported(`is an instance of ${value.constructor.name}`, 'register a handler for its class');
    }
    const { size } = VIEW_KINDS[kind];
    const { buffer: owner, byteOffset: start, byteLength } = this.memoryOf(value);
    const shape = [byteLength / size];
    this.writer.byte(TAG.view);
    this.writer.byte(kind);
    this.memory.add({ owner, start, byteLength, dtype: dtypeOfView(value), shape, alignment: size, whole: kind === 0 });
  }

  private ortTensor(value: OrtTensorLike): void {
    const { type, dims, location = 'cpu' } = value;
    // Before its data is asked for: that throws where there is none.
    if (location !== 'cpu' && location !== 'cpu-pinned') {
      const advice = "create the session with preferredOutputLocation: 'cpu', and send a tensor before it is disposed";
      throw this.unsupported(`is an ort.Tensor whose data is in a ${location}`, advice);
    }
    const { data } = value;
    if (type === 'string' && Array.isArray(data)) return this.stringTensor(dims, data);
    if (!isDType(type) || !ArrayBuffer.isView(data)) throw this.unsupported(`is an ort.Tensor of type ${type}`);
    this.tensor(TENSOR_OF_ORT, type, dims, data);
  }

  private stringTensor(dims: readonly number[], strings: readonly unknown[]): void {
    const { writer } = this;
    writer.byte(TAG.stringTensor);
    this.dimensions(dims);
    writer.varint(strings.length);
    for (const string of strings) writer.string(String(string), TAG.latin1, TAG.utf16);
  }

  private tensor(flavour: number, dtype: DType, shape: readonly number[], data: ArrayBufferView | DeviceBuffer): void {
    const { writer } = this;
    writer.byte(TAG.tensor);
    writer.byte(flavour);
    writer.byte(dtypeCode(dtype));
    this.dimensions(shape);
    if (isDeviceBuffer(data)) {
      const { byteLength } = data;
      return this.memory.add({ owner: data, start: 0, byteLength, dtype, shape, alignment: 1, whole: false });
    }
    const { buffer, byteOffset: start, byteLength } = this.memoryOf(data);
    const alignment = Math.max(1, bitsOf(dtype) / 8);
    this.memory.add({ owner: buffer, start, byteLength, dtype, shape, alignment, whole: false });
  }

  private dimensions(shape: readonly number[]): void {
    const { writer } = this;
    writer.varint(shape.length);
    for (const dimension of shape) writer.varint(dimension);
  }

  /** @throws TensorductError for memory that is gone, or that may change its size */
  private memoryOf(value: ArrayBufferView | ArrayBufferLike): HostMemory {
    try {
      return hostMemoryOf(value, '');
    } catch {
      // Once more, only now with the path: it takes longer than all the rest.
      return hostMemoryOf(value, String(this.path));
    }
  }

  private unsupported(what: string, advice?: string): TensorductError {
    const details = advice === undefined ? {} : { advice };
    return new TensorductError('ERR_UNSUPPORTED_VALUE', `${String(this.path)} ${what}`, details);
  }
}

/** Whether an object is plain, given its prototype; in another realm it has another one. */
function isRecord(value: object, prototype: unknown): value is Record<string, unknown> {
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && nameOf(prototype) === 'Object' && !Array.isArray(value);
}

/** The name of a class, by its prototype; '' for one without. */
function nameOf(prototype: unknown): string {
  const constructor: unknown =
    typeof prototype === 'object' && prototype !== null ? Reflect.get(prototype, 'constructor') : undefined;
  return typeof constructor === 'function' ? constructor.name : '';
}
