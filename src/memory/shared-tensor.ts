import { TensorductError } from '../errors.js';
import { byteLengthOf, isDType, type DType } from '../message/dtype.js';
import { checkShape } from '../message/shape.js';
import { viewAs, type TypedArrays } from '../message/typed-array.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import type { SharedMemoryHolder } from './shared-memory-holder.js';
import type { ExposedSlot } from './exposed-slots.js';

/**
 * A tensor born in shared memory: filled in place and written, it reaches a peer of this host without a copy. Made by
 * `context.allocate`.
 *
 * Its writes complete as soon as the message is on its way, since the reader has a lease of its own. Before the tensor
 * is filled again, await {@link settled}. Where memory cannot be shared it is an ordinary tensor, which is copied.
 */
export class SharedTensor<D extends DType = DType> implements Disposable {
  /** The type of its elements. */
  readonly dtype: D;
  /** Its dimensions, in elements. */
  readonly shape: readonly number[];
  /** The elements. Empty after `release()`, once no write of it is pending. */
  readonly data: TypedArrays[D];
  /** Null in ordinary memory. */
  private readonly slot: ExposedSlot | null;

  /** Made by the context. @internal */
  constructor(dtype: D, shape: readonly number[], bytes: Uint8Array, slot: ExposedSlot | null) {
    this.dtype = dtype;
    this.shape = shape;
    this.data = viewAs(dtype, bytes);
    this.slot = slot;
  }

  /** Whether it lies in shared memory. */
  get shared(): boolean {
    return this.slot !== null;
  }

  /**
   * Resolves when no reader holds it any more, and no operation of ours: writes of it, and reads into it, that were begun
   * before. Then it may be filled again. Who fills it earlier changes what its readers see; nothing prevents that.
   * @throws TensorductError (rejection) `ERR_TIMEOUT`, `ERR_ABORTED`, `ERR_RELEASED`; `ERR_INVALID_ARGUMENT`
   */
  async settled(options: OperationOptions = {}): Promise<void> {
    checkOptions(options);
    await this.slot?.settled(options);
  }

  /**
   * Gives the memory back: at once where nobody needs it, else when the last reader has let go. `data` is empty from now
   * on; where a write of it has not been called back, from then on. Idempotent.
   */
  release(): void {
    this.slot?.release();
  }

  /** As `release()`, for `using`. */
  [Symbol.dispose](): void {
    this.release();
  }
}

/**
 * A tensor in the shared memory of a context, in ordinary memory where there is none.
 * @throws TensorductError (rejection) as `Arena.take`; `ERR_INVALID_ARGUMENT`
 */
export async function allocateTensor<D extends DType>(
  holder: SharedMemoryHolder | null,
  dtype: D,
  shape: readonly number[],
  options: OperationOptions = {},
): Promise<SharedTensor<D>> {
  checkOptions(options);
  const { dimensions, bytes } = measure(dtype, shape);
  if (holder === null || !holder.lendsViews || bytes === 0) return ordinary(dtype, dimensions, bytes);
  const { memory } = holder;
  const slot = await memory.take(bytes, options);
  return expose(dtype, dimensions, memory.exposed.expose(slot, slot.offset, bytes));
}

/**
 * As {@link allocateTensor}, at once: null where no memory is free.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function tryAllocateTensor<D extends DType>(
  holder: SharedMemoryHolder | null,
  dtype: D,
  shape: readonly number[],
): SharedTensor<D> | null {
  const { dimensions, bytes } = measure(dtype, shape);
  if (holder === null || !holder.lendsViews || bytes === 0) return ordinary(dtype, dimensions, bytes);
  const { memory } = holder;
  const slot = memory.tryTake(bytes);
  return slot === null ? null : expose(dtype, dimensions, memory.exposed.expose(slot, slot.offset, bytes));
}

function measure(dtype: DType, shape: readonly number[]): { dimensions: readonly number[]; bytes: number } {
  if (!isDType(dtype)) throw new TensorductError('ERR_INVALID_ARGUMENT', `there is no dtype ${String(dtype)}`);
  const dimensions = checkShape(shape, 'shape');
  return { dimensions, bytes: byteLengthOf(dtype, dimensions) };
}

function expose<D extends DType>(dtype: D, shape: readonly number[], slot: ExposedSlot): SharedTensor<D> {
  return new SharedTensor(dtype, shape, slot.data, slot);
}

function ordinary<D extends DType>(dtype: D, shape: readonly number[], bytes: number): SharedTensor<D> {
  return new SharedTensor(dtype, shape, new Uint8Array(bytes), null);
}
