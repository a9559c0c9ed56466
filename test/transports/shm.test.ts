import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canShare } from '../../src/memory/host.js';
import { Next, type RingPair, type Socket } from '../../src/memory/native.js';
import { within } from '../../src/testing/deadlines.js';
import { pattern } from '../../src/testing/transport/harness.js';
import { shm } from '../../src/transports/shm/index.js';
import { eventually, openSockets } from '../support/descriptors.js';
import type { TransportConnection, TransportContext, TransportListener } from '../../src/transports/transport.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

const KIB = 1024;
const MIB = 1024 * 1024;
const RING_BYTES = 8192;
/** Longer than a turn may last: `kTurn` in `native/ring_pair.cc`. */
const MORE_THAN_A_TURN_MS = 1;

let context: TransportContext;

beforeEach(() => {
  context = shm();
});
afterEach(() => within(context.join(), 'join'));

/** Both ends of a connection with rings of its own size. */
async function connect(
  ringBytes: number,
): Promise<{ near: TransportConnection; far: TransportConnection } & AsyncDisposable> {
  const own = shm({ ringBytes });
  const listener = await own.listen('');
  const accepted = new Promise<TransportConnection>((resolve, reject) => {
    listener.accept((error, connection) => (connection === null ? reject(error ?? new Error()) : resolve(connection)));
  });
  const near = await within(own.connect(listener.address), 'connecting');
  return { near, far: await within(accepted, 'accepting'), [Symbol.asyncDispose]: () => own.join() };
}

function write(connection: TransportConnection, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.write([bytes], (error) => (error === null ? resolve() : reject(error)));
  });
}

function read(connection: TransportConnection, into: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.read(into, into.length, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function expectConnects(listener: TransportListener): Promise<void> {
  const accepted = new Promise<TransportConnection | null>((resolve) => {
    listener.accept((_error, connection) => resolve(connection));
  });
  await within(context.connect(listener.address), 'connecting');
  expect(await within(accepted, 'accepting')).not.toBeNull();
}

describe('addresses of the transport shm', () => {
  it('are names that listeners keep [TP ShmListenerTest.ExplicitAbstractSocketName]', async () => {
    const address = `@tensorduct-test-${process.pid}`;
    const listener = await context.listen(address);
    expect(listener.address).toBe(address);
    await expectConnects(listener);
  });

  it('are chosen where they are left out [TP ShmListenerTest.AutobindAbstractSocketName]', async () => {
    const listeners = await Promise.all([context.listen(''), context.listen('')]);
    expect(listeners[0].address).toMatch(/^@tensorduct\.[0-9a-f]{32}$/);
    expect(listeners[1].address).not.toBe(listeners[0].address);
    for (const listener of listeners) await expectConnects(listener);
  });

  it.each(['@', 'name', '/run/x.sock', '@a\0b', `@${'x'.repeat(108)}`])(
    '%j is none [TP ShmSockaddr.FromToString]',
    async (address) => {
      const invalid = { code: 'ERR_ADDRESS_INVALID', backend: 'shm' };
      await expect(context.listen(address)).rejects.toMatchObject(invalid);
      await expect(context.connect(address)).rejects.toMatchObject(invalid);
    },
  );

  it('have one owner at a time', async () => {
    const { address } = await context.listen('');
    await expect(context.listen(address)).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE', local: address });
  });
});

it.each([0, 1000, -4096, 2 ** 31, Number.NaN])('rings of %d bytes are refused', (ringBytes) => {
  expect(() => shm({ ringBytes })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }) as Error);
});

it.each([64 * KIB, 2 * MIB])(
  'two writes of 1.5 MiB that come before any read go round a ring of %d bytes, again and again [TP ShmTransportTest.NopWriteWrapAround]',
  async (ringBytes) => {
    await using pair = await connect(ringBytes);
    const { near, far } = pair;
    for (let round = 0; round < 4; round++) {
      const blocks = [2 * round, 2 * round + 1].map((seed) => pattern(1.5 * MIB, seed));
      const writes = blocks.map((block) => write(near, block));
      for (const block of blocks) {
        const into = new Uint8Array(block.length);
        await within(read(far, into), 'a read');
        expect(Buffer.compare(into, block)).toBe(0);
      }
      await within(Promise.all(writes), 'both writes');
    }
  },
);

it('who sends its rings and leaves is forgotten at once', async () => {
  const listener = await context.listen('');
  const before = openSockets();
  for (let count = 0; count < 20; count++) {
    const socket = native.Socket.connect(listener.address.slice(1));
    const rings = native.RingPair.create(RING_BYTES, socket);
    socket.send(Buffer.from(['tensorduct shm', 1, RING_BYTES].join('\n')), [rings.fd]);
    rings.close();
    socket.close();
  }
  // They are heard in the order in which they have come.
  await expectConnects(listener);
  for (let turn = 0; turn < 10; turn++) await setImmediate();
  // Of the one that has stayed: each end has a socket, and a second descriptor of it for the bell.
  expect(openSockets()).toBe(before + 4);
});

/** Both ends of rings, and the sockets that ring their bells. */
function ringPair(): { maker: RingPair; other: RingPair; near: Socket; far: Socket; close: () => void } {
  const name = `tensorduct.test.${randomBytes(8).toString('hex')}`;
  const listener = native.Socket.listen(name);
  const near = native.Socket.connect(name);
  const far = listener.accept();
  if (far === null) throw new Error('nobody has connected');
  const maker = native.RingPair.create(RING_BYTES, near);
  near.send(new Uint8Array(1), [maker.fd]);
  const message = far.receive();
  if (!message) throw new Error('nothing has arrived');
  const other = native.RingPair.adopt(message.descriptors[0], RING_BYTES, far);
  const sockets: Socket[] = [listener, near, far];
  return {
    maker,
    other,
    near,
    far,
    close: () => {
      maker.close();
      other.close();
      for (const socket of sockets) socket.close();
    },
  };
}

/** What there is to do in a turn of its own, which a busy machine may end before it has begun; or how much was read. */
function next(rings: RingPair, interest: Uint8Array | 'writing'): number {
  for (;;) {
    rings.woke(false);
    const target = interest === 'writing' ? new Uint8Array(0) : interest;
    const found = rings.next(target, 0, interest === 'writing', false);
    if (found !== Next.Yield) return found;
  }
}

describe('a pair of rings', () => {
  it('takes and gives bytes in order, round and round [TP ShmRingBuffer.SameProducerConsumer]', () => {
    const { maker, other, close } = ringPair();
    let written = 0;
    let read = 0;
    const total = RING_BYTES * 20;
    const bytes = (from: number, length: number): Uint8Array =>
      Uint8Array.from({ length }, (_, at) => (from + at) % 251);
    for (let round = 1; read < total; round++) {
      written += maker.write(bytes(written, (round * 977) % 5000), 0);
      const target = new Uint8Array((round * 1499) % 7000);
      const length = next(other, target);
      expect(target.subarray(0, length)).toEqual(bytes(read, length));
      read += length;
    }
    expect(written).toBeGreaterThanOrEqual(read);
    close();
  });

  it('takes no more than there is room for', () => {
    const { maker, other, close } = ringPair();
    expect(maker.write(new Uint8Array(RING_BYTES + 1), 0)).toBe(RING_BYTES);
    expect(maker.write(new Uint8Array(1), 0)).toBe(0);
    expect(next(other, new Uint8Array(10))).toBe(10);
    expect(maker.write(new Uint8Array(100), 95)).toBe(5);
    close();
  });

  it('tells what there is to do, and rings only for who sleeps [TP ShmReactor.Basic]', () => {
    const { maker, other, close } = ringPair();
    expect(next(other, new Uint8Array(1))).toBe(Next.Asleep);
    maker.write(new Uint8Array(1), 0);
    maker.write(new Uint8Array(1), 0);
    expect(other.woke(true)).toBe(true);
    expect(next(other, new Uint8Array(9))).toBe(2);
    expect(next(maker, 'writing')).toBe(Next.Writable);
    maker.write(new Uint8Array(RING_BYTES), 0);
    expect(next(maker, 'writing')).toBe(Next.Asleep);
    next(other, new Uint8Array(RING_BYTES));
    expect(maker.woke(true)).toBe(true);
    expect(next(maker, 'writing')).toBe(Next.Writable);
    close();
  });

  it('wakes a writer that sleeps over a full ring once, when half of it is free', async () => {
    const { maker, other, near, close } = ringPair();
    let bells = 0;
    near.poll(false, () => {
      bells++;
      maker.woke(true);
    });
    maker.write(new Uint8Array(RING_BYTES), 0);
    expect(next(maker, 'writing')).toBe(Next.Asleep);
    next(other, new Uint8Array(RING_BYTES / 2 - 1));
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect(bells).toBe(0);
    next(other, new Uint8Array(1));
    await eventually(() => bells > 0, 'the bell');
    expect(next(maker, 'writing')).toBe(Next.Writable);
    next(other, new Uint8Array(RING_BYTES / 2));
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    expect(bells).toBe(1);
    close();
  });

  it('gives the event loop its turn, also where there is always something to do', () => {
    const { maker, other, close } = ringPair();
    maker.write(new Uint8Array(1), 0);
    other.woke(false);
    for (const began = performance.now(); performance.now() - began < MORE_THAN_A_TURN_MS;);
    expect(other.next(new Uint8Array(1), 0, false, false)).toBe(Next.Yield);
    expect(next(other, new Uint8Array(1))).toBe(1);
    maker.woke(false);
    for (const began = performance.now(); performance.now() - began < MORE_THAN_A_TURN_MS;);
    expect(maker.next(new Uint8Array(0), 0, true, false)).toBe(Next.Yield);
    close();
  });
});
