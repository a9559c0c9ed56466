import { TensorductError } from '../errors.js';

/** One call of a stage's function. */
interface Task {
  readonly promise: Promise<void>;
  outcome: { readonly value: unknown } | { readonly error: TensorductError } | null;
}

/** What a map stage does. */
export interface MapPlan {
  /** For errors. */
  readonly name: string;
  readonly call: (item: unknown) => unknown;
  /** Calls at a time. */
  readonly concurrency: number;
  /** Whether results come in the order of their items, or as soon as they are there. */
  readonly ordered: boolean;
}

/**
 * Applies a function to items, several at a time. A result of undefined is left out. When a call fails no more items are
 * taken; results of other calls are still given, in order those before it, and then the error.
 */
export async function* mapItems(
  input: AsyncIterable<unknown>,
  { name, call, concurrency, ordered }: MapPlan,
): AsyncGenerator<unknown, void, void> {
  const iterator = input[Symbol.asyncIterator]();
  const tasks: Task[] = [];
  let pull: Promise<void> | null = null;
  let exhausted = false;
  const failures: unknown[] = [];

  const begin = (item: unknown): void => {
    const run = async (): Promise<void> => {
      try {
        task.outcome = { value: await call(item) };
      } catch (cause) {
        task.outcome = { error: new TensorductError('ERR_PEER_FAILED', `stage "${name}" failed`, { cause }) };
      }
    };
    const task: Task = { promise: Promise.resolve().then(run), outcome: null };
    tasks.push(task);
  };
  const next = async (): Promise<void> => {
    try {
      const result = await iterator.next();
      if (result.done) exhausted = true;
      else begin(result.value);
    } catch (error) {
      failures.push(error);
    }
    pull = null;
  };

  try {
    for (;;) {
      const wanted = !exhausted && failures.length === 0;
      if (wanted && pull === null && tasks.length < concurrency) pull = next();
      const ready = (ordered ? tasks.slice(0, 1) : tasks).findIndex(({ outcome }) => outcome);
      const outcome = ready < 0 ? null : tasks.splice(ready, 1)[0].outcome;
      if (outcome !== null && 'error' in outcome) {
        failures.push(outcome.error);
        if (ordered) break;
      } else if (outcome !== null) {
        if (outcome.value !== undefined) yield outcome.value;
      } else if (tasks.length === 0 && pull === null && !wanted) {
        break;
      } else {
        const awaited = (ordered ? tasks.slice(0, 1) : tasks).map(({ promise }) => promise);
        await Promise.race(pull === null ? awaited : [pull, ...awaited]);
      }
    }
    if (failures.length > 0) throw failures[0];
  } finally {
    await iterator.return?.();
  }
}

/** What a function makes of all items. A failure of its own names it; one of the items' is theirs. */
export async function* throughItems(
  input: AsyncIterable<unknown>,
  name: string,
  call: (items: AsyncIterable<unknown>) => Iterable<unknown> | AsyncIterable<unknown>,
): AsyncGenerator<unknown, void, void> {
  let theirs: { readonly error: unknown } | null = null;
  const watched = async function* (): AsyncGenerator<unknown, void, void> {
    try {
      yield* input;
    } catch (error) {
      theirs = { error };
      throw error;
    }
  };
  try {
    yield* call(watched());
  } catch (cause) {
    if (theirs !== null) throw cause;
    throw new TensorductError('ERR_PEER_FAILED', `stage "${name}" failed`, { cause });
  }
}

/** Groups of `size` items; the last may have fewer, unless it is dropped. */
export async function* batchItems(
  input: AsyncIterable<unknown>,
  size: number,
  dropLast: boolean,
): AsyncGenerator<unknown[], void, void> {
  let batch: unknown[] = [];
  for await (const item of input) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0 && !dropLast) yield batch;
}

/** The same items, of which so many are asked for ahead: so that what makes them works while what takes them does. */
export async function* prefetchItems(
  input: AsyncIterable<unknown>,
  count: number,
): AsyncGenerator<unknown, void, void> {
  const iterator = input[Symbol.asyncIterator]();
  const asked: Promise<IteratorResult<unknown>>[] = [];
  const ask = (): void => {
    const next = iterator.next();
    // Whoever takes it sees the failure; nobody does after an early end.
    next.catch(() => {});
    asked.push(next);
  };
  try {
    for (let i = 0; i < count; i++) ask();
    for (;;) {
      ask();
      const result = await asked.shift();
      if (result === undefined || result.done) return;
      yield result.value;
    }
  } finally {
    await iterator.return?.();
  }
}
