import { TensorductError } from '../errors.js';
import { countHolds } from '../message/holdable.js';
import type { Received } from './channel.js';

/**
 * Memory of exactly `length` bytes for a receiver that borrows where nothing can be lent: it looks the same to the
 * program. `release` detaches it, once no operation holds it, so that every view of it has length 0.
 *
 * @throws TensorductError `ERR_TOO_LARGE` when this process cannot have that much in one piece
 */
export function allocateBorrowed(length: number): { readonly data: Uint8Array; readonly release: () => void } {
  const data = allocate(length);
  const detach = (): void => void structuredClone(data.buffer, { transfer: [data.buffer] });
  return { data, release: countHolds(data.buffer, detach) };
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
