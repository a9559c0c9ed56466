import { TensorductError } from '../errors.js';
import { isDType, type DType } from './dtype.js';
import type { TypedArrays } from './typed-array.js';

/**
 * The shapes of onnxruntime's tensors. The library never loads onnxruntime: it takes anything that looks like one of
 * its tensors, and makes them with the class that the program hands in.
 */

/** The element types that tensors of the library and of onnxruntime share; their names are the same. */
export type OrtType = Exclude<DType, 'bfloat16'>;

/** What the library reads of an `ort.Tensor`. */
export interface OrtTensorLike {
  /** onnxruntime's name for the type of its elements. */
  readonly type: string;
  /** Its shape. */
  readonly dims: readonly number[];
  /** Its elements. */
  readonly data: unknown;
  /** Where the data is: `cpu` when absent. */
  readonly location?: string;
}

/** Makes an `ort.Tensor`: the class `Tensor` of `onnxruntime-node`, `-web` or `-common`. */
export interface OrtTensorConstructor<T> {
  new <K extends OrtType>(type: K, data: TypedArrays[K], dims: readonly number[]): T;
}

/** Whether a value looks like an `ort.Tensor`. */
export function isOrtTensor(value: object): value is OrtTensorLike {
  return 'dims' in value && 'type' in value;
}

/**
 * Our name for the element type of an `ort.Tensor` whose data this process can read.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for strings and for data on a GPU, `ERR_RELEASED` once disposed
 */
export function dtypeOfOrt(tensor: OrtTensorLike, index: number): DType {
  const { type, location = 'cpu' } = tensor;
  const path = `tensors[${index}]`;
  if (location === 'none') {
    throw new TensorductError('ERR_RELEASED', `${path} is an ort.Tensor that was disposed`);
  }
  if (location !== 'cpu' && location !== 'cpu-pinned') {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${path} is an ort.Tensor whose data is in a ${location}`, {
      advice: "create the session with preferredOutputLocation: 'cpu', or send the data as a buffer of its device",
    });
  }
  if (!isDType(type)) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${path} is an ort.Tensor of type ${type}`, {
      advice: 'encode it yourself, for example strings as a payload of JSON',
    });
  }
  return type;
}

/**
 * onnxruntime's name for a dtype.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for bfloat16, which its tensors do not have
 */
export function ortTypeOf(dtype: DType): OrtType {
  if (dtype === 'bfloat16') {
    throw new TensorductError('ERR_INVALID_ARGUMENT', 'onnxruntime has no tensors of bfloat16', {
      advice: 'widen it to float32 first: each element is the upper half of one',
    });
  }
  return dtype;
}
