import type { Contestant, ContestantName } from '../contestant.js';
import { childProcess } from './child-process.js';
import { net } from './net.js';
import { tensorduct } from './tensorduct.js';
import { workerThreads } from './worker-threads.js';
import { zeromq } from './zeromq.js';

/** Everybody with two ends. memcpy has none: a driver does it alone. */
export const CONTESTANTS: Readonly<Record<Exclude<ContestantName, 'memcpy'>, Contestant>> = {
  tensorduct,
  zeromq,
  child_process: childProcess,
  worker_threads: workerThreads,
  'net-tcp': net,
  'net-tcp-onread': net,
  'net-unix': net,
  'net-unix-onread': net,
};

export function contestantNamed(name: ContestantName): Contestant {
  if (name === 'memcpy') throw new Error('memcpy has no other end');
  return CONTESTANTS[name];
}
