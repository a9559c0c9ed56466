import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { Peer } from '../support/peer.js';

const BYTES = 64 * 2 ** 20;
/** Of tensors each way: a thousand took 15 s on two cores. */
const COUNT = Number(process.env.TENSORDUCT_LARGE_STREAMS ?? 200);

let context: Context;
let listener: Listener;

beforeEach(async () => {
  // Too little for a single tensor: all goes through the chunks of the links.
  context = new Context({ name: 'test', arena: { budgetBytes: 2 ** 20 } });
  listener = await context.listen('unix://');
});
afterEach(() => context.close());

type Wait = <T>(promise: Promise<T>, what: string) => Promise<T>;

/**
 * Writes so many tensors while it reads as many.
 * @param wait for each of them
 */
async function exchange(pipe: Pipe, count: number, wait: Wait = within): Promise<void> {
  const write = async (): Promise<void> => {
    const data = new Uint8Array(BYTES);
    for (let number = 0; number < count; number++) {
      data[0] = number;
      data[BYTES - 1] = number;
      await wait(pipe.write({ tensors: [{ data }] }), `write ${number}`);
    }
  };
  const read = async (): Promise<void> => {
    const data = new Uint8Array(BYTES);
    for (let number = 0; number < count; number++) {
      await wait(pipe.readDescriptor(), `descriptor ${number}`);
      await wait(pipe.read({ payloads: [], tensors: [{ data }] }), `tensor ${number}`);
      expect([data[0], data[BYTES - 1]]).toEqual([number % 256, number % 256]);
    }
  };
  await Promise.all([write(), read()]);
}

describe('large tensors of ordinary memory', () => {
  it(
    'stream both ways at once, while a third process is stopped in the middle of its own',
    { timeout: 60_000 + COUNT * 1_000 },
    async () => {
      await using stopped = Peer.start('large-streams', [listener.url('unix'), '4', String(BYTES)]);
      const first = await within(listener.accept(), 'the first peer');
      // As long as the others take.
      const slow = exchange(first, 4, (promise) => promise);
      await stopped.next('its first tensor');
      stopped.kill('SIGSTOP');
      await using peer = Peer.start('large-streams', [listener.url('unix'), String(COUNT), String(BYTES)]);
      const pipe = await within(listener.accept(), 'the second peer');
      await exchange(pipe, COUNT);
      for (let number = 0; number < COUNT; number++) expect(await peer.next('a tensor')).toEqual({ read: number });
      expect(await peer.next('the end')).toEqual({ done: true, copiedOnLoop: 0 });
      expect(pipe.counters.copiedOnLoopBytes).toBe(0);
      expect(pipe.counters.channelBytes).toEqual({ 'shm-arena': 2 * COUNT * BYTES });
      stopped.kill('SIGCONT');
      await slow;
      for (let number = 1; number < 4; number++) expect(await stopped.next('a tensor')).toEqual({ read: number });
      expect(await stopped.next('the end')).toEqual({ done: true, copiedOnLoop: 0 });
    },
  );
});
