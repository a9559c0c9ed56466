import { ReceivedTensor } from '../message/received-tensor.js';
import { SharedTensor } from '../memory/shared-tensor.js';
import type { OrtTensorLike } from '../message/ort.js';

/** Whose tensor it is, on the wire. */
export const TENSOR_OF_OURS = 0;
export const TENSOR_OF_ORT = 1;

/** A tensor of this library. */
export type OwnTensor = SharedTensor | ReceivedTensor;

export function isOwnTensor(value: object): value is OwnTensor {
  return value instanceof ReceivedTensor || value instanceof SharedTensor;
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
