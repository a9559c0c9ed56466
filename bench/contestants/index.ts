import type { Contestant, ContestantName } from '../contestant.js';
import { childProcess } from './child-process.js';
import { net } from './net.js';
import { tensorduct } from './tensorduct.js';
import { workerThreads } from './worker-threads.js';
import { zeromq } from './zeromq.js';

/** Everybody with links. memcpy has none: a driver does it alone; nor has piscina, which runs functions. */
export const CONTESTANTS: Readonly<Record<Exclude<ContestantName, 'memcpy' | 'piscina'>, Contestant>> = {
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
  if (name === 'memcpy' || name === 'piscina') throw new Error(`${name} has no links`);
  return CONTESTANTS[name];
}
