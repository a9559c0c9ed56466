import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { encodeAnswer } from '../../../src/channels/chunk-answer.js';
import type { TransportConnection } from '../../../src/transports/transport.js';
import type { Received } from '../../../src/channels/channel.js';
import { TensorductError } from '../../../src/errors.js';
import { turns } from '../../../src/testing/channel/pair.js';
import { within } from '../../../src/testing/deadlines.js';
import { ScriptedPeer } from '../../support/scripted-peer.js';

const MIB = 1024 * 1024;
const NO_OFFER = new Uint8Array(0);

let peer: ScriptedPeer;
beforeEach(async () => {
  peer = await ScriptedPeer.create();
});
afterEach(() => peer.closeLanes());

function send(transfer: number, length: number): Promise<string> {
  const sent = new Promise<string>((resolve) => {
    peer.channel.send(transfer, new Uint8Array(length), (error) => resolve(error?.code ?? 'ok'));
  });
  return within(sent, `the callback of send ${transfer}`);
}

function recv(transfer: number, length: number, into: Uint8Array | 'borrow' = new Uint8Array(length)): Promise<string> {
  const received = new Promise<string>((resolve) => {
    const callback = (error: TensorductError | null, _received: Received | null): void => resolve(error?.code ?? 'ok');
    peer.channel.recv(transfer, NO_OFFER, length, into, callback);
  });
  return within(received, `the callback of recv ${transfer}`);
}

describe('a sender', () => {
  it('sends nothing before it is granted room, then no more than that, and the verdict calls it back', async () => {
    const sent = send(1, 10 * MIB);
    peer.answered(1, 3 * MIB);
    await peer.until(() => peer.chunks.length === 3);
    expect(peer.chunks).toEqual([0, 1, 2].map((n) => ({ transfer: 1, offset: n * MIB, end: false, length: MIB })));
    peer.answered(1, 10 * MIB);
    await peer.until(() => peer.chunks.length === 10);
    expect(peer.chunks.slice(3).map(({ length }) => length)).toEqual(Array.from({ length: 7 }, () => MIB));
    peer.answered(1, 'done');
    expect(await sent).toBe('ok');
    expect(peer.counters.channelBytes).toEqual({ basic: 10 * MIB });
  });

  it('lets the event loop go round between its writes, however fast they complete', async () => {
    let bytes = 0;
    let longest = 0;
    const write: TransportConnection['write'] = (buffers, callback) => {
      for (const buffer of buffers) bytes += buffer.length;
      process.nextTick(callback, null);
    };
    const { lane } = peer;
    peer.lane = (index, callback) =>
      lane.call(peer, index, (_, connection) => callback(null, Object.assign(connection, { write })));
    const sent = send(1, 64 * MIB);
    peer.answered(1, 64 * MIB);
    while (bytes < 64 * MIB) {
      const before = bytes;
      await turns(1);
      longest = Math.max(longest, bytes - before);
    }
    expect(longest).toBeLessThan(3 * MIB);
    peer.answered(1, 'done');
    expect(await sent).toBe('ok');
  });

  it('lets a small transfer pass between the chunks of a large one', async () => {
    const large = send(1, 64 * MIB);
    const small = send(2, 1000);
    peer.answered(1, 64 * MIB);
    peer.answered(2, 1000);
    await peer.until(() => peer.chunks.some(({ transfer }) => transfer === 2));
    expect(peer.chunks.findIndex(({ transfer }) => transfer === 2)).toBeLessThanOrEqual(2);
    peer.answered(2, 'done');
    expect(await small).toBe('ok');
    await peer.until(() => peer.chunks.length === 65);
    peer.answered(1, 'done');
    expect(await large).toBe('ok');
  });

  it('ends a cancelled transfer at a chunk boundary, and forgets it', async () => {
    const sent = send(1, 64 * MIB);
    peer.answered(1, 64 * MIB);
    await peer.until(() => peer.chunks.length >= 1);
    peer.answered(1, 'cancelled');
    expect(await sent).toBe('ok');
    await peer.until(() => peer.chunks.at(-1)?.end === true);
    const bytes = peer.chunks.reduce((sum, { length }) => sum + length, 0);
    expect(bytes).toBeLessThan(64 * MIB);
    expect(peer.chunks.at(-1)?.offset).toBe(bytes);
    peer.answered(1, 'cancelled');
    expect(peer.failure?.code).toBe('ERR_PROTOCOL');
  });

  it('ends a cancelled transfer also when it has used up its room', async () => {
    const sent = send(1, 10 * MIB);
    peer.answered(1, MIB);
    await peer.until(() => peer.chunks.length === 1);
    peer.answered(1, 'cancelled');
    expect(await sent).toBe('ok');
    await peer.until(() => peer.chunks.length === 2);
    expect(peer.chunks[1]).toEqual({ transfer: 1, offset: MIB, end: true, length: 0 });
  });

  it.each<[string, () => void]>([
    ['withdrawn', () => peer.channel.withdraw(1)],
    ['cancelled', () => peer.answered(1, 'cancelled')],
  ])('is called back for a %s transfer only when the lane has let go of its memory', async (_what, end) => {
    peer.closeLanes();
    peer = await ScriptedPeer.createStopped();
    let over = false;
    // More than the lane can hold, so that a write is always pending.
    const sent = send(1, 64 * MIB).finally(() => (over = true));
    peer.answered(1, 64 * MIB);
    await turns(20);
    end();
    await turns(20);
    expect(over).toBe(false);
    peer.resume();
    await sent;
    await peer.until(() => peer.chunks.at(-1)?.end === true);
  });

  it('is called back after close only when the lane has let go of its memory', async () => {
    peer.closeLanes();
    peer = await ScriptedPeer.createStopped();
    let over = false;
    const sent = send(1, 64 * MIB).finally(() => (over = true));
    peer.answered(1, 64 * MIB);
    await turns(20);
    peer.channel.close(new TensorductError('ERR_PIPE_CLOSED', 'the test is over'));
    await turns(20);
    expect(over).toBe(false);
    peer.closeLanes();
    expect(await sent).toBe('ERR_PIPE_CLOSED');
  });

  it('ends a granted transfer on the lane also when it was withdrawn before, and answers that cross are no violation', async () => {
    const sent = send(1, 1000);
    peer.channel.withdraw(1);
    expect(await sent).toBe('ERR_ABORTED');
    peer.answered(1, 1000);
    await peer.until(() => peer.chunks.length === 1);
    expect(peer.chunks).toEqual([{ transfer: 1, offset: 0, end: true, length: 0 }]);
    peer.answered(1, 'cancelled');
    expect(peer.failure).toBe(null);
    peer.answered(1, 'cancelled');
    expect(peer.failure?.code).toBe('ERR_PROTOCOL');
  });

  it('leaves the fate of a withdrawn transfer to the verdict when all is sent', async () => {
    const kept = send(1, 1000);
    const lost = send(2, 1000);
    peer.answered(1, 1000);
    peer.answered(2, 1000);
    await peer.until(() => peer.chunks.length === 2);
    peer.channel.withdraw(1);
    peer.channel.withdraw(2);
    peer.answered(1, 'done');
    peer.answered(2, 'cancelled');
    expect(await kept).toBe('ok');
    expect(await lost).toBe('ERR_ABORTED');
  });

  it.each<[string, ...Parameters<typeof encodeAnswer>[]]>([
    ['to an unknown transfer', [9, 1]],
    ['that grants more than there is', [1, 1001]],
    ['that grants the same again', [1, 500], [1, 500]],
    ['that takes room back', [1, 500], [1, 400]],
    ['that claims to have bytes that were not sent', [1, 'done']],
    ['that refuses what was taken', [1, 500], [1, 'refused']],
    ['after the verdict', [1, 'refused'], [1, 'refused']],
  ])('takes an answer %s for a violation', async (_what, ...answers) => {
    const sent = send(1, 1000);
    for (const answer of answers) peer.answered(...answer);
    expect(peer.failure?.code).toBe('ERR_PROTOCOL');
    expect(['ERR_PROTOCOL', 'ERR_REJECTED']).toContain(await sent);
  });
});

describe('a receiver', () => {
  it('grants given memory at once, and answers when all is there', async () => {
    const into = new Uint8Array(6 * MIB);
    const received = recv(1, into.length, into);
    expect(peer.answers).toEqual([{ transfer: 1, granted: 6 * MIB, verdict: null }]);
    peer.chunk(1, 0, 4 * MIB);
    peer.chunk(1, 4 * MIB, 2 * MIB);
    expect(await received).toBe('ok');
    expect(peer.answers.slice(1)).toEqual([{ transfer: 1, granted: 0, verdict: 'done' }]);
    expect(into.every((byte) => byte === 1)).toBe(true);
  });

  it('keeps memory until the piece that is being read is complete, when the receive is cancelled meanwhile', async () => {
    const into = new Uint8Array(2 * MIB);
    let over = false;
    const received = recv(1, into.length, into).finally(() => (over = true));
    const head = Uint8Array.from([48, 0, 0, 0, 2, 0, 0, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0x08, 1]);
    peer.far.write([head, new Uint8Array(MIB - 1).fill(7)], () => {});
    await within(new Promise<void>((resolve) => untilSet(into, MIB - 2, resolve)), 'the arrival of the bytes');
    peer.channel.cancel(1);
    expect(peer.answers.at(-1)).toEqual({ transfer: 1, granted: 0, verdict: 'cancelled' });
    await turns(5);
    expect(over).toBe(false);
    peer.far.write([new Uint8Array(1)], () => {});
    expect(await received).toBe('ERR_ABORTED');
    into.fill(3);
    peer.chunk(1, MIB, MIB);
    const next = recv(2, 1000);
    peer.chunk(2, 0, 1000);
    expect(await next).toBe('ok');
    expect(into.every((byte) => byte === 3)).toBe(true);
  });

  it('forgets a cancelled transfer once the sender has ended it', async () => {
    const received = recv(1, 1000);
    peer.channel.cancel(1);
    expect(await received).toBe('ERR_ABORTED');
    peer.chunk(1, 0, 500);
    peer.chunk(1, 500);
    const next = recv(2, 1000);
    peer.chunk(2, 0, 1000);
    expect(await next).toBe('ok');
    expect(peer.failure).toBe(null);
    peer.chunk(1, 500, 500);
    await peer.until(() => peer.failure !== null);
    expect(peer.failure?.code).toBe('ERR_PROTOCOL');
  });

  it('reports a withdrawn transfer, and answers that it is over', async () => {
    const received = recv(1, 1000);
    peer.chunk(1, 0, 500);
    peer.chunk(1, 500);
    expect(await received).toBe('ERR_MESSAGE_WITHDRAWN');
    expect(peer.answers.at(-1)).toEqual({ transfer: 1, granted: 0, verdict: 'cancelled' });
  });

  it('cancels what is too large to be borrowed, without granting any room', async () => {
    expect(await recv(1, 2 ** 52, 'borrow')).toBe('ERR_TOO_LARGE');
    expect(peer.answers).toEqual([{ transfer: 1, granted: 0, verdict: 'cancelled' }]);
    expect(peer.failure).toBe(null);
  });

  it('discards the rest of a transfer whose memory was detached between two pieces', async () => {
    const into = new Uint8Array(2000);
    const received = recv(1, into.length, into);
    peer.chunk(1, 0, 1000);
    await within(new Promise<void>((resolve) => untilSet(into, 999, resolve)), 'the arrival of the bytes');
    structuredClone(into.buffer, { transfer: [into.buffer] });
    const next = recv(2, 1000);
    peer.chunk(1, 1000, 500);
    peer.chunk(1, 1500, 500);
    peer.chunk(2, 0, 1000);
    expect(await received).toBe('ERR_MEMORY_DETACHED');
    expect(peer.answers.at(2)).toEqual({ transfer: 1, granted: 0, verdict: 'cancelled' });
    expect(await next).toBe('ok');
  });

  it('does not mind the end of a lane that nothing needs, until something does', async () => {
    const received = recv(1, 1000);
    peer.chunk(1, 0, 1000);
    expect(await received).toBe('ok');
    const offered = send(5, 10);
    peer.far.close();
    await turns(20);
    expect(peer.failure).toBe(null);
    expect(await recv(2, 1000)).toBe('ERR_PEER_LOST');
    expect(peer.failure?.code).toBe('ERR_PEER_LOST');
    expect(await offered).toBe('ERR_PEER_LOST');
  });

  it.each<[string, ...Parameters<ScriptedPeer['chunk']>[]]>([
    ['of an unknown transfer', [9, 0, 10]],
    ['that leaves a gap', [1, 10, 10]],
    ['that comes again', [1, 0, 10], [1, 0, 10]],
    ['beyond the length', [1, 0, 6 * MIB + 1]],
    ['across windows', [1, 0, 5 * MIB]],
    ['of no bytes', [1, 0, 0, false]],
    ['that is the end and yet has bytes', [1, 0, 10, true]],
    ['after the end', [1, 0], [1, 0, 10]],
  ])('takes a piece %s for a violation', async (_what, ...chunks) => {
    const received = recv(1, 6 * MIB);
    for (const chunk of chunks) peer.chunk(...chunk);
    await peer.until(() => peer.failure !== null);
    expect(peer.failure?.code).toBe('ERR_PROTOCOL');
    expect(['ERR_PROTOCOL', 'ERR_MESSAGE_WITHDRAWN']).toContain(await received);
  });

  it('grants a sink a window, and moves it on in large steps as the sink consumes', async () => {
    const length = 12 * MIB;
    const received = new Promise<TensorductError | null>((resolve) => {
      peer.channel.recv(1, NO_OFFER, length, { sink: () => {} }, resolve);
    });
    expect(peer.answers).toEqual([{ transfer: 1, granted: 4 * MIB, verdict: null }]);
    const piece = 64 * 1024;
    for (let offset = 0; offset < length; offset += piece) {
      await peer.until(() => Math.max(...peer.answers.map(({ granted }) => granted)) >= offset + piece);
      peer.chunk(1, offset, piece);
    }
    expect(await within(received, 'the end of the receive')).toBe(null);
    expect(peer.answers.map(({ granted }) => granted / MIB)).toEqual([4, 5, 6, 7, 8, 9, 10, 11, 12, 0]);
  });
});

/** Calls back once the byte at `index` is not 0. */
function untilSet(memory: Uint8Array, index: number, callback: () => void): void {
  if (memory[index] !== 0) callback();
  else setImmediate(untilSet, memory, index, callback);
}
