import type { Contestant, ContestantName } from '../contestant.js';

const net = async (): Promise<Contestant> => (await import('./net.js')).net;

/**
 * Everybody with links; memcpy has none, a driver does it alone; nor have those of the scenario `loader` alone. Nobody's
 * process loads what others need.
 */
const CONTESTANTS: Readonly<
  Record<Exclude<ContestantName, 'memcpy' | 'piscina' | 'same-process'>, () => Promise<Contestant>>
> = {
  tensorduct: async () => (await import('./tensorduct.js')).tensorduct,
  zeromq: async () => (await import('./zeromq.js')).zeromq,
  child_process: async () => (await import('./child-process.js')).childProcess,
  worker_threads: async () => (await import('./worker-threads.js')).workerThreads,
  'net-tcp': net,
  'net-tcp-onread': net,
  'net-unix': net,
  'net-unix-onread': net,
};

export async function contestantNamed(name: ContestantName): Promise<Contestant> {
  if (name === 'memcpy' || name === 'piscina' || name === 'same-process') throw new Error(`${name} has no links`);
  return CONTESTANTS[name]();
}
