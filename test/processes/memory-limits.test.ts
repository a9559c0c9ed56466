import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { Peer } from '../support/peer.js';
import { NO_GROUP, SmallGroup } from '../support/small-group.js';

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

it('a large tensor is copied by the event loop where no thread can be had for it', async () => {
  const bytes = 4 * MIB;
  const args = ['threadless', listener.url('unix'), String(bytes)];
  await using peer = Peer.start('limited', args, [], { limit: 'ulimit -n 64' });
  const pipe = await within(listener.accept(), 'accepting the peer');
  let sum = 0;
  const reading = (async () => {
    for await (const { tensors } of pipe) {
      for (const tensor of tensors) for (const byte of tensor.typed('uint8')) sum += byte;
    }
  })();
  expect(await peer.next('what it met')).toEqual({ shared: bytes, threads: 0 });
  await within(reading, 'the end of the pipe');
  expect(sum).toBe(4 * bytes);
  expect(await peer.exit()).toEqual({ code: 0, signal: null });
});

const GROUP_BYTES = 400 * MIB;

describe('in a small cgroup', () => {
  let group: SmallGroup;
  beforeEach(({ skip }) => {
    const made = SmallGroup.create(GROUP_BYTES);
    if (made === null) return skip(NO_GROUP);
    group = made;
    return () => group[Symbol.dispose]();
  });

  it('a context takes a quarter of what is left by itself', async () => {
    await using peer = Peer.start('limited', ['budget'], [], { limit: group.command });
    const fits: unknown = expect.toSatisfy((bytes: number) => bytes > 0 && bytes <= GROUP_BYTES / 4);
    expect(await peer.next('its budget')).toEqual({ budgetBytes: fits });
    expect(await peer.exit()).toEqual({ code: 0, signal: null });
  });

  it('an allocation fails with ERR_OUT_OF_MEMORY before anybody is killed, and tensors go another way', async () => {
    const bytes = 32 * MIB;
    await using peer = Peer.start('limited', ['exhaust', listener.url('unix'), String(bytes)], [], {
      limit: group.command,
    });
    const pipe = await within(listener.accept(), 'accepting the peer');
    const lengths: number[] = [];
    const reading = (async () => {
      for await (const { tensors } of pipe) lengths.push(tensors[0].byteLength);
    })();
    expect(await peer.next('what it met')).toMatchObject({
      first: 'ERR_TIMEOUT',
      other: { code: 'ERR_OUT_OF_MEMORY' },
      ways: expect.arrayContaining(['shm-arena-fallback']) as string[],
    });
    await within(reading, 'the end of the pipe');
    expect(lengths).toEqual([bytes, bytes]);
    expect(await peer.exit()).toEqual({ code: 0, signal: null });
    expect(group.kills).toBe(0);
  });
});

it.for(['ENOSPC', 'ENOMEM', 'EMFILE'])(
  'when every reservation of a peer is refused with %s, its allocation fails, and tensors go both ways',
  async (code) => {
    await using peer = Peer.start('limited', ['refused', listener.url('unix'), code]);
    const pipe = await within(listener.accept(), 'accepting the peer');
    for (const length of [100_000, 600_000, 3 * MIB, 20 * MIB]) {
      const data = new Uint8Array(length).fill(length % 251);
      await within(pipe.write({ tensors: [{ data }] }), 'a write');
      const descriptor = await within(pipe.readDescriptor(), 'the answer');
      const back = new Uint8Array(length);
      await within(pipe.read({ payloads: [], tensors: [{ data: back }] }), 'the read');
      expect(descriptor?.tensors).toHaveLength(1);
      expect(Buffer.compare(back, data)).toBe(0);
    }
    await within(pipe.close(), 'the close');
    expect(await peer.next('what it met')).toEqual({
      failed: { code: 'ERR_OUT_OF_MEMORY', system: code },
      ways: expect.arrayContaining(['shm-arena']) as string[],
    });
    expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  },
);
