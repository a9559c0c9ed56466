import { Buffer, constants } from 'node:buffer';
import { isAnyArrayBuffer } from 'node:util/types';
import { markAsUntransferable } from 'node:worker_threads';
import { TensorductError } from '../errors.js';

/** No bytes; shared by everything that has none, so no program can be allowed to transfer it away. */
export const EMPTY = new Uint8Array(0);
markAsUntransferable(EMPTY.buffer);

/**
 * From here up, memory that the library allocates is marked untransferable, so that nobody detaches it while it is
 * being filled. The mark takes about 0.3 us, which would show on smaller memory.
 */
const UNTRANSFERABLE_FROM = 64 * 1024;

/** Up to here V8 keeps a typed array's bytes in its heap, at a fifth of the price, until its `buffer` is asked for. */
const ON_HEAP_UNTIL = 64;

/** Host memory of any length: a DataView where it is longer than a Uint8Array can be, which is 4 GiB in Node 20. */
export type HostMemory = Uint8Array | DataView;

/** Where a value stands, for messages: `tensors[2].data`. Built only once something is wrong. */
export function pathOf(part: string, index?: number, key?: string): string {
  return part + (index === undefined ? '' : `[${index}]`) + (key === undefined ? '' : `.${key}`);
}

/**
 * The bytes of a view or buffer: the same memory, no copy. Shared memory will do.
 * @param part where the value stands: see {@link pathOf}
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for anything else and for resizable buffers, `ERR_MEMORY_DETACHED`,
 *   `ERR_TOO_LARGE` for more than a Uint8Array can have
 */
export function bytesOf(memory: unknown, part: string, index?: number, key?: string): Uint8Array {
  if (memory instanceof Uint8Array) {
    if (isFixed(memory.buffer) && (memory.length > 0 || !isDetached(memory.buffer))) return memory;
  } else if (ArrayBuffer.isView(memory)) {
    const { buffer } = memory;
    // Only now: a DataView whose memory is gone throws when it is asked where it lies.
    if (!isTooLong(memory) && isFixed(buffer) && !isDetached(buffer))
      return new Uint8Array(buffer, memory.byteOffset, memory.byteLength);
  } else if (isAnyArrayBuffer(memory)) {
    if (!isTooLong(memory) && isFixed(memory) && !isDetached(memory)) return new Uint8Array(memory);
  }
  throw unusable(memory, pathOf(part, index, key));
}

/**
 * Memory to send from: as {@link bytesOf}, but of any length.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`, `ERR_MEMORY_DETACHED`
 */
export function hostMemoryOf(memory: unknown, part: string, index?: number, key?: string): HostMemory {
  if (ArrayBuffer.isView(memory)) {
    const { buffer } = memory;
    if (isTooLong(memory) && isFixed(buffer)) return new DataView(buffer, memory.byteOffset, memory.byteLength);
  } else if (isAnyArrayBuffer(memory) && isTooLong(memory) && isFixed(memory)) {
    return new DataView(memory);
  }
  return bytesOf(memory, part, index, key);
}

/** The bytes from `offset` on: the same memory, no copy. */
export function windowOf(memory: HostMemory, offset: number, length: number): Uint8Array {
  if (memory instanceof Uint8Array) return memory.subarray(offset, offset + length);
  return new Uint8Array(memory.buffer, memory.byteOffset + offset, length);
}

/**
 * Memory to receive into, not zeroed, since it is about to be overwritten.
 * @throws TensorductError `ERR_TOO_LARGE` for more than this process can allocate
 */
export function allocateBytes(length: number, part: string, index: number): Uint8Array {
  if (length <= ON_HEAP_UNTIL) return new Uint8Array(length);
  let buffer;
  try {
    ({ buffer } = Buffer.allocUnsafeSlow(length));
  } catch (cause) {
    const what = `${pathOf(part, index)} has ${length} bytes, which cannot be allocated at once`;
    throw new TensorductError('ERR_TOO_LARGE', what, { cause });
  }
  if (length >= UNTRANSFERABLE_FROM) markAsUntransferable(buffer);
  return new Uint8Array(buffer);
}

/**
 * Whether what is copied within the call may change its size, and so is refused. Not asked where V8 may keep the bytes in its
 * heap: to move them out for the answer takes it longer than all the rest.
 */
export function isResizable(memory: Uint8Array): boolean {
  return memory.length > ON_HEAP_UNTIL && !isFixed(memory.buffer);
}

/** Memory that may grow or shrink under an operation is of no use to one. */
function isFixed(buffer: ArrayBufferLike): boolean {
  if ('resizable' in buffer) return buffer.resizable === false;
  return !('growable' in buffer) || buffer.growable === false;
}

function isTooLong(memory: ArrayBufferView | ArrayBufferLike): boolean {
  if (memory instanceof Uint8Array) return false;
  // The buffer is asked first: a DataView whose memory is gone throws.
  const buffer = 'buffer' in memory ? memory.buffer : memory;
  return buffer.byteLength > constants.MAX_LENGTH && memory.byteLength > constants.MAX_LENGTH;
}

function unusable(memory: unknown, path: string): TensorductError {
  const buffer = ArrayBuffer.isView(memory) ? memory.buffer : memory;
  if (!isAnyArrayBuffer(buffer)) {
    return new TensorductError('ERR_INVALID_ARGUMENT', `${path} is not memory`, {
      advice: 'pass a typed array, a Buffer, a DataView or an ArrayBuffer',
    });
  }
  if (!isFixed(buffer)) {
    return new TensorductError('ERR_INVALID_ARGUMENT', `${path} lies in a resizable buffer`, {
      advice: 'copy it into memory of a fixed size',
    });
  }
  if (buffer.byteLength > constants.MAX_LENGTH) {
    return new TensorductError('ERR_TOO_LARGE', `${path} is longer than ${constants.MAX_LENGTH} bytes`);
  }
  return new TensorductError('ERR_MEMORY_DETACHED', `${path} lies in a buffer that was detached`);
}

/** A detached buffer has length 0, as an empty one has; but no view of it can be made. */
function isDetached(buffer: ArrayBufferLike): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    return new Uint8Array(buffer).length > 0;
  } catch {
    return true;
  }
}
