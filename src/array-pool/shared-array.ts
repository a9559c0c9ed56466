import { knowTensors } from '../codec/tensors.js';
import { TensorductError } from '../errors.js';
import { bitsOf, byteLengthOf, elementsOf, type DType } from '../message/dtype.js';
import { ortTypeOf, type OrtTensorConstructor } from '../message/ort.js';
import { viewAs, type TypedArrays } from '../message/typed-array.js';
import type { BlockView, SharedBlock } from '../memory/shared-block.js';
import type { ArrayHandle } from './handle.js';

/** Where an array lies. */
export interface ArrayPlace {
  /** Null for an array without elements. */
  readonly block: SharedBlock | null;
  /** Of its first byte, in the segment of the block. */
  readonly offset: number;
}

/** What arrays need of their pool. */
export interface ArrayHome {
  /** A ticket, by which the block is kept for a while. @throws TensorductError `ERR_POOL_CLOSED` */
  issue(block: SharedBlock): number;
}

/**
 * An array in memory that several processes share: all of them read and change the same bytes, and nothing orders what
 * they do but the messages between them. Made by an `ArrayPool`.
 *
 * Each SharedArray is one reference. The memory is free again when the last one, in whichever process, is released, or
 * collected, or has ended with its process. Wherever the library takes a tensor it takes one of these.
 */
export class SharedArray<D extends DType = DType> implements Disposable {
  /** The type of its elements. */
  readonly dtype: D;
  /** Its dimensions, in elements, row-major. */
  readonly shape: readonly number[];
  /** The elements, in shared memory. Empty after `release()`, once no operation of the library needs them. */
  readonly data: TypedArrays[D];
  private readonly home: ArrayHome;
  private readonly place: ArrayPlace;
  private readonly view: BlockView | null;
  private isReleased = false;

  /**
   * Made by the pool.
   * @param view a use of one that there is, which passes over to the array. Defaults to one of its own
   * @internal
   */
  constructor(home: ArrayHome, place: ArrayPlace, dtype: D, shape: readonly number[], view?: BlockView) {
    this.dtype = dtype;
    this.shape = shape;
    this.home = home;
    this.place = place;
    this.view = view ?? place.block?.view(place.offset, byteLengthOf(dtype, shape)) ?? null;
    this.data = viewAs(dtype, new Uint8Array(this.view?.buffer ?? new ArrayBuffer(0)));
  }

  /** Whether `release()` was called. */
  get released(): boolean {
    return this.isReleased;
  }

  /**
   * The elements, with a precise type: what {@link data} is, where the dtype came from another process.
   * @param dtype the one that the caller counts on
   * @throws TensorductError `ERR_RELEASED`; `ERR_INVALID_ARGUMENT` for an array of another dtype
   */
  typed<E extends DType>(dtype: E): TypedArrays[E] {
    this.checkUsable();
    if (dtypeIs(this, dtype)) return this.data;
    throw new TensorductError('ERR_INVALID_ARGUMENT', `this is an array of ${this.dtype}, not of ${dtype}`, {
      advice: 'look at its dtype first',
    });
  }

  /**
   * Part of it along the first dimension: the same memory, and one more reference. It can be sent like any other.
   * @param begin first index; negative ones count from the end
   * @param end behind the last index. Defaults to the end
   * @throws TensorductError `ERR_RELEASED`; `ERR_INVALID_ARGUMENT` for a scalar, and where 4-bit elements would begin
   *   inside of a byte
   */
  slice(begin: number, end?: number): SharedArray<D> {
    const [length, ...rest] = this.dimensions('slice');
    const from = clamp(begin, length);
    const to = Math.max(from, end === undefined ? length : clamp(end, length));
    return this.part(from, [to - from, ...rest]);
  }

  /**
   * One element of the first dimension, as an array of one dimension less: the same memory, and one more reference.
   * @param index negative ones count from the end
   * @throws TensorductError as {@link slice}; `ERR_INVALID_ARGUMENT` for an index that there is not
   */
  at(index: number): SharedArray<D> {
    const [length, ...rest] = this.dimensions('at');
    const from = index < 0 ? index + length : index;
    if (Number.isInteger(from) && from >= 0 && from < length) return this.part(from, rest);
    throw new TensorductError('ERR_INVALID_ARGUMENT', `there is no index ${index} among ${length}`);
  }

  /** One more reference to the whole. @throws TensorductError `ERR_RELEASED` */
  clone(): SharedArray<D> {
    this.checkUsable();
    return new SharedArray(this.home, this.place, this.dtype, this.shape);
  }

  /**
   * An `ort.Tensor` over the same memory. `runSession` keeps it until the session is done, also over a release.
   * @param Tensor onnxruntime's class
   * @throws TensorductError `ERR_RELEASED`; `ERR_INVALID_ARGUMENT` for bfloat16
   */
  toOrt<T>(Tensor: OrtTensorConstructor<T>): T {
    this.checkUsable();
    const type = ortTypeOf(this.dtype);
    return new Tensor(type, viewAs(type, new Uint8Array(this.data.buffer)), this.shape);
  }

  /**
   * A handle, for `pool.fromHandle` in another process or thread: what `JSON.stringify` and `process.send` make of the
   * array by themselves, and what to give to `postMessage`. It keeps the memory until somebody has come with it, for
   * the pool's `handleTimeoutMs` at most; so the array may be released at once. Make one for each receiver.
   * @throws TensorductError `ERR_RELEASED`, `ERR_POOL_CLOSED`; `ERR_LIMIT_EXCEEDED` where 2^20 leases are out
   */
  toJSON(): ArrayHandle<D> {
    this.checkUsable();
    const { dtype, shape } = this;
    const { block, offset } = this.place;
    if (block === null) return { owner: '', holder: '', lease: 0, ticket: 0, offset: 0, dtype, shape };
    const { owner, holder, lease } = block;
    if (lease === null) {
      throw new TensorductError('ERR_LIMIT_EXCEEDED', 'too many leases are out', { advice: 'release arrays' });
    }
    return { owner, holder, lease, ticket: this.home.issue(block), offset, dtype, shape };
  }

  /**
   * Gives this reference up: `data` is empty from now on; where an operation of the library needs it, from when that is
   * done; where it came in a message, from when that one is released too. Idempotent.
   */
  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.view?.release();
  }

  /** As {@link release}, for `using`. */
  [Symbol.dispose](): void {
    this.release();
  }

  private dimensions(operation: string): readonly number[] {
    this.checkUsable();
    if (this.shape.length > 0) return this.shape;
    throw new TensorductError('ERR_INVALID_ARGUMENT', 'a scalar has no parts', { operation });
  }

  /** @param from index in the first dimension */
  private part(from: number, shape: readonly number[]): SharedArray<D> {
    const { dtype, home } = this;
    const bits = from * elementsOf(this.shape.slice(1)) * bitsOf(dtype);
    if (bits % 8 !== 0) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `a part of this array would begin inside of a byte`, {
        advice: 'slice at an even index',
      });
    }
    const isEmpty = elementsOf(shape) === 0;
    const place = { block: isEmpty ? null : this.place.block, offset: this.place.offset + bits / 8 };
    return new SharedArray(home, place, dtype, shape);
  }

  private checkUsable(): void {
    if (this.isReleased) throw new TensorductError('ERR_RELEASED', 'this array was released');
  }
}

knowTensors(SharedArray);

function dtypeIs<E extends DType>(
  array: { readonly dtype: DType; readonly data: unknown },
  dtype: E,
): array is SharedArray<E> {
  return array.dtype === dtype;
}

/** An index as that of `Array.prototype.slice`. */
function clamp(index: number, length: number): number {
  const whole = Math.trunc(index) || 0;
  return whole < 0 ? Math.max(0, whole + length) : Math.min(whole, length);
}
