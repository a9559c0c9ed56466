import { TensorductError } from '../errors.js';
import { dtypeOfCode } from '../message/dtype.js';
import { MAX_RANK } from '../message/limits.js';
import type { OrtTensorConstructor } from '../message/ort.js';
import { checkShape } from '../message/shape.js';
import type { BlockSource } from './block.js';
import { ByteReader } from './byte-reader.js';
import { FORMAT_VERSION, HEAD_BYTES, LAST_SMALL_INTEGER, MAGIC, malformed, MAX_DEPTH, TAG } from './format.js';
import { MemoryRestorer } from './memory-restorer.js';
import { makeError } from './native-errors.js';
import { TENSOR_OF_ORT } from './tensors.js';
import type { TypeHandler } from './type-handler.js';
import { VIEW_KINDS } from './view-kinds.js';

/** Stands for an instance whose parts are being read. */
const PENDING = Symbol('pending');
/** Ends a Map or a Set. */
const END = Symbol('end');
/** In an array. */
const HOLE = Symbol('hole');

/** Makes an `ort.Tensor`, of strings too. */
export interface OrtTensorClass<T> extends OrtTensorConstructor<T> {
  new (type: 'string', data: readonly string[], dims: readonly number[]): T;
}

/** What a decoder makes instances with. */
export interface DecoderTypes {
  readonly handlers: ReadonlyMap<string, TypeHandler>;
  readonly ortTensor: OrtTensorClass<unknown> | undefined;
}

/**
 * Reads one payload. Nothing in it is trusted: what it can make this end allocate is bounded by its own length, since
 * every value takes at least a byte, and a key called `__proto__` is a key.
 */
export class Decoder {
  private readonly reader: ByteReader;
  private readonly memory: MemoryRestorer;
  private readonly objects: unknown[] = [];
  private readonly keys: string[] = [];
  private depth = 0;

  /** @throws TensorductError `ERR_MALFORMED_VALUE`, and what `source` throws */
  constructor(
    payload: Uint8Array,
    source: BlockSource,
    private readonly types: DecoderTypes,
  ) {
    const end = bodyEnd(payload);
    this.reader = new ByteReader(payload, HEAD_BYTES, end);
    this.memory = new MemoryRestorer(new ByteReader(payload, end, payload.length), source);
  }

  /** @throws TensorductError `ERR_MALFORMED_VALUE`, `ERR_UNKNOWN_TYPE` */
  decode(): unknown {
    const value = this.value();
    if (this.reader.left > 0 || !this.memory.exhausted) throw malformed('there is more in the payload than its value');
    return value;
  }

  /** A value that may stand anywhere. */
  private value(): unknown {
    const value = this.item();
    if (value === END || value === HOLE) throw malformed('a mark stands where a value should be');
    return value;
  }

  private item(): unknown {
    const { reader } = this;
    const tag = reader.byte();
    if (tag <= LAST_SMALL_INTEGER) return tag;
    switch (tag) {
      case TAG.latin1:
        return reader.latin1();
      case TAG.utf16:
        return reader.utf16();
      case TAG.undefined:
        return undefined;
      case TAG.null:
        return null;
      case TAG.false:
        return false;
      case TAG.true:
        return true;
      case TAG.integer:
        return this.integer();
      case TAG.float:
        return reader.float();
      case TAG.bigint64:
        return reader.bigint64();
      case TAG.bigint:
        return this.bigint();
      case TAG.reference:
        return this.reference();
      case TAG.hole:
        return HOLE;
      case TAG.end:
        return END;
      default:
        return this.nested(tag);
    }
  }

  private nested(tag: number): unknown {
    if (++this.depth > MAX_DEPTH) throw malformed(`the value is nested more than ${MAX_DEPTH} levels deep`);
    const value = this.object(tag);
    this.depth--;
    return value;
  }

  /** Each kind registers what it makes before it reads what is in it. */
  private object(tag: number): unknown {
    switch (tag) {
      case TAG.object:
        return this.properties(this.made({}));
      case TAG.array:
        return this.array();
      case TAG.nullObject:
        return this.properties(this.made(withoutPrototype()));
      case TAG.map:
        return this.map();
      case TAG.set:
        return this.set();
      case TAG.date:
        return this.made(new Date(this.reader.float()));
      case TAG.regexp:
        return this.made(new RegExp(this.string(), this.string()));
      case TAG.error:
        return this.error();
      case TAG.view:
        return this.view();
      case TAG.tensor:
        return this.tensor();
      case TAG.stringTensor:
        return this.stringTensor();
      case TAG.instance:
        return this.instance();
      default:
        throw malformed(`there is no kind of value ${tag}`);
    }
  }

  private made<T>(value: T): T {
    this.objects.push(value);
    return value;
  }

  private integer(): number {
    const zigzag = this.reader.varint();
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  private bigint(): bigint {
    const negative = this.reader.byte() === 1;
    const digits = this.string();
    if (!/^[0-9a-f]+$/.test(digits)) throw malformed('a bigint is not a number');
    const value = BigInt(`0x${digits}`);
    return negative ? -value : value;
  }

  private string(): string {
    const value = this.item();
    if (typeof value !== 'string') throw malformed('a string is missing');
    return value;
  }

  private reference(): unknown {
    const number = this.reader.varint();
    const object = this.objects[number];
    if (number >= this.objects.length || object === PENDING) throw malformed('a reference leads nowhere');
    return object;
  }

  private key(): string {
    const number = this.reader.varint();
    if (number === 0) {
      const key = this.string();
      this.keys.push(key);
      return key;
    }
    const key = this.keys[number - 1];
    if (key === undefined) throw malformed('there is no such key');
    return key;
  }

  private properties(object: Record<string, unknown>): object {
    for (let left = this.reader.varint(); left > 0; left--) {
      const key = this.key();
      const value = this.value();
      if (key === '__proto__') define(object, key, value, true);
      else object[key] = value;
    }
    return object;
  }

  private array(): unknown[] {
    const array: unknown[] = this.made([]);
    // Pushed, not allocated at once: nested arrays that lie about their lengths would add up.
    for (let left = this.reader.varint(); left > 0; left--) {
      const item = this.item();
      if (item === HOLE) array.length++;
      else if (item === END) throw malformed('a mark stands where a value should be');
      else array.push(item);
    }
    return array;
  }

  private map(): Map<unknown, unknown> {
    const map = this.made(new Map<unknown, unknown>());
    for (let key = this.item(); key !== END; key = this.item()) {
      if (key === HOLE) throw malformed('a mark stands where a value should be');
      map.set(key, this.value());
    }
    return map;
  }

  private set(): Set<unknown> {
    const set = this.made(new Set());
    for (let element = this.item(); element !== END; element = this.item()) {
      if (element === HOLE) throw malformed('a mark stands where a value should be');
      set.add(element);
    }
    return set;
  }

  private error(): Error {
    const error = makeError(this.reader.byte());
    if (error === undefined) throw malformed('there is no such class of errors');
    this.made(error);
    for (const enumerable of [false, true]) {
      for (let left = this.reader.varint(); left > 0; left--) define(error, this.key(), this.value(), enumerable);
    }
    return error;
  }

  private view(): unknown {
    const kind = VIEW_KINDS[this.reader.byte()];
    if (kind === undefined) throw malformed('there is no such kind of view');
    const { buffer, byteOffset, length } = this.memory.view();
    if (length % kind.size !== 0) throw malformed('a view ends in the middle of an element');
    if (kind.name === 'ArrayBuffer' && buffer.byteLength !== length) throw malformed('a buffer is a part of another');
    return this.made(kind.make(buffer, byteOffset, length / kind.size));
  }

  private tensor(): unknown {
    const flavour = this.reader.byte();
    const dtype = dtypeOfCode(this.reader.byte());
    const tensor = this.memory.tensor(dtype, this.dimensions());
    const { ortTensor } = this.types;
    return this.made(flavour === TENSOR_OF_ORT && ortTensor !== undefined ? tensor.toOrt(ortTensor) : tensor);
  }

  private stringTensor(): unknown {
    const dims = this.dimensions();
    const data: string[] = [];
    for (let left = this.reader.varint(); left > 0; left--) data.push(this.string());
    const { ortTensor } = this.types;
    return this.made(ortTensor === undefined ? { type: 'string', dims, data } : new ortTensor('string', data, dims));
  }

  private dimensions(): readonly number[] {
    const rank = this.reader.varint();
    if (rank > MAX_RANK) throw malformed('a shape has too many dimensions');
    return checkShape(
      Array.from({ length: rank }, () => this.reader.varint()),
      'shape',
    );
  }

  private instance(): unknown {
    const { objects } = this;
    const name = this.key();
    const handler = this.types.handlers.get(name);
    if (handler === undefined) {
      throw new TensorductError('ERR_UNKNOWN_TYPE', `there is no handler for instances of ${JSON.stringify(name)}`);
    }
    const number = objects.push(PENDING) - 1;
    const parts = this.value();
    try {
      return (objects[number] = handler.fromBuffer(parts));
    } catch (thrown) {
      throw TensorductError.from(thrown, 'ERR_MALFORMED_VALUE', `the handler ${JSON.stringify(name)} failed`);
    }
  }
}

function withoutPrototype(): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  Object.setPrototypeOf(object, null);
  return object;
}

/** A property of the object's own, whatever its key means to prototypes. */
function define(object: object, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(object, key, { value, enumerable, writable: true, configurable: true });
}

/** Where the body ends. */
function bodyEnd(payload: Uint8Array): number {
  if (payload.length < HEAD_BYTES || MAGIC.some((byte, i) => payload[i] !== byte)) {
    throw malformed('this message was not made by send');
  }
  if (payload[2] !== FORMAT_VERSION) {
    throw new TensorductError(
      'ERR_VERSION_MISMATCH',
      `the value has format ${payload[2]}, this end reads ${FORMAT_VERSION}`,
    );
  }
  const length = new DataView(payload.buffer, payload.byteOffset).getUint32(4, true);
  if (length > payload.length - HEAD_BYTES) throw malformed('the payload ends too early');
  return HEAD_BYTES + length;
}
