import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context } from '../../src/context/context.js';
import type { TensorductError } from '../../src/errors.js';
import type { Listener } from '../../src/listener/listener.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import { decodeDescriptor } from '../../src/wire/descriptor.js';
import { FrameType } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { collectGarbage } from '../support/garbage.js';
import { brochure, frame, RawPeer } from './raw-peer.js';

const { ChannelAnswer, ChunkAnswer, Credit, Descriptor, Goodbye, LateOffers, Refuse, Reply, Withdraw } = tensorduct.v1;

const EMPTY = new Uint8Array(0);
const attackers = memory();
let context: Context;
let listener: Listener;

beforeEach(async () => {
  context = new Context({ name: 'victim' });
  listener = await context.listen('memory://');
});

afterEach(() => context.close());

interface Pair {
  readonly raw: RawPeer;
  readonly pipe: Pipe;
  /** Under which the lane of the channel `basic` is joined. */
  readonly lane: Uint8Array;
  /** The code with which the pipe ended. */
  readonly ended: Promise<string>;
}

/** A raw client and our end of its pipe. */
async function pair(devices?: Record<string, string>): Promise<Pair> {
  const accepted = listener.accept();
  const raw = await connect();
  const { channels } = await raw.open(brochure({}, devices));
  const pipe = await accepted;
  const ended = new Promise<string>((resolve) => {
    pipe.once('error', ({ code }) => resolve(code));
    pipe.once('close', () => resolve('closed'));
  });
  return { raw, pipe, lane: channels?.[0]?.registrationIds?.[0] ?? EMPTY, ended: within(ended, 'the end of the pipe') };
}

function connect(): Promise<RawPeer> {
  return RawPeer.connect(attackers, listener.url('memory').slice('memory://'.length));
}

function message(content: tensorduct.v1.Descriptor.$Properties, body?: Uint8Array): Uint8Array {
  return frame(FrameType.message, Descriptor.encode(content).finish(), body);
}

const UNDECIDED = { tensors: [{ length: 8, shape: [8], undecided: true }] };
const TWO_DEVICES = { 'cpu:0': 'any', 'cpu:1': 'any' };

describe('a peer that answers what nobody asked', () => {
  const control: [string, Uint8Array][] = [
    ['credit for nothing', frame(FrameType.credit, Credit.encode({ limit: 2 ** 21 }).finish())],
    ['credit that shrinks', frame(FrameType.credit, Credit.encode({ limit: 5 }).finish())],
    ['a reply', frame(FrameType.reply, Reply.encode({ message: 1, choices: [{ device: 'cpu:0' }] }).finish())],
    ['late offers', frame(FrameType.lateOffers, LateOffers.encode({ message: 1, offers: [{}] }).finish())],
    ['a refusal', frame(FrameType.refuse, Refuse.encode({ message: 1 }).finish())],
    ['a withdrawal', frame(FrameType.withdraw, Withdraw.encode({ message: 1 }).finish())],
    [
      'an answer of a channel',
      frame(FrameType.channelAnswer, EMPTY, ChunkAnswer.encode({ transfer: 1, done: true }).finish()),
    ],
    ['an answer of no channel', frame(FrameType.channelAnswer, ChannelAnswer.encode({ channel: 9 }).finish())],
    ['a pong', frame(FrameType.pong)],
    ['a goodbye that miscounts', frame(FrameType.goodbye, Goodbye.encode({ messages: 3 }).finish())],
    ['an answer to no goodbye', frame(FrameType.goodbyeAnswer)],
    ['a frame of the handshake', frame(FrameType.hello)],
    ['a frame of a lane', frame(FrameType.chunk)],
    ['a frame of no known type', frame(200)],
  ];

  it.for(control)('by %s loses the pipe with ERR_PROTOCOL', async ([, bytes]) => {
    const { raw, ended } = await pair();
    await raw.send(bytes);
    expect(await ended).toBe('ERR_PROTOCOL');
    await raw.hungUp();
  });

  it('by late offers for a message that it has sent and nobody has read loses the pipe', async () => {
    const { raw, ended } = await pair();
    const offers = { message: 1, offers: [{ tensor: 0, offer: { transfer: 1 } }] };
    await raw.send(message(UNDECIDED), frame(FrameType.lateOffers, LateOffers.encode(offers).finish()));
    expect(await ended).toBe('ERR_PROTOCOL');
  });

  it('by the same late offer twice loses the pipe', async () => {
    const { raw, pipe, ended } = await pair();
    const two = { tensors: [...UNDECIDED.tensors, ...UNDECIDED.tensors] };
    await raw.send(message(two));
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    pipe.read(descriptor?.allocate() ?? { payloads: [], tensors: [] }, () => {});
    await raw.expect(FrameType.reply);
    const late = (transfer: number): Uint8Array =>
      frame(FrameType.lateOffers, LateOffers.encode({ message: 1, offers: [{ offer: { transfer } }] }).finish());
    await raw.send(late(1), late(2));
    expect(await ended).toBe('ERR_PROTOCOL');
  });

  it('by a late offer under a number that was used loses the pipe', async () => {
    const { raw, pipe, ended } = await pair();
    const offered = { length: 8, shape: [8], offer: { transfer: 5 } };
    await raw.send(message({ tensors: [offered, ...UNDECIDED.tensors] }));
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    pipe.read(descriptor?.allocate() ?? { payloads: [], tensors: [] }, () => {});
    await raw.expect(FrameType.channelAnswer);
    await raw.expect(FrameType.reply);
    const late = { message: 1, offers: [{ tensor: 1, offer: { transfer: 5 } }] };
    await raw.send(frame(FrameType.lateOffers, LateOffers.encode(late).finish()));
    expect(await ended).toBe('ERR_PROTOCOL');
  });
});

describe('frames that cross each other are no violation', () => {
  it('late offers for a read that was aborted are refused, and the pipe goes on', async () => {
    const { raw, pipe } = await pair();
    await raw.send(message(UNDECIDED));
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    const abort = new AbortController();
    const read = pipe.read(descriptor?.allocate() ?? { payloads: [], tensors: [] }, { signal: abort.signal });
    await raw.expect(FrameType.reply);
    abort.abort();
    await expect(within(read, 'the end of the read')).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    const late = { message: 1, offers: [{ tensor: 0, offer: { transfer: 1 } }] };
    await raw.send(frame(FrameType.lateOffers, LateOffers.encode(late).finish()), message({}));
    const { body } = await raw.expect(FrameType.channelAnswer);
    expect(ChunkAnswer.decode(body)).toMatchObject({ transfer: 1, refused: true });
    expect(await within(pipe.readDescriptor(), 'the next message')).not.toBeNull();
  });

  it('a reply to a message that was taken back is ignored, and the pipe goes on', async () => {
    const { raw, pipe, lane: registrationId } = await pair(TWO_DEVICES);
    const lane = await connect();
    await lane.join(registrationId);
    const abort = new AbortController();
    const decided = { data: new Uint8Array(2 ** 20), targetDevice: { type: 'cpu', index: 0 } };
    const write = pipe.write({ tensors: [{ data: new Uint8Array(100_000) }, decided] }, { signal: abort.signal });
    await raw.expect(FrameType.message);
    // The lane is not read, so a chunk is stuck in it and the message is not over when it is taken back.
    const grant = ChunkAnswer.encode({ transfer: 1, granted: 2 ** 20 }).finish();
    await raw.send(frame(FrameType.channelAnswer, EMPTY, grant));
    await lane.read(1);
    abort.abort();
    await raw.expect(FrameType.withdraw);
    const choices = [{ tensor: 0, device: 'cpu:0' }];
    await raw.send(frame(FrameType.reply, Reply.encode({ message: 1, choices }).finish()));
    pipe.write({ metadata: Uint8Array.of(1) }, () => {});
    await raw.expect(FrameType.message);
    write.catch(() => {});
    expect(pipe.explain().state).toBe('established');
  });
});

describe('tensors whose device the reader names', () => {
  it('a device that no channel reaches fails the write with ERR_NO_CHANNEL, and the pipe goes on', async () => {
    const { raw, pipe } = await pair(TWO_DEVICES);
    const write = pipe.write({ tensors: [{ data: new Uint8Array(100_000) }] });
    await raw.expect(FrameType.message);
    const choices = [{ tensor: 0, device: 'cpu:7' }];
    await raw.send(frame(FrameType.reply, Reply.encode({ message: 1, choices }).finish()));
    await expect(within(write, 'the end of the write')).rejects.toMatchObject({ code: 'ERR_NO_CHANNEL' });
    await raw.expect(FrameType.withdraw);
    await within(pipe.write({}), 'the next write');
  });

  it('a read that waits for the offer ends with the pipe', async () => {
    const { raw, pipe } = await pair();
    await raw.send(message(UNDECIDED));
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    const read = pipe.read(descriptor?.allocate() ?? { payloads: [], tensors: [] });
    await raw.expect(FrameType.reply);
    raw.close();
    await expect(within(read, 'the end of the read')).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
  });

  it('a write that waits for the reply ends with the pipe', async () => {
    const { raw, pipe } = await pair(TWO_DEVICES);
    const write = pipe.write({ tensors: [{ data: new Uint8Array(100_000) }] });
    await raw.expect(FrameType.message);
    raw.close();
    await expect(within(write, 'the end of the write')).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
  });
});

describe('a peer that piles things up', () => {
  it('pings again before it was answered: ERR_PROTOCOL', async () => {
    const { raw, ended } = await pair();
    await raw.send(frame(FrameType.ping), frame(FrameType.ping));
    expect(await ended).toBe('ERR_PROTOCOL');
  });

  it('pings and waits for each answer: that is allowed', async () => {
    const { raw, pipe } = await pair();
    for (let i = 0; i < 20; i++) {
      await raw.send(frame(FrameType.ping));
      await raw.expect(FrameType.pong);
    }
    expect(pipe.explain().state).toBe('established');
  });

  it('sends beyond its credit: ERR_PROTOCOL, and no more than a window was kept', async () => {
    const { raw, pipe, ended } = await pair();
    const big = message({ payloads: [{ length: 2 ** 17 }] }, new Uint8Array(2 ** 17));
    const sent = Array.from({ length: 9 }, () => raw.send(big));
    expect(await ended).toBe('ERR_PROTOCOL');
    await Promise.all(sent);
    let kept = 0;
    const all = (async () => {
      for await (const received of pipe) kept += received.byteLength;
    })();
    await expect(within(all, 'the end of the messages')).rejects.toMatchObject({ code: 'ERR_PROTOCOL' });
    expect(kept).toBeLessThanOrEqual(2 ** 20);
  });

  it('reads nothing gets no more credit, however much of its messages is read', async () => {
    const { raw, pipe } = await pair();
    void (async () => {
      try {
        for await (const received of pipe) received.release();
      } catch {
        // The end of the test.
      }
    })();
    const big = message({ payloads: [{ length: 2 ** 17 }] }, new Uint8Array(2 ** 17));
    // The medium is full as soon as the victim has written this, since nobody reads it.
    pipe.write({ payloads: Array.from({ length: 4 }, () => ({ data: new Uint8Array(60_000) })) }, () => {});
    for (let i = 0; i < 8; i++) await raw.send(big);
    while (pipe.counters.messagesRead < 8) await new Promise(setImmediate);
    const credits: number[] = [];
    await raw.expect(FrameType.message);
    for (let i = 0; i < 2; i++) {
      const received = await raw.readFrame();
      expect(received.type).toBe(FrameType.credit);
      credits.push(Credit.decode(received.head).limit);
    }
    // One that was on its way, and one for all the rest: not one for every quarter of the window.
    expect(credits[1] - credits[0]).toBeGreaterThan(2 ** 19);
  });

  it('announces more items than are allowed: refused at the first too many, not at the last', () => {
    const limits = { ...context.limits, payloads: 2, tensors: 2 };
    const count = (key: number): number => {
      const items = new Uint8Array(2_000_000);
      for (let i = 0; i < items.length; i += 2) items[i] = key;
      const before = process.memoryUsage().heapUsed;
      expect(() => decodeDescriptor(items, limits)).toThrow(/^3 /);
      return process.memoryUsage().heapUsed - before;
    };
    expect(count(0x12)).toBeLessThan(2 ** 20);
    expect(count(0x1a)).toBeLessThan(2 ** 20);
  });

  it('names a device with a name that never ends: ERR_PROTOCOL', async () => {
    const { raw, ended } = await pair();
    await raw.send(message({ tensors: [{ length: 1, shape: [1], sourceDevice: 'c'.repeat(100_000) }] }));
    expect(await ended).toBe('ERR_PROTOCOL');
  });

  it('sends messages of many empty items: they take of the window what they take of our memory', async () => {
    const { raw, ended } = await pair();
    const many = message({ tensors: Array.from({ length: 4096 }, () => ({ shape: [0] })) });
    await collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 3; i++) await raw.send(many);
    expect(await ended).toBe('ERR_PROTOCOL');
    // Two of them were taken: 7 MiB, with the garbage that decoding them makes.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(12 * 2 ** 20);
  });

  it('asks for a reply to be read that holds more choices than there were tensors: ERR_LIMIT_EXCEEDED', async () => {
    const { raw, pipe, ended } = await pair(TWO_DEVICES);
    pipe.write({ tensors: [{ data: new Uint8Array(100_000) }] }, () => {});
    await raw.expect(FrameType.message);
    const choices = Array.from({ length: 100 }, () => ({}));
    await raw.send(frame(FrameType.reply, Reply.encode({ message: 1, choices }).finish()));
    expect(await ended).toBe('ERR_LIMIT_EXCEEDED');
  });

  it('withdraws one message again and again: nothing happens, and it costs no more than its bytes', async () => {
    const { raw, pipe } = await pair();
    const withdraw = frame(FrameType.withdraw, Withdraw.encode({ message: 2 }).finish());
    await raw.send(message({}), message({}), message({}), ...Array.from({ length: 1000 }, () => withdraw));
    const seen: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      try {
        const descriptor = await within(pipe.readDescriptor(), 'a message');
        seen.push(descriptor === null ? 'end' : 'message');
        pipe.reject('');
      } catch (error) {
        seen.push((error as TensorductError).code);
      }
    }
    expect(seen).toEqual(['message', 'ERR_MESSAGE_WITHDRAWN', 'message']);
  });
});

describe('what a peer says to people', () => {
  it('a refusal loses its control characters', async () => {
    const { raw, pipe } = await pair();
    const write = pipe.write({ payloads: [{ data: new Uint8Array(100_000) }] });
    await raw.expect(FrameType.message);
    const reason = '\u001b[2Jgone\u0007';
    await raw.send(frame(FrameType.refuse, Refuse.encode({ message: 1, reason }).finish()));
    const refused = ChunkAnswer.encode({ transfer: 1, refused: true }).finish();
    await raw.send(frame(FrameType.channelAnswer, EMPTY, refused));
    await expect(within(write, 'the end of the write')).rejects.toMatchObject({
      code: 'ERR_REJECTED',

      message: expect.not.stringMatching(/[\u0000-\u001f]/) as string,
    });
  });

  it('a failure loses its control characters, and an unknown code is ERR_PEER_FAILED', async () => {
    const { raw, pipe } = await pair();
    const { Failure } = tensorduct.v1;
    const error = new Promise<TensorductError>((resolve) => pipe.once('error', resolve));
    await raw.send(frame(FrameType.failure, Failure.encode({ code: 'ERR_\u001b', reason: 'a\u0000b' }).finish()));
    const { code, message: text } = await within(error, 'the error');
    expect(code).toBe('ERR_PEER_FAILED');

    expect(text).not.toMatch(/[\u0000-\u001f]/);
  });
});
