import { afterEach, describe, expect, it } from 'vitest';
import { multiSocket } from '../../../src/channels/multi-socket/index.js';
import { encodeAnswer } from '../../../src/channels/chunk-answer.js';
import { encodeEnd, STRIPED_HEAD_BYTES, writeStriped } from '../../../src/channels/multi-socket/codec.js';
import { ChannelPair, turns } from '../../../src/testing/channel/pair.js';
import { assertSameBytes, MIB, moveBytes, randomBytes, until } from '../../../src/testing/channel/support.js';
import { within } from '../../../src/testing/deadlines.js';
import { FRAME_HEADER_BYTES, FrameType, writeFrameHeader } from '../../../src/wire/frame.js';
import { ProtoWriter } from '../../../src/wire/proto-writer.js';
import { LaneWorkshop } from '../../support/tapped-lanes.js';

const CHUNK = 512 * 1024;

let workshop: LaneWorkshop;
let pair: ChannelPair;

/** Both ends of a channel over `lanes` lanes that can be tapped. */
async function open(threads: boolean, lanes: number, transport: 'tcp' | 'unix' = 'tcp'): Promise<void> {
  workshop = new LaneWorkshop(transport);
  const createContext = () => multiSocket({ lanes, threads });
  pair = await ChannelPair.create({ createContext, connectLanes: workshop.connectLanes });
}

afterEach(async () => {
  pair.abandon();
  await turns(2);
  await workshop.close();
});

/** A chunk as it stands on a lane. */
function chunk(transfer: number, offset: number, length: number): Uint8Array {
  const writer = new ProtoWriter(new Uint8Array(FRAME_HEADER_BYTES + STRIPED_HEAD_BYTES + length), FRAME_HEADER_BYTES);
  writeStriped(writer, transfer, offset);
  writeFrameHeader(writer.bytes, 0, FrameType.stripedChunk, STRIPED_HEAD_BYTES, length);
  return writer.bytes;
}

describe.each([
  ['threads', true],
  ['the event loop', false],
] as const)('lanes of %s', (_name, threads) => {
  it('carry a tensor together, and are counted one by one', async () => {
    await open(threads, 4);
    await moveBytes(pair.connect, pair.listen, 64 * MIB + 1);
    for (const { counters } of [pair.connect, pair.listen]) {
      const carried = Object.values(counters.laneBytes);
      expect(carried.reduce((sum, bytes) => sum + bytes, 0)).toBe(64 * MIB + 1);
      expect(carried).toHaveLength(4);
      // What the JS thread has copied tells who has moved them.
      if (threads) expect(counters.copiedBytes).toBe(0);
    }
    expect(pair.listen.counters.copiedOnLoopBytes > 0).toBe(!threads);
  });

  it('carry fewer chunks where they are slow', async () => {
    await open(threads, 4);
    // Opens all of them.
    await moveBytes(pair.connect, pair.listen, 8 * MIB);
    await until(() => workshop.taps.length === 4);
    const { counters } = pair.connect;
    const before = { ...counters.laneBytes };
    const [slow] = workshop.taps;
    slow.pause();
    const source = randomBytes(128 * MIB);
    const into = new Uint8Array(source.length);
    const sending = pair.connect.send(source);
    const receiving = pair.listen.recv(sending, into);
    const carried = (lane: number): number => {
      const name = `under-test/${lane}`;
      return (counters.laneBytes[name] ?? 0) - (before[name] ?? 0);
    };
    // Everything that the slow one does not hold crosses while it stands.
    await within(
      until(() => source.at(-1) === into.at(-1) && into.at(-CHUNK) === source.at(-CHUNK)),
      'the last chunk',
    );
    slow.resume();
    expect((await within(receiving, 'the receive')).error).toBeNull();
    expect(await sending.outcome).toBeNull();
    assertSameBytes(into, source);
    expect(carried(0) + carried(1) + carried(2) + carried(3)).toBe(source.length);
    for (const lane of [1, 2, 3]) expect(carried(0)).toBeLessThan(carried(lane));
  });

  it('fail what needs them, with the reason, when one dies in mid-transfer', async () => {
    await open(threads, 4);
    await moveBytes(pair.connect, pair.listen, 8 * MIB);
    for (const tap of workshop.taps) tap.pause();
    const sending = pair.connect.send(randomBytes(64 * MIB));
    const receiving = pair.listen.recv(sending, new Uint8Array(64 * MIB));
    await turns(10);
    workshop.taps[2].cut();
    const [error, received] = await within(Promise.all([sending.outcome, receiving]), 'both callbacks');
    expect(error?.code).toBe('ERR_PEER_LOST');
    expect(received.error?.code).toBe('ERR_PEER_LOST');
    expect(pair.connect.failure?.message ?? pair.listen.failure?.message).toContain('a lane ended');
  });

  it('may die while nothing needs them', async () => {
    await open(threads, 2);
    await moveBytes(pair.connect, pair.listen, 2 * MIB);
    workshop.taps[0].cut();
    await turns(20);
    expect(pair.connect.failure ?? pair.listen.failure).toBeNull();
    const sending = pair.connect.send(randomBytes(100));
    const { error } = await within(pair.listen.recv(sending, new Uint8Array(100)), 'the receive');
    expect(error?.code).toBe('ERR_PEER_LOST');
  });

  const HOSTILE: [string, () => Uint8Array][] = [
    ['a frame of another type', () => chunk(1, 0, CHUNK).fill(48, 0, 1)],
    ['a head of another length', () => chunk(1, 0, CHUNK).fill(17, 4, 5)],
    ['a field of another type', () => chunk(1, 0, CHUNK).fill(8, 16, 17)],
    ['a transfer that nobody has offered', () => chunk(99, 0, CHUNK)],
    ['a transfer of 2^53 or more', () => chunk(1, 0, CHUNK).fill(0xff, 17, 25)],
    ['an offset beyond the end', () => chunk(1, 4 * MIB, CHUNK)],
    ['an offset of 2^63 or more', () => chunk(1, 0, CHUNK).fill(0xff, 26, 34)],
    ['an offset inside of a chunk', () => chunk(1, 4096, CHUNK)],
    ['a chunk that is too short', () => chunk(1, 0, CHUNK - 1)],
    ['a chunk that is too long', () => chunk(1, 0, CHUNK + 1)],
    ['a chunk without bytes', () => chunk(1, 0, 0)],
    ['a length of 2^63 or more', () => chunk(1, 0, CHUNK).fill(0xff, 8, 16)],
    ['a chunk that has come before', () => Buffer.concat([chunk(1, CHUNK, CHUNK), chunk(1, CHUNK, CHUNK)])],
  ];
  it.each(HOSTILE)('refuse %s', async (_what, bytes) => {
    await open(threads, 2);
    await moveBytes(pair.listen, pair.connect, MIB);
    // The sender hears of no grant, so that all chunks are those of the stranger.
    pair.listen.tamper = () => [];
    const into = new Uint8Array(4 * MIB);
    const receiving = pair.listen.recv({ transfer: 1, offer: new Uint8Array(0), length: into.length }, into);
    await turns(1);
    pair.connect.corruptLane(1, bytes());
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
    expect((await within(receiving, 'the receive')).error?.code).toBe('ERR_PROTOCOL');
  });

  it('refuse a chunk in two lanes at once', async () => {
    await open(threads, 2);
    await moveBytes(pair.listen, pair.connect, MIB);
    pair.listen.tamper = () => [];
    const into = new Uint8Array(4 * MIB);
    const receiving = pair.listen.recv({ transfer: 1, offer: new Uint8Array(0), length: into.length }, into);
    await turns(1);
    pair.connect.corruptLane(0, chunk(1, 0, CHUNK).subarray(0, 1000));
    pair.connect.corruptLane(1, chunk(1, 0, CHUNK).subarray(0, 1000));
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
    expect((await within(receiving, 'the receive')).error?.code).toBe('ERR_PROTOCOL');
  });

  it('refuse chunks beyond what a sink has room for', async () => {
    await open(threads, 1);
    await moveBytes(pair.listen, pair.connect, MIB);
    pair.listen.tamper = () => [];
    const sink = () => new Promise<void>(() => {});
    void pair.listen.recv({ transfer: 1, offer: new Uint8Array(0), length: 64 * MIB }, { sink });
    await turns(1);
    pair.connect.corruptLane(0, chunk(1, 4 * MIB, CHUNK));
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
  });

  it.each([
    ['of a transfer that nobody has taken', (): Uint8Array => encodeEnd(7, 0)],
    ['beyond its length', (): Uint8Array => encodeEnd(1, 4 * MIB + 1)],
  ])('an end %s is a violation', async (_what, end) => {
    await open(threads, 2);
    await moveBytes(pair.listen, pair.connect, MIB);
    void pair.listen.recv({ transfer: 1, offer: new Uint8Array(0), length: 4 * MIB }, new Uint8Array(4 * MIB));
    await turns(1);
    pair.listen.answered(end());
    expect((await pair.listen.expectFailure()).code).toBe('ERR_PROTOCOL');
  });

  it('a verdict on what was never sent is a violation', async () => {
    await open(threads, 2);
    await moveBytes(pair.listen, pair.connect, MIB);
    const sending = pair.connect.send(randomBytes(MIB));
    pair.connect.answered(encodeAnswer(sending.transfer, 'done'));
    expect((await pair.connect.expectFailure()).code).toBe('ERR_PROTOCOL');
  });
});

it('threads know of what was asked for before they have the lane by which it comes', async () => {
  workshop = new LaneWorkshop('tcp');
  let early = chunk(1, 0, CHUNK).fill(5, FRAME_HEADER_BYTES + STRIPED_HEAD_BYTES);
  const connectLanes = async (): ReturnType<LaneWorkshop['connectLanes']> => {
    const [near, far] = await workshop.connectLanes();
    const { handOver } = far;
    far.handOver = (adopt) =>
      handOver?.call(far, (fd, bytes) => {
        const heir = adopt(fd, Buffer.concat([early, bytes]));
        early = new Uint8Array(0);
        // The thread is faster than whatever follows.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
        return heir;
      }) ?? false;
    return [near, far];
  };
  pair = await ChannelPair.create({ createContext: () => multiSocket({ lanes: 2 }), connectLanes });
  pair.listen.tamper = () => [];
  const into = new Uint8Array(CHUNK);
  const receiving = pair.listen.recv({ transfer: 1, offer: new Uint8Array(0), length: CHUNK }, into);
  // Opens the lanes.
  pair.connect.lane(0, () => {});
  pair.connect.lane(1, () => {});
  expect((await within(receiving, 'the receive')).error).toBeNull();
  assertSameBytes(into, new Uint8Array(CHUNK).fill(5));
});

it('the event loop has the lanes where there are no threads or descriptors left for them', async () => {
  workshop = new LaneWorkshop('tcp');
  const connectLanes = async (): ReturnType<LaneWorkshop['connectLanes']> => {
    const [near, far] = await workshop.connectLanes();
    near.handOver = () => {
      throw new Error('no descriptors left');
    };
    return [near, far];
  };
  pair = await ChannelPair.create({ createContext: () => multiSocket(), connectLanes });
  expect(pair.connect.channel.note).toBe('2 lanes');
  await Promise.all([moveBytes(pair.connect, pair.listen, 3 * MIB), moveBytes(pair.listen, pair.connect, 3 * MIB)]);
  expect([pair.connect.channel.note, pair.listen.channel.note]).toEqual([
    '2 lanes of the event loop',
    '2 lanes of native threads',
  ]);
});

it('ends with other numbers of lanes use the lesser one', async () => {
  workshop = new LaneWorkshop('unix');
  pair = await ChannelPair.create({
    createContext: () => multiSocket({ lanes: 3 }),
    createPeerContext: () => multiSocket({ lanes: 5 }),
    connectLanes: workshop.connectLanes,
  });
  await moveBytes(pair.connect, pair.listen, 8 * MIB);
  await until(() => pair.connect.openLanes === 3);
  expect(pair.listen.openLanes).toBe(3);
});

it.each([0, 65, 1.5, -1])('%d lanes are refused', (lanes) => {
  expect(() => multiSocket({ lanes })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
});
