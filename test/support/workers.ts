import { afterEach } from 'vitest';
import { iterateInSubprocess, type SubprocessIterable, type SubprocessOptions } from 'tensorduct/loader';
import type { Context } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { START_MS } from './children.js';

/** What workers run. */
export const SOURCES = new URL('../../build/test/peers/loader/sources.js', import.meta.url);

/** Options of every worker of a test. */
export const OPTIONS: SubprocessOptions = { execArgv: [], startTimeoutMs: START_MS };

/** What `items` and its like yield. */
export interface Item {
  readonly index: number;
  readonly data: Uint8Array;
}

const open: SubprocessIterable<unknown>[] = [];

/** Iterates an export of the sources. Closed after the test. */
export async function iterate<T = Item>(
  name: string,
  args: unknown,
  options: SubprocessOptions = {},
): Promise<SubprocessIterable<T>> {
  const source = { module: SOURCES, export: name, args };
  const iterable = await within(iterateInSubprocess<T>(source, { ...OPTIONS, ...options }), 'the worker', START_MS);
  open.push(iterable);
  return iterable;
}

afterEach(async () => {
  await within(Promise.all(open.splice(0).map((iterable) => iterable.close())), 'the end of the workers', START_MS);
});

/** All that comes, `T` by `T`, before the error, and the error or null. */
export async function collect<T>(items: AsyncIterable<T>): Promise<{ items: T[]; error: unknown }> {
  const collected: T[] = [];
  try {
    await within(
      (async () => {
        for await (const item of items) collected.push(item);
      })(),
      'the end of the iteration',
      START_MS,
    );
    return { items: collected, error: null };
  } catch (error) {
    return { items: collected, error };
  }
}

/** Whether a process is there, be it a zombie or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A context of the built library, which is what starts the workers. */
export async function createContext(name: string): Promise<Context> {
  const path = new URL('../../dist/index.js', import.meta.url).href;
  const library = (await import(path)) as { Context: typeof Context };
  return new library.Context({ name });
}
