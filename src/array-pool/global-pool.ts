import { TensorductError } from '../errors.js';
import { ArrayPool, type ArrayPoolOptions } from './array-pool.js';

/** How the pool of this thread is made. */
export interface GlobalPoolOptions extends ArrayPoolOptions {
  /** Whether it starts by itself when it is first needed. @default true */
  readonly autostart?: boolean;
}

let options: GlobalPoolOptions = {};
let running: Promise<ArrayPool> | null = null;

/** Options of the pool that starts next; one that is running stays as it is. What is left out gets its default. */
export function configureGlobalPool(next: GlobalPoolOptions): void {
  options = { ...next };
}

/**
 * Starts the pool of this thread.
 * @throws TensorductError (rejection) `ERR_POOL_RUNNING`, which leaves the running one as it is; as `ArrayPool.create`
 */
export async function startPool(): Promise<ArrayPool> {
  if (running !== null) throw new TensorductError('ERR_POOL_RUNNING', 'the array pool is running already');
  return start();
}

/** Ends the pool of this thread, as `ArrayPool.close`. Idempotent; afterwards it can be started again. */
export async function stopPool(): Promise<void> {
  const stopped = running;
  running = null;
  await stopped?.then((pool) => pool.close());
}

/**
 * The pool of this thread, started if need be.
 * @throws TensorductError (rejection) `ERR_POOL_CLOSED` where none is running, and none starts by itself; as
 *   `ArrayPool.create`
 */
export async function globalPool(): Promise<ArrayPool> {
  if (running !== null) return running;
  if (options.autostart !== false) return start();
  throw new TensorductError('ERR_POOL_CLOSED', 'no array pool is running', { advice: 'call startPool()' });
}

/**
 * Runs a function with the pool of this thread, and ends the pool when it is done, however it ends.
 * @throws TensorductError (rejection) as {@link startPool}; what `run` throws
 */
export async function objectPoolContext<T>(run: (pool: ArrayPool) => T | Promise<T>): Promise<T> {
  const pool = await startPool();
  try {
    return await run(pool);
  } finally {
    await stopPool();
  }
}

function start(): Promise<ArrayPool> {
  const { autostart: _, ...poolOptions } = options;
  const starting = ArrayPool.create(poolOptions);
  running = starting;
  starting.catch(() => {
    if (running === starting) running = null;
  });
  return starting;
}
