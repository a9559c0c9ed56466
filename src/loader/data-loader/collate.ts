import type { Context } from '../../context/context.js';
import { TensorductError } from '../../errors.js';
import { isOrtInstance, isOwnTensor } from '../../codec/tensors.js';
import type { SharedTensor } from '../../memory/shared-tensor.js';
import { bitsOf } from '../../message/dtype.js';
import { prepareTensor, type PreparedTensor, type TensorInput } from '../../message/message.js';
import { ReceivedTensor } from '../../message/received-tensor.js';
import type { OperationOptions } from '../../operations.js';

/**
 * Makes one batch of items, field by field: of arrays of one shape and type one tensor with one dimension more, of objects
 * with the same keys one object; of all else a list. What counts as an array is a typed array, a tensor of this library or
 * of onnxruntime, and `{ data, shape }` with a typed array. Each array is copied once, into shared memory.
 */
export class Stacker {
  private readonly tensors: SharedTensor[] = [];

  /** @param context whose memory it is */
  constructor(
    private readonly context: Context,
    private readonly options: OperationOptions,
  ) {}

  /**
   * The batch.
   * @throws TensorductError (rejection) `ERR_INVALID_ARGUMENT` where arrays of one field differ, with its path; as
   *   `Context.allocate`
   */
  stack(items: readonly unknown[]): Promise<unknown> {
    return this.field(items, 'item');
  }

  /** Memory of batches that were sent goes back when their readers have let go. */
  release(): void {
    for (const tensor of this.tensors.splice(0)) tensor.release();
  }

  private async field(values: readonly unknown[], path: string): Promise<unknown> {
    const [first] = values;
    if (isArrayLike(first)) return this.array(values, path);
    if (!isRecord(first)) return [...values];
    const records = values.filter(isRecord);
    const keys = Object.keys(first);
    const same = records.filter(
      (record) => Object.keys(record).length === keys.length && keys.every((k) => k in record),
    );
    if (same.length < values.length) throw differ(path, 'have other fields than the first');
    const batch: Record<string, unknown> = {};
    for (const key of keys) {
      batch[key] = await this.field(
        same.map((record) => record[key]),
        `${path}.${key}`,
      );
    }
    return batch;
  }

  private async array(values: readonly unknown[], path: string): Promise<unknown> {
    const rows = values.filter(isArrayLike).map((value, i) => prepareTensor(asTensor(value), i));
    if (rows.length < values.length) throw differ(path, 'are no arrays, as the first is');
    const [{ dtype, shape, byteLength }] = rows;
    const odd = rows.find((row) => row.dtype !== dtype || row.shape.join() !== shape.join());
    if (odd !== undefined) {
      throw differ(
        path,
        `are not all ${dtype} of shape [${shape.join(', ')}]: one is ${odd.dtype} of [${odd.shape.join(', ')}]`,
      );
    }
    if ((byteLength * 8) % bitsOf(dtype) !== 0 || byteLength * 8 !== bitsOf(dtype) * product(shape)) {
      throw differ(path, `are rows of ${dtype} that do not end with a byte`);
    }
    const { bytes, tensor } = await this.room(dtype, [rows.length, ...shape], byteLength * rows.length);
    rows.forEach((row, i) => bytes.set(hostBytes(row, path), i * byteLength));
    return tensor;
  }

  /** Where neither budget nor system can ever hold so much, ordinary memory. */
  private async room(
    dtype: PreparedTensor['dtype'],
    shape: readonly number[],
    length: number,
  ): Promise<{ bytes: Uint8Array; tensor: unknown }> {
    try {
      const tensor = await this.context.allocate(dtype, shape, this.options);
      this.tensors.push(tensor);
      const { buffer, byteOffset } = tensor.data;
      return { bytes: new Uint8Array(buffer, byteOffset, length), tensor };
    } catch (thrown) {
      if (!(thrown instanceof TensorductError && thrown.code === 'ERR_OUT_OF_MEMORY')) throw thrown;
      const data = new Uint8Array(length);
      return {
        bytes: data,
        tensor: new ReceivedTensor({ length, dtype, shape, metadata: new Uint8Array() }, { data }),
      };
    }
  }
}

/** A tensor, an `ort.Tensor`, a typed array, or what describes one. */
type ArrayLike = TensorInput | ArrayBufferView;

function isArrayLike(value: unknown): value is ArrayLike {
  if (typeof value !== 'object' || value === null) return false;
  if (ArrayBuffer.isView(value)) return !(value instanceof DataView);
  if (isOwnTensor(value) || isOrtInstance(value)) return true;
  return 'data' in value && 'shape' in value && ArrayBuffer.isView(value.data) && Array.isArray(value.shape);
}

function asTensor(value: ArrayLike): TensorInput {
  return ArrayBuffer.isView(value) ? { data: value } : value;
}

function hostBytes({ data }: PreparedTensor, path: string): Uint8Array {
  if (!ArrayBuffer.isView(data)) throw differ(path, 'are in memory of a device, where nothing is stacked');
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, dimension) => all * dimension, 1);
}

function differ(path: string, what: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', `a batch cannot be made, since values at ${path} ${what}`, {
    operation: 'collate',
    advice: 'make them alike in a stage, or give a collate of your own',
  });
}
