import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canShare } from '../../src/memory/host.js';
import { Next, type RingPair, type Socket } from '../../src/memory/native.js';
import { within } from '../../src/testing/deadlines.js';
import { shm } from '../../src/transports/shm/index.js';
import type { TransportConnection, TransportContext, TransportListener } from '../../src/transports/transport.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

const RING_BYTES = 8192;

let context: TransportContext;

beforeEach(() => {
  context = shm();
});
afterEach(() => within(context.join(), 'join'));

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

/** Both ends of rings, and the sockets that ring their bells. */
function ringPair(): { maker: RingPair; other: RingPair; close: () => void } {
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
    close: () => {
      maker.close();
      other.close();
      for (const socket of sockets) socket.close();
    },
  };
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
      const length = other.read(target);
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
    expect(other.read(new Uint8Array(10))).toBe(10);
    expect(maker.write(new Uint8Array(100), 95)).toBe(5);
    close();
  });

  it('tells what there is to do, and rings only for who sleeps [TP ShmReactor.Basic]', () => {
    const { maker, other, close } = ringPair();
    other.woke(false);
    expect(other.next(true, false, false)).toBe(Next.Asleep);
    maker.write(new Uint8Array(1), 0);
    maker.write(new Uint8Array(1), 0);
    expect(other.woke(true)).toBe(true);
    expect(other.next(true, false, false)).toBe(Next.Readable);
    maker.woke(false);
    expect(maker.next(false, true, false)).toBe(Next.Writable);
    maker.write(new Uint8Array(RING_BYTES), 0);
    expect(maker.next(false, true, false)).toBe(Next.Asleep);
    other.read(new Uint8Array(RING_BYTES));
    maker.woke(true);
    expect(maker.next(false, true, false)).toBe(Next.Writable);
    close();
  });
});
