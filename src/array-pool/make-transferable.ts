import type { TensorInput } from '../message/message.js';
import type { ArrayPool, AllocOptions } from './array-pool.js';
import { globalPool } from './global-pool.js';
import { SharedArray } from './shared-array.js';

/** How to make an array transferable. */
export interface TransferOptions extends AllocOptions {
  /** Where it goes. @default the pool of this thread */
  readonly pool?: ArrayPool;
  /**
   * Of no effect. In pyarraypool, true keeps memory until a second process has seen it, since a pickled message holds
   * nothing; here each message and each handle holds the memory by itself. @default true
   */
  readonly transferRequired?: boolean;
}

/**
 * An array that other processes can have: a copy in the pool; where it is one already, one more reference to it.
 * @throws TensorductError (rejection) as `ArrayPool.put` and {@link globalPool}
 */
export async function makeTransferable(
  array: ArrayBufferView | TensorInput,
  { pool, transferRequired: _, ...options }: TransferOptions = {},
): Promise<SharedArray> {
  if (array instanceof SharedArray) return array.clone();
  return (pool ?? (await globalPool())).put(array, options);
}
