import { ReceivedTensor } from '../message/received-tensor.js';
import { SharedTensor } from '../memory/shared-tensor.js';
import type { DeviceBuffer } from '../message/device.js';
import type { DType } from '../message/dtype.js';
import type { OrtTensorLike } from '../message/ort.js';

/** Whose tensor it is, on the wire. */
export const TENSOR_OF_OURS = 0;
export const TENSOR_OF_ORT = 1;

/** A tensor of this library. */
export interface OwnTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: ArrayBufferView | DeviceBuffer;
}

type TensorClass = abstract new (...parts: never[]) => OwnTensor;

const classes: TensorClass[] = [ReceivedTensor, SharedTensor];

/** For the layers above: instances of this class are tensors as well. */
export function knowTensors(known: TensorClass): void {
  classes.push(known);
}

export function isOwnTensor(value: object): value is OwnTensor {
  return classes.some((known) => value instanceof known);
}

/**
 * Whether an instance of a class is a tensor of onnxruntime. The library never loads onnxruntime, and a program may have
 * several copies of it, so they are known by what they can do, not by their name.
 */
export function isOrtInstance(value: object): value is OrtTensorLike {
  return (
    'dims' in value &&
    'type' in value &&
    'location' in value &&
    typeof value.type === 'string' &&
    Array.isArray(value.dims) &&
    hasMethods(value, 'getData', 'reshape', 'dispose')
  );
}

function hasMethods(value: object, ...names: string[]): boolean {
  return names.every((name) => typeof Reflect.get(value, name) === 'function');
}
