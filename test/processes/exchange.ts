import { afterAll, beforeAll, expect } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import type { ExchangeTask } from '../peers/exchange.js';
import type { Sample } from '../peers/samples.js';
import { Peer } from '../support/peer.js';

/** The transports between two processes. */
export const TRANSPORTS = ['tcp', 'unix', 'shm'];

/** Every combination under which messages must arrive the same. */
export const SETTINGS = TRANSPORTS.flatMap((transport) => [
  { transport, size: 'inline', bytes: 1_000 },
  { transport, size: 'through a channel', bytes: 100_000 },
]);

/** Where a listener gets an address of its own. */
export const FRESH_URL: Readonly<Record<string, string>> = {
  tcp: 'tcp://127.0.0.1:0',
  unix: 'unix://',
  shm: 'shm://',
};

/** Four payloads and four tensors. */
export function mixed(seed: number, bytes: number): Sample {
  return { seed, payloads: 4, tensors: 4, bytes };
}

/**
 * Runs both ends of a pipe: another process connects and does what the task says, this one serves. The other must find
 * everything as expected, and both part in good order.
 */
export type Exchange = (
  transport: string,
  task: Omit<ExchangeTask, 'url'>,
  serve: (pipe: Pipe) => Promise<void>,
) => Promise<void>;

/** Starts `test/peers/exchange.ts` for the tests of a file; it must leave without a word at their end. */
export function useExchange(): Exchange {
  let peer: Peer;
  let context: Context;
  beforeAll(() => {
    peer = Peer.start('exchange');
    context = new Context({ name: 'test' });
  });
  afterAll(async () => {
    await using other = peer;
    await within(context.join(), 'the end of the context');
    other.send('end');
    expect({ ...(await other.exit()), stderr: other.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  });
  return async (transport, task, serve) => {
    await using listener = await context.listen(FRESH_URL[transport]);
    peer.send({ url: listener.url(transport), ...task });
    const pipe = await within(listener.accept(), 'accepting the peer');
    await Promise.all([within(serve(pipe), "this end's part"), peer.next('the end of its part')]);
    expect(pipe.remoteName).toBe('exchange');
    expect(pipe.explain().transport?.name).toBe(transport);
    expect(await within(pipe.readDescriptor(), 'the end of the stream')).toBeNull();
    await within(pipe.close(), 'closing');
  };
}
