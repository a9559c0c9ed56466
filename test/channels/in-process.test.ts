import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inProcess } from '../../src/channels/in-process/index.js';
import { ChannelPair, turns } from '../../src/testing/channel/pair.js';
import { moveBytes, StalledSink } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';

const MIB = 1024 * 1024;

describe('the in-process channel', () => {
  let pair: ChannelPair;
  beforeEach(async () => {
    pair = await ChannelPair.create({ createContext: () => inProcess() });
  });
  afterEach(() => pair.close());

  it('lets the event loop go round between pieces of a copy', async () => {
    const source = new Uint8Array(64 * MIB).fill(1);
    const into = new Uint8Array(source.length);
    const sending = pair.connect.send(source);
    const receiving = pair.listen.recv(sending, into);
    let longest = 0;
    let copied = 0;
    while (copied < source.length) {
      await turns(1);
      const before = copied;
      while (copied < source.length && into[copied] === 1) copied += MIB;
      longest = Math.max(longest, copied - before);
    }
    expect(longest).toBeLessThanOrEqual(2 * MIB);
    expect((await receiving).error).toBe(null);
  });

  it('counts a copy once, with the end that makes it', async () => {
    const sending = pair.connect.send(new Uint8Array(3 * MIB));
    await pair.listen.recv(sending, new Uint8Array(3 * MIB));
    expect(pair.listen.counters.copiedOnLoopBytes).toBe(3 * MIB);
    expect(pair.connect.counters.copiedOnLoopBytes).toBe(0);
  });

  it('takes an offer once', async () => {
    const sending = pair.connect.send(new Uint8Array(3 * MIB));
    const first = pair.listen.recv(sending, new Uint8Array(3 * MIB));
    expect((await pair.listen.recv(sending, new Uint8Array(3 * MIB))).error?.code).toBe('ERR_PROTOCOL');
    expect((await first).error?.code).toBe('ERR_PROTOCOL');
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
  });

  it('takes another length than the offered one for a violation', async () => {
    const sending = pair.connect.send(new Uint8Array(100));
    const { error } = await pair.listen.recv({ ...sending, length: 99 }, new Uint8Array(99));
    expect(error?.code).toBe('ERR_PROTOCOL');
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
  });

  it('does not take the offer of a channel that has another peer', async () => {
    const other = await ChannelPair.create({ createContext: () => inProcess() });
    await moveBytes(other.connect, other.listen);
    const theirs = other.connect.send(new Uint8Array(100));
    expect((await pair.listen.recv(theirs, new Uint8Array(100))).error?.code).toBe('ERR_PROTOCOL');
    pair.listen.failureExpected = true;
    expect((await other.listen.recv(theirs, new Uint8Array(100))).error).toBe(null);
    await other.close();
  });

  it('does not take the offer of another channel once it has a peer', async () => {
    const other = await ChannelPair.create({ createContext: () => inProcess() });
    await moveBytes(pair.connect, pair.listen);
    const theirs = other.connect.send(new Uint8Array(100));
    expect((await pair.listen.recv(theirs, new Uint8Array(100))).error?.code).toBe('ERR_PROTOCOL');
    pair.listen.failureExpected = true;
    await other.close();
  });

  it('does not take an offer of its own', async () => {
    const own = pair.connect.send(new Uint8Array(100));
    expect((await pair.connect.recv(own, new Uint8Array(100))).error?.code).toBe('ERR_PROTOCOL');
    pair.connect.failureExpected = true;
  });

  it('tells a sender whose peer is gone that it is', async () => {
    const stalled = new StalledSink();
    const sending = pair.connect.send(new Uint8Array(32 * MIB));
    const receiving = pair.listen.recv(sending, stalled);
    await stalled.started;
    pair.listen.context.close();
    expect((await receiving).error?.code).toBe('ERR_CONTEXT_CLOSED');
    expect((await pair.connect.expectFailure()).code).toBe('ERR_PEER_LOST');
    expect((await sending.outcome)?.code).toBe('ERR_PEER_LOST');
    stalled.letGo();
  });

  it('tells a receiver whose peer is gone that it is', async () => {
    const sending = pair.connect.send(new Uint8Array(100));
    pair.connect.context.close();
    expect((await pair.listen.recv(sending, new Uint8Array(100))).error?.code).toBe('ERR_PEER_LOST');
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PEER_LOST');
  });
});

describe('the in-process channel that shares memory', () => {
  let pair: ChannelPair;
  beforeEach(async () => {
    pair = await ChannelPair.create({ createContext: () => inProcess({ share: true }) });
  });
  afterEach(() => pair.close());

  it("lends the sender's very memory, and completes the send when it is released", async () => {
    const source = new Uint8Array(1000).fill(1);
    const sending = pair.connect.send(source);
    let sent = false;
    void sending.outcome.then(() => (sent = true));
    const { received } = await pair.listen.recv(sending, 'borrow');
    expect(received?.data).toMatchObject({ buffer: source.buffer, byteOffset: source.byteOffset, byteLength: 1000 });
    source[5] = 77;
    expect(received?.data).toHaveProperty('5', 77);
    expect(pair.listen.counters.copies).toBe(0);
    await turns(5);
    pair.connect.withdraw(sending);
    await turns(5);
    expect(sent).toBe(false);
    received?.release?.();
    expect(await within(sending.outcome, 'the end of the send')).toBe(null);
  });

  it('copies for a receiver that gives its own memory', async () => {
    const source = new Uint8Array(1000).fill(1);
    const into = new Uint8Array(1000);
    const sending = pair.connect.send(source);
    const { received } = await pair.listen.recv(sending, into);
    expect(received?.data).toBe(into);
    expect(into).toEqual(source);
    expect(await sending.outcome).toBe(null);
  });

  it('reaches only a context that shares too', () => {
    const [sharing] = inProcess({ share: true }).deviceDescriptors().values();
    const [copying] = inProcess().deviceDescriptors().values();
    expect(inProcess().canReach(copying, sharing)).toBe(false);
    expect(inProcess().canReach(copying, copying)).toBe(true);
    expect(inProcess({ share: true }).canReach(sharing, sharing)).toBe(true);
  });
});
