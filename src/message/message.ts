import { TensorductError } from '../errors.js';
import { bytesOf, EMPTY, hostMemoryOf, type HostMemory } from './bytes.js';
import { CPU, isDevice, isDeviceBuffer, type Device, type DeviceBuffer } from './device.js';
import { ALL_DTYPES, bitsOf, byteLengthOf, isDType, type DType } from './dtype.js';
import { dtypeOfOrt, isOrtTensor, type OrtTensorLike } from './ort.js';
import { holdableOf, type Holdable } from './holdable.js';
import { checkObject, mapParts } from './parts.js';
import { ReceivedTensor } from './received-tensor.js';
import { checkShape } from './shape.js';
import { dtypeOfView, mayHold } from './typed-array.js';

/**
 * What a pipe carries. All parts may be left out. Memory in it belongs to the pipe from `write` until its callback: it
 * is not copied at once, so it must not be changed, detached or transferred meanwhile.
 */
export interface Message {
  /** For the program's own use. @default empty */
  readonly metadata?: Uint8Array;
  /** @default none */
  readonly payloads?: readonly Payload[];
  /** @default none */
  readonly tensors?: readonly TensorInput[];
}

/** Bytes without further structure, in host memory. Meant to be small: what is large goes into tensors. */
export interface Payload {
  /** The bytes; may be none. */
  readonly data: Uint8Array;
  /** For the program's own use. @default empty */
  readonly metadata?: Uint8Array;
}

/** A dense row-major tensor to be sent. */
export interface Tensor {
  /** The elements, in memory of exactly their length. */
  readonly data: ArrayBufferView | ArrayBufferLike | DeviceBuffer;
  /** @default that of the view's elements; `uint8` for plain bytes and for memory of a device */
  readonly dtype?: DType;
  /** Product times element size must be the length of `data`; 4-bit elements are packed. @default one dimension */
  readonly shape?: readonly number[];
  /** Where it shall be received. @default the reader chooses */
  readonly targetDevice?: Device;
  /** For the program's own use. @default empty */
  readonly metadata?: Uint8Array;
}

/** What is accepted as a tensor: one to be described, an `ort.Tensor` in host memory, or one that was received. */
export type TensorInput = Tensor | OrtTensorLike | ReceivedTensor;

/** A message whose parts are complete and checked; its memory is still that of the caller. */
export interface PreparedMessage {
  readonly metadata: Uint8Array;
  readonly payloads: readonly PreparedPayload[];
  readonly tensors: readonly PreparedTensor[];
  /** Bytes of all payloads and tensors. */
  readonly byteLength: number;
}

/** A payload of a prepared message. */
export interface PreparedPayload {
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** As that of a tensor. */
  readonly lender: Holdable | undefined;
}

/** A tensor of a prepared message. */
export interface PreparedTensor {
  readonly data: HostMemory | DeviceBuffer;
  readonly byteLength: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly sourceDevice: Device;
  readonly targetDevice: Device | undefined;
  readonly metadata: Uint8Array;
  /** What the writer holds while it needs `data`: a received tensor that is sent on, or what the view stands over. */
  readonly lender: Holdable | undefined;
}

/**
 * Checks a message and fills in what was left out. Copies no memory and changes nothing, whether it throws or not.
 * @throws TensorductError naming the part (`tensors[2].shape[1]`): `ERR_INVALID_ARGUMENT`, `ERR_MEMORY_DETACHED`,
 *   `ERR_RELEASED`
 */
export function prepareMessage(message: Message): PreparedMessage {
  if (typeof message !== 'object' || message === null) throw invalid('the message is not an object');
  const prepared = {
    metadata: message.metadata === undefined ? EMPTY : bytesOf(message.metadata, 'metadata'),
    payloads: mapParts(message.payloads, 'payloads', preparePayload),
    tensors: mapParts(message.tensors, 'tensors', prepareTensor),
    byteLength: 0,
  };
  for (const { data } of prepared.payloads) prepared.byteLength += data.length;
  for (const { byteLength } of prepared.tensors) prepared.byteLength += byteLength;
  return prepared;
}

function preparePayload(payload: Payload, index: number): PreparedPayload {
  checkObject(payload, 'payloads', index);
  const { data, metadata } = payload;
  return {
    data: bytesOf(data, 'payloads', index, 'data'),
    metadata: metadata === undefined ? EMPTY : bytesOf(metadata, 'payloads', index, 'metadata'),
    lender: holdableOf(data),
  };
}

/** As {@link prepareMessage}, for one of its tensors. */
export function prepareTensor(input: TensorInput, index: number): PreparedTensor {
  checkObject(input, 'tensors', index);
  if (isOrtTensor(input)) {
    const dtype = dtypeOfOrt(input, index);
    return describe({ data: input.data, dtype, shape: input.dims }, index, undefined);
  }
  if (!(input instanceof ReceivedTensor)) return describe(input, index, undefined);
  if (input.released) {
    throw new TensorductError('ERR_RELEASED', `tensors[${index}] is a received tensor that was released`);
  }
  return describe(input, index, input);
}

/** A tensor as a program gives it, before anything is known about its data. */
interface Described extends Omit<Tensor, 'data'> {
  readonly data: unknown;
}

function describe(tensor: Described, index: number, lender: ReceivedTensor | undefined): PreparedTensor {
  const { targetDevice, metadata } = tensor;
  const data = isDeviceBuffer(tensor.data) ? tensor.data : hostMemoryOf(tensor.data, 'tensors', index, 'data');
  const dtype = checkDType(tensor.dtype, dtypeOfView(tensor.data), index);
  if (targetDevice !== undefined && !isDevice(targetDevice)) {
    throw invalid(`tensors[${index}].targetDevice is not a device`, "write it as { type: 'cpu', index: 0 }");
  }
  return {
    data,
    byteLength: data.byteLength,
    dtype,
    shape: shapeOf(tensor.shape, dtype, data.byteLength, index),
    sourceDevice: ArrayBuffer.isView(data) ? CPU : data.device,
    targetDevice,
    metadata: metadata === undefined ? EMPTY : bytesOf(metadata, 'tensors', index, 'metadata'),
    lender: lender ?? (ArrayBuffer.isView(data) ? holdableOf(data) : undefined),
  };
}

function checkDType(dtype: DType | undefined, viewed: DType, index: number): DType {
  if (dtype === undefined) return viewed;
  if (!isDType(dtype)) {
    throw invalid(`tensors[${index}].dtype is ${String(dtype)}`, `write one of ${ALL_DTYPES.join(', ')}`);
  }
  if (!mayHold(viewed, dtype)) {
    throw invalid(
      `tensors[${index}].data is a view of ${viewed}, but its dtype is ${dtype}`,
      'view the bytes as a Uint8Array to have them taken as another dtype',
    );
  }
  return dtype;
}

/** The shape given, or one dimension. */
function shapeOf(shape: unknown, dtype: DType, byteLength: number, index: number): readonly number[] {
  if (shape === undefined) {
    const elements = (byteLength * 8) / bitsOf(dtype);
    if (Number.isInteger(elements)) return [elements];
    throw invalid(`tensors[${index}].data has ${byteLength} bytes, not a whole number of ${dtype} elements`);
  }
  const checked = checkShape(shape, 'tensors', index, 'shape');
  const expected = byteLengthOf(dtype, checked);
  if (expected === byteLength) return checked;
  throw invalid(
    `tensors[${index}].data has ${byteLength} bytes, but ${dtype} of shape [${checked.join(', ')}] has ${expected}`,
    'give the shape of a dense row-major tensor, or the part of the memory that holds it',
  );
}

function invalid(what: string, advice?: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', what, advice === undefined ? {} : { advice });
}
