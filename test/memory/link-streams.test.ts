import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkStreams } from '../../src/memory/link-streams.js';
import { Outcome, type Descriptor, type Segment, type Socket } from '../../src/memory/native.js';
import { canShare } from '../../src/memory/host.js';
import { within } from '../../src/testing/deadlines.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

const KIB = 1024;
const MIB = 1024 * KIB;
const CHUNK = 256 * KIB;
const RING_BYTES = 4096 + 8 * CHUNK;

/** Passes descriptors through a socket, as a link does. */
class Mail {
  private static count = 0;
  private readonly listener: Socket;
  private readonly from: Socket;
  private readonly to: Socket;

  constructor() {
    const name = `tensorduct.test.${process.pid}.${Mail.count++}`;
    this.listener = native.Socket.listen(name);
    this.from = native.Socket.connect(name);
    const accepted = this.listener.accept();
    if (accepted === null) throw new Error('nobody has connected');
    this.to = accepted;
  }

  pass(fds: readonly number[]): readonly Descriptor[] {
    this.from.send(new Uint8Array(1), fds);
    const message = this.to.receive();
    if (!message) throw new Error('nothing has arrived');
    return message.descriptors;
  }

  close(): void {
    for (const socket of [this.listener, this.from, this.to]) socket.close();
  }
}

let mail: Mail;
const all: LinkStreams[] = [];
/** The memory of the ring, as the sender has it, to scribble on. */
let ring: Descriptor | undefined;

beforeEach(() => {
  mail = new Mail();
});
afterEach(() => {
  for (const streams of all.splice(0)) streams.close();
  mail.close();
});

/** The two ends of a link's streams. */
function pair(): { near: LinkStreams; far: LinkStreams } {
  const create = (peer: () => LinkStreams): LinkStreams => {
    const streams = new LinkStreams(
      native,
      (enclosure) => {
        const fds = enclosure.fds() ?? [];
        const [memory, bell] = mail.pass(fds);
        [ring] = mail.pass(fds);
        peer().announced(memory, bell);
        enclosure.sent?.();
      },
      () => {},
    );
    all.push(streams);
    return streams;
  };
  const near: LinkStreams = create(() => far);
  const far: LinkStreams = create(() => near);
  return { near, far };
}

async function open(streams: LinkStreams): Promise<void> {
  const isOpen = await within(new Promise<boolean>((resolve) => streams.open(resolve)), 'a ring');
  if (!isOpen) throw new Error('there is no ring');
}

interface Way {
  readonly stream: number;
  readonly received: Promise<Outcome>;
  readonly sent: Promise<Outcome>;
}

function receive(
  to: LinkStreams,
  target: Uint8Array,
): { readonly stream: number; readonly received: Promise<Outcome> } {
  let settle: (outcome: Outcome) => void = () => {};
  const received = new Promise<Outcome>((resolve) => (settle = resolve));
  return { stream: to.receive(target, settle), received: within(received, 'the end of a receive') };
}

function send(from: LinkStreams, stream: number, source: Uint8Array): Promise<Outcome> {
  const sent = new Promise<Outcome>((resolve) => {
    if (!from.send(stream, source, resolve)) throw new Error('there is no ring');
  });
  return within(sent, 'the end of a send');
}

function move(from: LinkStreams, to: LinkStreams, source: Uint8Array, target: Uint8Array): Way {
  const { stream, received } = receive(to, target);
  return { stream, received, sent: send(from, stream, source) };
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

describe('the streams of a link', () => {
  it.each([1, 63, CHUNK - 1, CHUNK, CHUNK + 1, 3 * MIB + 7, 20 * MIB + 1])(
    'carry %i bytes between addresses of any alignment',
    async (length) => {
      const { near, far } = pair();
      await open(far);
      for (const [from, to] of [
        [0, 0],
        [1, 0],
        [3, 31],
        [64, 13],
      ] as const) {
        const source = randomBytes(length + from).subarray(from);
        const memory = new Uint8Array(length + to + 1).fill(7);
        const { received, sent } = move(near, far, source, memory.subarray(to, to + length));
        expect([await received, await sent]).toEqual([Outcome.Done, Outcome.Done]);
        expect(same(memory.subarray(to, to + length), source)).toBe(true);
        expect(memory.subarray(0, to).every((byte) => byte === 7)).toBe(true);
        expect(memory.at(-1)).toBe(7);
      }
    },
  );

  it('carry many at a time, both ways', async () => {
    const { near, far } = pair();
    await Promise.all([open(near), open(far)]);
    const ways = Array.from({ length: 60 }, (_, index) => {
      const source = randomBytes(((index * 7919) % 50) * 40_000 + 1);
      const target = new Uint8Array(source.length);
      const [from, to] = index % 2 === 0 ? [near, far] : [far, near];
      return { source, target, ...move(from, to, source, target) };
    });
    for (const { source, target, received, sent } of ways) {
      expect([await received, await sent]).toEqual([Outcome.Done, Outcome.Done]);
      expect(same(source, target)).toBe(true);
    }
  });

  it('touch memory no more once a receive was cancelled, and go on', async () => {
    const { near, far } = pair();
    await open(far);
    for (let round = 0; round < 20; round++) {
      const source = new Uint8Array(8 * MIB).fill(round + 1);
      const target = new Uint8Array(source.length);
      const { stream, received, sent } = move(near, far, source, target);
      await new Promise(setImmediate);
      far.cancel(stream);
      const outcome = await received;
      expect([Outcome.Done, Outcome.Stopped]).toContain(outcome);
      if (outcome === Outcome.Done) continue;
      const seen = target.slice();
      expect(await sent).toBe(Outcome.Done);
      expect(same(target, seen)).toBe(true);
    }
    const source = randomBytes(MIB);
    const target = new Uint8Array(MIB);
    expect(await move(near, far, source, target).received).toBe(Outcome.Done);
    expect(same(source, target)).toBe(true);
  });

  it('let go of memory once a send was withdrawn, and go on', async () => {
    const { near, far } = pair();
    await open(far);
    const ways = Array.from({ length: 4 }, () => move(near, far, randomBytes(8 * MIB), new Uint8Array(8 * MIB)));
    for (const { stream } of ways) near.withdraw(stream);
    for (const { stream, received, sent } of ways) {
      const outcome = await sent;
      if (outcome === Outcome.Stopped) far.cancel(stream);
      expect(await received).toBe(outcome);
    }
    // At least the last was not begun yet.
    expect(await ways[3].sent).toBe(Outcome.Stopped);
    expect(await move(near, far, randomBytes(MIB), new Uint8Array(MIB)).received).toBe(Outcome.Done);
  });

  it('deliver what was sent before the end, and lose the rest', async () => {
    const { near, far } = pair();
    await open(far);
    const source = randomBytes(2 * MIB);
    const target = new Uint8Array(source.length);
    const { received, sent } = move(near, far, source, target);
    const nothing = receive(far, new Uint8Array(MIB));
    expect(await sent).toBe(Outcome.Done);
    near.close();
    far.end();
    expect(await received).toBe(Outcome.Done);
    expect(same(source, target)).toBe(true);
    expect(await nothing.received).toBe(Outcome.Lost);
    expect(await receive(far, new Uint8Array(1)).received).toBe(Outcome.Lost);
  });

  it('lose what is under way when they are closed', async () => {
    const { near, far } = pair();
    await open(far);
    const { received, sent } = move(near, far, randomBytes(32 * MIB), new Uint8Array(32 * MIB));
    far.close();
    near.close();
    expect([await received, await sent]).toEqual([Outcome.Lost, Outcome.Lost]);
  });

  it('wait for a peer that takes nothing, and hold up nobody else', async () => {
    const { near, far } = pair();
    await open(far);
    // Nobody empties this ring: its thread is held by nothing, so the other pair goes on.
    const stuck = new Promise<Outcome>((resolve) => {
      const silent = pair();
      native.ChunkReceiver.create((_error, receiver) => {
        const [memory, bell] = mail.pass(receiver?.fds ?? []);
        receiver?.close();
        silent.near.announced(memory, bell);
        silent.near.send(1, randomBytes(8 * MIB), resolve);
        setImmediate(() => void moves().then(() => silent.near.close()));
      });
    });
    const moves = async (): Promise<void> => {
      for (let round = 0; round < 5; round++) {
        expect(await move(near, far, randomBytes(4 * MIB), new Uint8Array(4 * MIB)).received).toBe(Outcome.Done);
      }
    };
    expect(await within(stuck, 'the end of the stream that nobody takes')).toBe(Outcome.Lost);
  });

  it.each<[string, (memory: Segment) => void]>([
    ['a cursor beyond the ring', (memory) => memory.write(64, new BigUint64Array([2n ** 40n]))],
    [
      'a chunk longer than chunks are',
      (memory) => {
        for (let chunk = 0; chunk < 8; chunk++) memory.write(320 + 16 * chunk, new BigUint64Array([1n, 2n ** 40n]));
        memory.write(64, new BigUint64Array([1n]));
      },
    ],
    [
      'more bytes than the stream has',
      (memory) => {
        memory.write(320, new BigUint64Array([1n, 200_000n]));
        memory.write(64, new BigUint64Array([1n]));
      },
    ],
  ])('end as lost at %s', async (_, scribble) => {
    const { far } = pair();
    await open(far);
    if (ring === undefined) throw new Error('there is no ring');
    const descriptor = ring;
    const memory = await new Promise<Segment | null>((resolve) => {
      native.Segment.adopt(descriptor, RING_BYTES, (_error, segment) => resolve(segment));
    });
    if (memory === null) throw new Error('the ring cannot be mapped');
    scribble(memory);
    const { stream, received } = receive(far, new Uint8Array(100_000));
    expect(stream).toBe(1);
    expect(await received).toBe(Outcome.Lost);
    memory.close();
  });

  it('end as lost for a sender whose peer takes more than there was', async () => {
    const { near, far } = pair();
    await open(far);
    if (ring === undefined) throw new Error('there is no ring');
    const descriptor = ring;
    const memory = await new Promise<Segment | null>((resolve) => {
      native.Segment.adopt(descriptor, RING_BYTES, (_error, segment) => resolve(segment));
    });
    memory?.write(128, new BigUint64Array([1000n]));
    expect(await send(near, 1, new Uint8Array(100))).toBe(Outcome.Lost);
    memory?.close();
  });
});
