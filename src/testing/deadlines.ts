import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * The upper deadlines of every liveness assertion, in one place. They say that something ends, never how fast it is.
 * On CI machines all are five times as long.
 */
const FACTOR = process.env.CI ? 5 : 1;

/** From the death of a peer to the failure of the operations that wait for it, in ms. */
export const DEATH_DEADLINE_MS = 1_000 * FACTOR;

/** For everything else, in ms. */
export const DEADLINE_MS = 10_000 * FACTOR;

/** How much shorter it is for what is expected to hang. */
const EXPECTED_FACTOR = 1 / 5;

const expected = new AsyncLocalStorage<number>();

/** {@link DEADLINE_MS}, or less of it for what was begun by {@link expectingToWait}. */
export function usualDeadlineMs(): number {
  return expected.getStore() ?? DEADLINE_MS;
}

/**
 * For a test of the tests: a body that is to fail since it waits for what never happens need not wait so long. Deadlines of
 * all others stay as they are.
 */
export function expectingToWait<T>(body: () => Promise<T>): Promise<T> {
  return expected.run(DEADLINE_MS * EXPECTED_FACTOR, body);
}

/**
 * Waits for `promise`, but not for ever.
 * @param what for the error's message: what did not happen
 */
export async function within<T>(promise: PromiseLike<T>, what: string, ms: number = usualDeadlineMs()): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`deadline: ${what} did not happen within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
