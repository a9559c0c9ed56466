import { TensorductError } from '../../errors.js';
import type { ItemInfo } from './task.js';

/** A map-style source: elements that can be asked for one by one, in any order. An array is one as well. */
export interface Dataset<T = unknown> {
  /** Elements. It must not change. */
  readonly length: number;
  /** One element, at once or later. @param index from 0 to `length` - 1 */
  get(index: number, info: ItemInfo): T | PromiseLike<T>;
}

/** A value as a map-style source; null where it is none. @throws TensorductError `ERR_INVALID_ARGUMENT` for its length */
export function datasetOf(value: unknown): Dataset | null {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    return { length: items.length, get: (index) => items[index] };
  }
  if (!isDataset(value)) return null;
  const { length } = value;
  if (Number.isSafeInteger(length) && length >= 0) return value;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `the source has the length ${length}`, {
    advice: 'give a whole number, or an iterable',
  });
}

function isDataset(value: unknown): value is Dataset {
  if (typeof value !== 'object' || value === null || !('length' in value && 'get' in value)) return false;
  return typeof value.length === 'number' && typeof value.get === 'function';
}
