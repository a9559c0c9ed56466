import { TensorductError } from '../errors.js';
import type { Received } from './channel.js';

/**
 * Memory of exactly `length` bytes for a receiver that borrows where nothing can be lent: it looks the same to the
 * program. `release` detaches it, so that every view of it has length 0.
 *
 * @throws TensorductError `ERR_TOO_LARGE` when this process cannot have that much in one piece
 */
export function allocateBorrowed(length: number): { readonly data: Uint8Array; readonly release: () => void } {
  const data = allocate(length);
  return { data, release: () => void structuredClone(data.buffer, { transfer: [data.buffer] }) };
}

function allocate(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(new ArrayBuffer(length));
  } catch (cause) {
    throw new TensorductError('ERR_TOO_LARGE', `${length} bytes cannot be allocated in one piece`, { cause });
  }
}

/** What a receive gives whose bytes went into a sink, or that had none. */
export const NOTHING: Received = Object.freeze({ data: new Uint8Array(0) });
