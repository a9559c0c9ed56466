import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually, openSockets } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';
import { FRESH_URL } from './exchange.js';

/** Node starts slowly. */
const JOINERS = Number(process.env.TENSORDUCT_JOINERS ?? (process.env.CI ? 64 : 24));
const STARTED_AT_A_TIME = 4;
/** One of so many is killed while it joins, another one at the next address. */
const ONE_KILLED_OF = 8;
const TRANSPORTS = ['shm', 'unix'];

it(`${JOINERS} processes join one listener at once over shm, then another over unix: some are killed on the way, all others are served [TP gap: many pipes and processes]`, async () => {
  const sockets = openSockets();
  const context = new Context({ name: 'test' });
  // Of one that has both, all pipes would move to shm.
  const listeners = await Promise.all(TRANSPORTS.map((transport) => context.listen(FRESH_URL[transport])));
  const joiners = new Map<number, Peer>();
  try {
    const urls = listeners.flatMap((listener) => listener.urls);
    while (joiners.size < JOINERS) {
      const numbers = Array.from({ length: STARTED_AT_A_TIME }, (_, index) => joiners.size + index);
      for (const number of numbers) joiners.set(number, Peer.start('joiner', [String(number), ...urls]));
      for (const number of numbers) expect(await joiners.get(number)?.next('that it is there')).toBe('ready');
    }
    for (const [index, transport] of TRANSPORTS.entries()) {
      const doomed = [...joiners].filter(([number]) => number % ONE_KILLED_OF === index);
      for (const [number] of doomed) joiners.delete(number);
      const deaths = doomed.map(([, peer]) => peer.exit());
      // The barrier: all of them are ready, and connect when they are told to.
      for (const peer of [...joiners.values(), ...doomed.map(([, peer]) => peer)]) peer.send('join');
      const killNext = (): void => doomed.shift()?.[1].kill('SIGKILL');
      const serving = serve(listeners[index], killNext);
      for (const peer of joiners.values()) {
        expect(await peer.next(`joining over ${transport}`)).toEqual({ transport });
      }
      while (doomed.length > 0) killNext();
      await Promise.all(deaths);
      await serving.stop();
    }
    for (const peer of joiners.values()) {
      expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    }
  } finally {
    await Promise.all([...joiners.values()].map((peer) => peer[Symbol.asyncDispose]()));
    await within(context.join(), 'the end of the context');
  }
  await eventually(() => openSockets() <= sockets, 'the release of all sockets');
  expect(openMemory()).toEqual([]);
});

/** Sends back what comes on each pipe, and tells of each pipe before. */
function serve(listener: Listener, onPipe: () => void): { stop: () => Promise<void> } {
  const stopped = new AbortController();
  const over: Promise<void>[] = [];
  const answer = async (pipe: Pipe): Promise<void> => {
    try {
      for await (const message of pipe) await pipe.write(message);
      await pipe.close();
    } catch {
      // It was killed: those that were not tell themselves how they were served.
    }
  };
  const accepting = (async () => {
    for (;;) {
      const pipe = await listener.accept({ signal: stopped.signal });
      pipe.on('error', () => {});
      onPipe();
      over.push(answer(pipe));
    }
  })().catch((error: unknown) => expect(error).toMatchObject({ code: 'ERR_ABORTED' }));
  return {
    stop: async () => {
      stopped.abort();
      await within(accepting, 'the last accept');
      await within(Promise.all(over), 'the end of all pipes');
    },
  };
}

/** Shared memory that this process still has mapped. */
function openMemory(): string[] {
  return readFileSync('/proc/self/maps', 'utf8')
    .split('\n')
    .filter((line) => line.includes('/memfd:tensorduct'));
}
