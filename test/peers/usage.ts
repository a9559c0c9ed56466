import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** What this process holds. */
export interface Usage {
  readonly descriptors: number;
  /** Bytes of live objects and of the memory that belongs to them. */
  readonly live: number;
  /** Bytes of live objects alone. */
  readonly heap: number;
}

/** Measures what is left once garbage is collected. */
export function measureUsage(): Usage {
  if (typeof collectGarbage === 'function') Reflect.apply(collectGarbage, undefined, []);
  const { heapUsed, external } = process.memoryUsage();
  return { descriptors: readdirSync('/proc/self/fd').length, live: heapUsed + external, heap: heapUsed };
}

/** Whether another process has sent its usage. */
export function isUsage(message: unknown): message is Usage {
  return typeof message === 'object' && message !== null && 'descriptors' in message && 'live' in message;
}
