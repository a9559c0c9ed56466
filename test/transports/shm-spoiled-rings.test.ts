import { closeSync, openSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RingPair, Socket } from '../../src/memory/native.js';
import { canShare } from '../../src/memory/host.js';
import { within } from '../../src/testing/deadlines.js';
import { shm } from '../../src/transports/shm/index.js';
import type { TransportConnection, TransportContext, TransportListener } from '../../src/transports/transport.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

const RING_BYTES = 65_536;
/** Of cursors in the memory of the rings: see `native/ring_pair.h`. */
const PLACES = { 'its end of what it writes': 256, 'its end of what it reads': 448 };

let transport: TransportContext;
let listener: TransportListener;
let socket: Socket;
/** Made by an end that breaks every rule. */
let rings: RingPair;
let connection: TransportConnection;

beforeEach(async () => {
  transport = shm();
  listener = await transport.listen('');
  socket = native.Socket.connect(listener.address.slice(1));
  rings = native.RingPair.create(RING_BYTES, socket);
  const accepted = new Promise<TransportConnection>((resolve, reject) => {
    listener.accept((error, made) => (made === null ? reject(error ?? new Error()) : resolve(made)));
  });
  socket.send(Buffer.from(['tensorduct shm', 1, RING_BYTES].join('\n')), [rings.fd]);
  connection = await within(accepted, 'accepting the connection');
});
afterEach(async () => {
  rings.close();
  socket.close();
  transport.close();
  await within(transport.join(), 'the end of the transport');
});

/** Writes over a cursor, and wakes the victim. */
function scribble(place: number, cursor: bigint): void {
  const memory = openSync(`/proc/self/fd/${rings.fd}`, 'r+');
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(cursor);
  writeSync(memory, bytes, 0, bytes.length, place);
  closeSync(memory);
  socket.send(Buffer.of(0), []);
}

const closed = (): Promise<unknown> => new Promise((resolve) => connection.onClose(resolve));

describe.each(Object.entries(PLACES))('a peer that scribbles over %s', (_, place) => {
  it.each([BigInt(RING_BYTES + 1), 2n ** 63n, 2n ** 64n - 2n * BigInt(RING_BYTES)])(
    '(%s) fails what is pending with ERR_PROTOCOL',
    async (cursor) => {
      const over = closed();
      const reading = new Promise((resolve) => connection.read(new Uint8Array(16), 16, resolve));
      scribble(place, cursor);
      expect(await within(reading, 'the end of the read')).toMatchObject({ code: 'ERR_PROTOCOL', backend: 'shm' });
      expect(await within(over, 'the end of the connection')).toMatchObject({ code: 'ERR_PROTOCOL' });
      const later = new Promise((resolve) => connection.write([Buffer.of(1)], resolve));
      expect(await within(later, 'a later write')).toMatchObject({ code: 'ERR_PROTOCOL' });
    },
  );
});

it('a peer that scribbles is found out by a write as well', async () => {
  const over = closed();
  scribble(PLACES['its end of what it reads'], 2n ** 63n);
  const writing = new Promise((resolve) => connection.write([new Uint8Array(2 * RING_BYTES)], resolve));
  expect(await within(writing, 'the end of the write')).toMatchObject({ code: 'ERR_PROTOCOL', backend: 'shm' });
  expect(await within(over, 'the end of the connection')).toMatchObject({ code: 'ERR_PROTOCOL' });
});
