import { TensorductError } from '../errors.js';
import { byteLengthOf, isDType, type DType } from '../message/dtype.js';
import { checkShape } from '../message/shape.js';

/**
 * Says where an array is, in some 300 bytes of JSON: what goes to another process in place of the array, by any means.
 * Whoever has it may read and change the array.
 */
export interface ArrayHandle<D extends DType = DType> {
  /** How to link with the member whose memory it is. Empty for an array without elements. */
  readonly owner: string;
  /** The member that has made the handle. */
  readonly holder: string;
  /** What that member has of the block; never used again for another one. */
  readonly lease: number;
  /** By which that member keeps the block for whoever comes first. */
  readonly ticket: number;
  /** Of the first element, in bytes, in the owner's segment. */
  readonly offset: number;
  /** The type of its elements. */
  readonly dtype: D;
  /** Its dimensions, in elements. */
  readonly shape: readonly number[];
}

/** Says where a pool is. */
export interface PoolHandle {
  /** How to link with the member that has made the handle. */
  readonly owner: string;
  /** Bytes that each member may reserve; null for the default. */
  readonly bytes: number | null;
  /** See `ArrayPoolOptions.handleTimeoutMs`. */
  readonly handleTimeoutMs: number;
}

/** A handle, and the length of its array in bytes. */
export interface CheckedHandle<D extends DType> {
  readonly handle: ArrayHandle<D>;
  readonly bytes: number;
}

/**
 * Checks what has come from another process.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function checkHandle<D extends DType>(handle: ArrayHandle<D>): CheckedHandle<D> {
  if (typeof handle !== 'object' || handle === null) throw invalid('it is not an object');
  const { owner, holder, lease, ticket, offset, dtype, shape } = handle;
  if (typeof owner !== 'string' || typeof holder !== 'string') throw invalid('it does not say whose memory it is');
  for (const number of [lease, ticket, offset]) {
    if (!Number.isSafeInteger(number) || number < 0) throw invalid('it does not say where the array is');
  }
  if (!isDType(dtype)) throw invalid(`there is no dtype ${String(dtype)}`);
  const dimensions = checkShape(shape, 'handle', undefined, 'shape');
  return {
    handle: { owner, holder, lease, ticket, offset, dtype, shape: dimensions },
    bytes: byteLengthOf(dtype, dimensions),
  };
}

/** @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function checkPoolHandle(handle: PoolHandle): PoolHandle {
  if (typeof handle === 'object' && handle !== null && typeof handle.owner === 'string') return handle;
  throw invalid('it is not that of a pool');
}

function invalid(what: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', `this is no handle: ${what}`, {
    advice: 'pass on what toJSON() gives, as it is',
  });
}
