import { TensorductError } from '../errors.js';
import { bytesOf, pathOf } from './bytes.js';
import { CPU, formatDevice, isDeviceBuffer, sameDevice, type Device, type DeviceBuffer } from './device.js';
import type { DType } from './dtype.js';
import { checkObject, mapParts } from './parts.js';
import { dtypeOfView, mayHold } from './typed-array.js';

/** Takes the pieces of a tensor in order. What it returns is awaited before the memory of `chunk` is used again. */
export type Sink = (chunk: Uint8Array, offset: number) => void | Promise<void>;

/** Memory to receive a tensor into, of exactly its length. */
export interface TensorDestination {
  /** A view of the tensor's dtype or of plain bytes, or memory of a device. */
  readonly data: ArrayBufferView | ArrayBufferLike | DeviceBuffer;
}

/** Receives a tensor piece by piece. */
export interface SinkDestination {
  /** Called for each piece. */
  readonly sink: Sink;
}

/** Memory to receive a payload into. */
export interface PayloadDestination {
  /** Of exactly its length. */
  readonly data: Uint8Array;
}

/**
 * Where a reader wants each payload and tensor of one message: as many as the descriptor has, in its order. The
 * memory belongs to the pipe from `read` until its callback.
 */
export interface Allocation {
  /**
   * For each payload memory of exactly its length.
   * @default none
   */
  readonly payloads?: readonly PayloadDestination[];
  /**
   * For each tensor memory, a sink that takes it piece by piece, or `'borrow'`: wherever the bytes can be had
   * cheapest, without a copy where they already lie in shared memory.
   * @default none
   */
  readonly tensors?: readonly (TensorDestination | SinkDestination | 'borrow')[];
}

/** Where the bytes of one tensor shall land, checked: memory of exactly its length, a sink, or anywhere. */
export type ReceiveTarget = Uint8Array | DeviceBuffer | SinkDestination | 'borrow';

/** An allocation that fits its descriptor. */
export interface CheckedAllocation {
  readonly payloads: readonly Uint8Array[];
  readonly tensors: readonly ReceiveTarget[];
}

/** The parts of a `Descriptor` that an allocation must fit. */
interface Announcement {
  readonly payloads: readonly { readonly length: number }[];
  readonly tensors: readonly AnnouncedTensor[];
}

interface AnnouncedTensor {
  readonly length: number;
  readonly dtype: DType;
  readonly targetDevice?: Device | undefined;
}

/**
 * Checks that an allocation fits what was announced: as many payloads and tensors, exactly as long, views of the
 * tensor's dtype or of plain bytes, on the device that the writer named if it did, and no memory twice. Touches
 * nothing.
 * @throws TensorductError `ERR_ALLOCATION_MISMATCH` naming item, expected and given; `ERR_MEMORY_DETACHED`;
 *   `ERR_INVALID_ARGUMENT` for what is not memory and for resizable buffers
 */
export function checkAllocation(announced: Announcement, allocation: Allocation): CheckedAllocation {
  if (typeof allocation !== 'object' || allocation === null) throw mismatch('the allocation is not an object');
  const { payloads = [], tensors = [] } = allocation;
  checkCount('payloads', announced.payloads.length, payloads.length);
  checkCount('tensors', announced.tensors.length, tensors.length);
  const checked = {
    payloads: mapParts(payloads, 'payloads', (payload, i) => {
      checkObject(payload, 'payloads', i);
      const bytes = bytesOf(payload.data, 'payloads', i, 'data');
      checkLength('payloads', i, announced.payloads[i].length, bytes.length);
      return bytes;
    }),
    tensors: mapParts(tensors, 'tensors', (target, i) => checkTarget(announced.tensors[i], target, i)),
  };
  if (payloads.length + tensors.length > 1) checkDisjoint(checked);
  return checked;
}

function checkTarget(
  tensor: AnnouncedTensor,
  target: TensorDestination | SinkDestination | 'borrow',
  index: number,
): ReceiveTarget {
  if (target === 'borrow') return target;
  checkObject(target, 'tensors', index);
  if ('sink' in target) {
    if (typeof target.sink !== 'function') throw mismatch(`tensors[${index}].sink is not a function`);
    checkDevice(index, tensor.targetDevice, CPU);
    return target;
  }
  const { data } = target;
  const memory = isDeviceBuffer(data) ? data : bytesOf(data, 'tensors', index, 'data');
  checkDevice(index, tensor.targetDevice, memory instanceof Uint8Array ? CPU : memory.device);
  checkLength('tensors', index, tensor.length, memory.byteLength);
  const viewed = dtypeOfView(data);
  if (!mayHold(viewed, tensor.dtype)) {
    throw mismatch(`tensors[${index}].data must be a view of ${tensor.dtype} or of bytes, not of ${viewed}`);
  }
  return memory;
}

function checkCount(part: string, expected: number, given: number): void {
  if (expected !== given) throw mismatch(`the message has ${expected} ${part}, the allocation ${given}`);
}

function checkLength(part: string, index: number, expected: number, given: number): void {
  if (expected !== given) throw mismatch(`${part}[${index}].data must have ${expected} bytes, not ${given}`);
}

function checkDevice(index: number, expected: Device | undefined, given: Device): void {
  if (expected === undefined || sameDevice(expected, given)) return;
  throw mismatch(`tensors[${index}] must be received on ${formatDevice(expected)}, not on ${formatDevice(given)}`);
}

/** Two writes into one place would leave neither. */
function checkDisjoint({ payloads, tensors }: CheckedAllocation): void {
  const taken = new Map<object, Range[]>();
  payloads.forEach((bytes, i) => take(taken, bytes, 'payloads', i));
  tensors.forEach((target, i) => {
    if (target !== 'borrow' && !('sink' in target)) take(taken, target, 'tensors', i);
  });
  for (const ranges of taken.values()) {
    ranges.sort((a, b) => a.start - b.start);
    for (let i = 1; i < ranges.length; i++) {
      const [before, range] = [ranges[i - 1], ranges[i]];
      if (range.start < before.end) throw mismatch(`${nameOf(range)} overlaps ${nameOf(before)}`);
    }
  }
}

interface Range {
  readonly start: number;
  readonly end: number;
  readonly part: string;
  readonly index: number;
}

const nameOf = ({ part, index }: Range) => pathOf(part, index, 'data');

/** Notes that `memory` is written to. What two device buffers share, only their channel could know. */
function take(taken: Map<object, Range[]>, memory: Uint8Array | DeviceBuffer, part: string, index: number): void {
  if (memory.byteLength === 0) return;
  const [owner, start] = memory instanceof Uint8Array ? [memory.buffer, memory.byteOffset] : [memory, 0];
  const range = { start, end: start + memory.byteLength, part, index };
  const ranges = taken.get(owner);
  if (ranges === undefined) taken.set(owner, [range]);
  else ranges.push(range);
}

function mismatch(what: string): TensorductError {
  return new TensorductError('ERR_ALLOCATION_MISMATCH', what);
}
