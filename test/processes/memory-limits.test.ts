import { afterEach, beforeEach, expect, it } from 'vitest';
import { Context, type Listener } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { Peer } from '../support/peer.js';

const MIB = 2 ** 20;

let context: Context;
let listener: Listener;

beforeEach(async () => {
  context = new Context({ name: 'test' });
  listener = await context.listen('unix://');
});
afterEach(() => context.close());

it('ten thousand tensors live under a limit of 256 descriptors', async () => {
  await using peer = Peer.start('limited', ['many'], [], { limit: 'ulimit -n 256' });
  expect(await peer.next('its count')).toMatchObject({ right: 10_000 });
  expect(await peer.exit()).toEqual({ code: 0, signal: null });
});

it.for([
  ['descriptors run out', 'ulimit -n 64', 2 * MIB, 'EMFILE'],
  ['addresses run out', 'ulimit -v 1500000', 128 * MIB, 'ENOMEM'],
] as const)(
  'when %s, an allocation fails with ERR_OUT_OF_MEMORY, and tensors go another way',
  async ([, limit, bytes, system]) => {
    await using peer = Peer.start('limited', ['exhaust', listener.url('unix'), String(bytes)], [], { limit });
    const pipe = await within(listener.accept(), 'accepting the peer');
    const lengths: number[] = [];
    const reading = (async () => {
      for await (const { tensors } of pipe) lengths.push(tensors[0].byteLength);
    })();
    expect(await peer.next('what it met')).toEqual({
      first: 'ERR_TIMEOUT',
      other: { code: 'ERR_OUT_OF_MEMORY', system },
      ways: expect.arrayContaining(['shm-arena-fallback']) as string[],
    });
    await within(reading, 'the end of the pipe');
    expect(lengths).toEqual([bytes, bytes]);
    expect(await peer.exit()).toEqual({ code: 0, signal: null });
  },
);
