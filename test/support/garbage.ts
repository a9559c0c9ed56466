import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Lets go of everything that nothing reaches any more, also of what a `WeakRef` was asked for in this turn. */
export async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc !== 'function') throw new Error('there is no garbage collector to call');
  await new Promise((resolve) => setImmediate(resolve));
  Reflect.apply(gc, undefined, []);
}
