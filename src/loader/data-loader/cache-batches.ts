import { TensorductError } from '../../errors.js';
import type { Lease } from '../lease.js';
import { checkNumber } from '../segment-pool.js';

/** What is given again. */
export interface CacheOptions {
  /** Batches that are loaded and held; at most as many as the loader's `maxHeld`. */
  readonly count: number;
  /** Batches that are given in all. @default without end */
  readonly total?: number;
}

/**
 * Gives the first batches of an epoch again and again, so that a consumer can be measured as if loading cost nothing: what it
 * is faster by is the headroom. Batches are the very same objects each time.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` at once; as the loader's iteration
 */
export function cacheBatches<T>(
  loader: { leases(): AsyncIterable<Lease<T>> },
  { count, total = Infinity }: CacheOptions,
): AsyncGenerator<T, void, void> {
  checkNumber(count, 1, 'count');
  if (total !== Infinity) checkNumber(total, 0, 'total');
  return cached(loader, count, total);
}

async function* cached<T>(
  loader: { leases(): AsyncIterable<Lease<T>> },
  count: number,
  total: number,
): AsyncGenerator<T, void, void> {
  const held: Lease<T>[] = [];
  let given = 0;
  try {
    if (total === 0) return;
    for await (const lease of loader.leases()) {
      held.push(lease);
      yield lease.value;
      if (++given >= total) return;
      if (held.length === count) break;
    }
    if (held.length === 0) throw new TensorductError('ERR_INVALID_ARGUMENT', 'the epoch has no batch to give again');
    while (given < total) yield held[given++ % held.length].value;
  } finally {
    for (const lease of held) lease.release();
  }
}
