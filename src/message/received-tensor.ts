import { TensorductError } from '../errors.js';
import type { TensorDescriptor } from './descriptor.js';
import { CPU, formatDevice, type Device, type DeviceBuffer } from './device.js';
import type { DType } from './dtype.js';
import { ortTypeOf, type OrtTensorConstructor } from './ort.js';
import { viewAs, type TypedArray, type TypedArrays } from './typed-array.js';

/** The memory of one received tensor. */
interface ReceivedMemory {
  /** Empty after a sink. May be made when it is asked for. */
  readonly data: Uint8Array | DeviceBuffer;
  /** Where it lies; absent where `data` says so. */
  readonly device?: Device;
  /** Lets borrowed memory go and detaches the views of it; absent where the memory is the reader's own. */
  readonly release?: (() => void) | undefined;
}

/**
 * A tensor that has arrived. It can be sent on as it is.
 *
 * Borrowed memory is its sender's, and is to be given back: by `release()`, by `using`, or by the pipe's iterator when
 * it advances. It goes back once the tensor is released and nothing holds it any more; then views of it have length 0.
 * Memory of the reader's own is never taken away. In both cases the tensor itself is of no use after `release()`, so
 * that a program need not know which kind it got.
 */
export class ReceivedTensor {
  /** Type of its elements. */
  readonly dtype: DType;
  /** Its dimensions, row-major; none for a scalar. */
  readonly shape: readonly number[];
  /** Where it lies. */
  readonly device: Device;
  /** Its length as sent, also where the bytes went into a sink. */
  readonly byteLength: number;
  /** What the writer has attached; empty where it attached nothing. */
  readonly metadata: Uint8Array;

  private readonly memory: ReceivedMemory;
  private isReleased = false;
  /** The tensor itself until its release, and everything that holds it. */
  private uses = 1;

  /**
   * Made by the pipe.
   * @internal
   */
  constructor(descriptor: Pick<TensorDescriptor, 'length' | 'dtype' | 'shape' | 'metadata'>, memory: ReceivedMemory) {
    this.dtype = descriptor.dtype;
    this.shape = descriptor.shape;
    this.device = memory.device ?? deviceOf(memory.data);
    this.byteLength = descriptor.length;
    this.metadata = descriptor.metadata;
    this.memory = memory;
  }

  /** Whether `release()` was called. */
  get released(): boolean {
    return this.isReleased;
  }

  /**
   * The bytes; an empty array where they went into a sink.
   * @throws TensorductError `ERR_RELEASED`
   */
  get data(): Uint8Array | DeviceBuffer {
    this.checkUsable();
    return this.memory.data;
  }

  /**
   * The elements, over the very same memory: {@link TypedArrays} has the class for each dtype. Only where the memory is
   * not aligned to the elements, as in the middle of a buffer of the caller's, it is a copy.
   * @throws TensorductError `ERR_RELEASED`; `ERR_INVALID_ARGUMENT` where the bytes are not in host memory
   */
  typed(): TypedArray;
  /**
   * The elements, with a precise type.
   * @param dtype the one that the caller counts on
   * @throws TensorductError as above; `ERR_INVALID_ARGUMENT` for a tensor of another dtype
   */
  typed<D extends DType>(dtype: D): TypedArrays[D];
  typed(dtype: DType = this.dtype): TypedArray {
    if (dtype !== this.dtype) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `this is a tensor of ${this.dtype}, not of ${dtype}`, {
        advice: 'look at its dtype first',
      });
    }
    return viewAs(dtype, this.hostBytes());
  }

  /**
   * An `ort.Tensor` over the very same memory; aligned as `typed()` is. While `session.run` is at work,
   * `runSession` keeps borrowed memory, and so does {@link holdUntil}:
   * `await tensor.holdUntil(session.run({ x: tensor.toOrt(ort.Tensor) }))`.
   * @param Tensor onnxruntime's class
   * @throws TensorductError as `typed()`; `ERR_INVALID_ARGUMENT` for bfloat16 and for shared memory of JavaScript's,
   *   which onnxruntime does not take
   */
  toOrt<T>(Tensor: OrtTensorConstructor<T>): T {
    const bytes = this.hostBytes();
    if (bytes.buffer instanceof SharedArrayBuffer) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'onnxruntime does not read a SharedArrayBuffer', {
        advice: 'use tensor.copy().toOrt(...)',
      });
    }
    const type = ortTypeOf(this.dtype);
    return new Tensor(type, viewAs(type, bytes), this.shape);
  }

  /**
   * The same tensor in new memory of one's own, which no release of this one takes away.
   * @throws TensorductError as `typed()`
   */
  copy(): ReceivedTensor {
    const { byteLength: length, dtype, shape, metadata } = this;
    return new ReceivedTensor({ length, dtype, shape, metadata }, { data: new Uint8Array(this.hostBytes()) });
  }

  /**
   * Keeps the memory until `promise` settles, also over a `release()` in between: for whoever reads it outside of
   * JavaScript, such as `session.run` and `fs`.
   * @returns the promise, to be awaited; how it settles is the caller's affair
   * @throws TensorductError `ERR_RELEASED`
   */
  holdUntil<P extends PromiseLike<unknown>>(promise: P): P {
    this.hold();
    const letGo = () => {
      this.letGo();
    };
    void Promise.resolve(promise).then(letGo, letGo);
    return promise;
  }

  /**
   * Says that the tensor is done with. The memory goes back now, or when the last holder lets go. Idempotent.
   */
  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.letGo();
  }

  /** As {@link release}. */
  [Symbol.dispose](): void {
    this.release();
  }

  /**
   * Keeps the memory until {@link letGo}, called exactly once for each hold. For pipes that send the tensor on.
   * @throws TensorductError `ERR_RELEASED`
   * @internal
   */
  hold(): void {
    this.checkUsable();
    this.uses++;
  }

  /** @internal */
  letGo(): void {
    if (--this.uses === 0) this.memory.release?.();
  }

  private checkUsable(): void {
    if (this.isReleased) throw new TensorductError('ERR_RELEASED', 'this tensor was released');
  }

  /** The bytes, for what needs them here and all of them. */
  private hostBytes(): Uint8Array {
    const { data } = this;
    if (!(data instanceof Uint8Array)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `this tensor lies on ${formatDevice(this.device)}`, {
        advice: 'read it with the tools of that device, or receive it into host memory',
      });
    }
    if (data.length !== this.byteLength) {
      // Either a sink took them, or somebody transferred the buffer away.
      const what = `this tensor has ${data.length} of its ${this.byteLength} bytes`;
      const advice = 'receive it into memory instead of a sink, and do not transfer its buffer';
      throw new TensorductError('ERR_INVALID_ARGUMENT', what, { advice });
    }
    return data;
  }
}

function deviceOf(data: Uint8Array | DeviceBuffer): Device {
  return data instanceof Uint8Array ? CPU : data.device;
}
