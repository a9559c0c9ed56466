import { afterEach } from 'vitest';
import { DataLoader, type DataLoaderOptions, type DataSource } from 'tensorduct/loader';
import { within } from '../../src/testing/deadlines.js';
import { START_MS } from './children.js';

/** What workers run. */
export const DATA = new URL('../../build/test/peers/loader/data.js', import.meta.url);

/** An export of it. */
export function of(name: string, args?: unknown): { module: URL; export: string; args: unknown } {
  return { module: DATA, export: name, args };
}

const open: DataLoader[] = [];

/** A loader that is closed after the test. */
export function load<T>(source: DataSource, options: DataLoaderOptions = {}): DataLoader<T> {
  const loader = new DataLoader<T>(source, { execArgv: [], startTimeoutMs: START_MS, seed: 1, ...options });
  open.push(loader);
  return loader;
}

afterEach(async () => {
  await within(Promise.all(open.splice(0).map((loader) => loader.close())), 'the end of the loaders', START_MS);
});

/** What a batch of `dataset` arrives as. */
export interface ItemBatch {
  readonly index: number[];
  readonly epoch: number[];
  readonly data: { readonly shape: readonly number[]; typed(): ArrayBufferView };
}

/** Up to so many batches of an epoch, each as `look` sees it, and the error that ended it, or null. */
export async function epochOf<T, R = T>(
  loader: DataLoader<T>,
  look: (batch: T) => R,
  most = Infinity,
): Promise<{ batches: R[]; error: unknown }> {
  const batches: R[] = [];
  const run = async (): Promise<void> => {
    if (most === 0) return;
    for await (const batch of loader) {
      batches.push(look(batch));
      if (batches.length >= most) return;
    }
  };
  try {
    await within(run(), 'the end of the epoch', START_MS);
    return { batches, error: null };
  } catch (error) {
    return { batches, error };
  }
}
