import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { basic } from '../../src/channels/basic/index.js';
import type { Channel, ChannelContext } from '../../src/channels/channel.js';
import { shmArena } from '../../src/channels/shm-arena/index.js';
import { TensorductError } from '../../src/errors.js';
import { SharedMemoryHolder } from '../../src/memory/shared-memory-holder.js';
import { ChannelPair } from '../../src/testing/channel/pair.js';
import { moveBytes } from '../../src/testing/channel/support.js';
import { eventually } from '../support/descriptors.js';
import { tensorduct } from '../../src/wire/generated/link.js';

const { ArenaOffer, ArenaAnswer } = tensorduct.link.v1;

/** What the fallback was given with its receives. */
const fallbackOffers: Uint8Array[] = [];

function watched(context: ChannelContext): ChannelContext {
  const create = context.createChannel.bind(context);
  context.createChannel = (environment): Channel => {
    const channel = create(environment);
    const recv = channel.recv.bind(channel);
    channel.recv = (transfer, offer, ...rest) => {
      fallbackOffers.push(new Uint8Array(offer));
      recv(transfer, offer, ...rest);
    };
    return channel;
  };
  return context;
}

describe('the shm-arena channel', () => {
  let pair: ChannelPair;
  /** Of the connecting end. */
  let holder: SharedMemoryHolder;
  beforeEach(async () => {
    const holders: SharedMemoryHolder[] = [];
    pair = await ChannelPair.create({
      createContext: () => {
        holders.push(new SharedMemoryHolder());
        return shmArena(holders[holders.length - 1], watched(basic()));
      },
    });
    [holder] = holders;
    // The first ones find no slot yet.
    while (pair.connect.counters.copiedOnLoopBytes === 0) await moveBytes(pair.connect, pair.listen, 100_000);
  });
  afterEach(() => pair.close());

  it.each([
    ['outside of its segment', { id: 5, segment: 0, offset: 2 ** 40, sequence: 1000 }],
    ['that ends outside of its segment', { id: 5, segment: 0, offset: 4 * 2 ** 20 - 10, sequence: 1000 }],
    ['in a segment that nobody has announced', { id: 5, segment: 77, offset: 0, sequence: 1000 }],
    ['that was given before', { id: 5, segment: 0, offset: 0, sequence: 1 }],
  ])('fails with ERR_PROTOCOL for a lease %s', async (_, lease) => {
    const offer = ArenaOffer.encode({ lease }).finish();
    const receiving = pair.listen.recv({ transfer: 1000, offer, length: 100 }, 'borrow');
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
    expect((await receiving).error?.code).toBe('ERR_PROTOCOL');
  });

  it('fails with ERR_PROTOCOL where one transfer gives two leases back unmapped, and frees both slots', async () => {
    const sendings = [1, 2].map((number) => pair.connect.send(new Uint8Array(100_000).fill(number)));
    const leases = sendings.map(({ offer }) => ArenaOffer.decode(offer).lease);
    for (const lease of leases) {
      const unmapped = { id: lease?.id, offset: lease?.offset, length: 100_000 };
      pair.connect.answered(ArenaAnswer.encode({ transfer: sendings[0].transfer, unmapped }).finish());
    }
    expect((await pair.connect.expectFailure()).code).toBe('ERR_PROTOCOL');
    pair.connect.channel.close(new TensorductError('ERR_CONNECTION_CLOSED', 'the test is over'));
    pair.listen.channel.close(new TensorductError('ERR_CONNECTION_CLOSED', 'the test is over'));
    for (const link of holder.current?.openLinks ?? []) link.drain();
    await eventually(() => holder.current?.statistics().usedSlots === 0, 'the return of the slots');
  });

  it('gives back a lease that came instead of a stream, where the receive is cancelled before the stream lets go', async () => {
    const lent = pair.connect.send(new Uint8Array(100_000));
    const { lease } = ArenaOffer.decode(lent.offer);
    const asked = new Promise<void>((resolve) => {
      pair.listen.tamper = (answer) => {
        if (ArenaAnswer.decode(answer).word !== 'stream') return [answer];
        resolve();
        return [];
      };
    });
    const large = pair.connect.send(new Uint8Array(2 * 2 ** 20));
    const into = new Uint8Array(large.length);
    const receiving = pair.listen.recv(large, into);
    await asked;
    pair.listen.answered(ArenaAnswer.encode({ transfer: large.transfer, lease }).finish());
    pair.listen.cancel(large);
    expect((await receiving).error?.code).toBe('ERR_ABORTED');
    expect(await large.outcome).toBeNull();
    const drained = (): boolean => {
      for (const link of holder.current?.openLinks ?? []) link.drain();
      return holder.current?.statistics().usedSlots === 0;
    };
    await eventually(drained, 'the return of the slot');
  });

  it('keeps the offer of a fallback that came instead of a stream until the stream lets go', async () => {
    const asked = new Promise<void>((resolve) => {
      pair.listen.tamper = (answer) => {
        if (ArenaAnswer.decode(answer).word === 'stream') resolve();
        return [];
      };
    });
    const large = pair.connect.send(new Uint8Array(2 * 2 ** 20));
    const receiving = pair.listen.recv(large, new Uint8Array(large.length));
    await asked;
    // One that `basic` cannot mean: its own are empty.
    const word = ArenaAnswer.encode({ transfer: large.transfer, fallback: Uint8Array.of(1, 2, 3) }).finish();
    fallbackOffers.length = 0;
    pair.listen.answered(word);
    // The word is valid during the call only.
    word.fill(0);
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
    expect((await receiving).error?.code).toBe('ERR_PROTOCOL');
    expect(fallbackOffers).toEqual([Uint8Array.of(1, 2, 3)]);
  });

  it('copies small tensors once at the sender, and not at all for who borrows', async () => {
    const before = [pair.connect.counters.copiedBytes, pair.listen.counters.copiedBytes];
    const source = new Uint8Array(100_000).fill(3);
    const { error, received } = await pair.listen.recv(pair.connect.send(source), 'borrow');
    expect(error).toBeNull();
    expect(received?.data).toEqual(source);
    expect([pair.connect.counters.copiedBytes, pair.listen.counters.copiedBytes]).toEqual([
      before[0] + 100_000,
      before[1],
    ]);
    received?.release?.();
    expect(received?.data).toHaveLength(0);
  });

  it('copies large tensors off the event loop, at both ends', async () => {
    const into = new Uint8Array(20 * 2 ** 20);
    const source = new Uint8Array(into.length).fill(3);
    const moved = (): number => pair.connect.counters.channelBytes['under-test'] ?? 0;
    const first = moved();
    while (moved() === first) expect((await pair.listen.recv(pair.connect.send(source), into)).error).toBeNull();
    const before = [pair.connect.counters.copiedOnLoopBytes, pair.listen.counters.copiedOnLoopBytes];
    expect((await pair.listen.recv(pair.connect.send(source), into)).error).toBeNull();
    expect(Buffer.compare(into, source)).toBe(0);
    expect([pair.connect.counters.copiedOnLoopBytes, pair.listen.counters.copiedOnLoopBytes]).toEqual(before);
  });
});
