import { afterEach, expect, it } from 'vitest';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import type { TransportConnection } from '../../src/transports/transport.js';

const context = memory();

afterEach(async () => {
  await within(context.join(), 'join');
});

async function pair(): Promise<[TransportConnection, TransportConnection]> {
  const listener = await context.listen('a name');
  expect(listener.address).toBe('a name');
  const accepted = new Promise<TransportConnection>((resolve, reject) =>
    listener.accept((error, connection) => (connection === null ? reject(error) : resolve(connection))),
  );
  return [await context.connect('a name'), await accepted];
}

it('a callback that throws is an uncaught exception, and the others still get theirs', async () => {
  const [near, far] = await pair();
  const usual = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  const uncaught: unknown[] = [];
  process.on('uncaughtException', (error) => uncaught.push(error));
  const boom = (what: string) => (): never => {
    throw new Error(what);
  };
  try {
    far.read(new Uint8Array(1), 1, boom('read'));
    const read = new Promise<number>((resolve) => far.read(new Uint8Array(1), 1, (_, length) => resolve(length)));
    near.write([new Uint8Array(1)], boom('write'));
    const written = new Promise((resolve) => near.write([new Uint8Array(1)], resolve));
    expect(await within(read, 'read')).toBe(1);
    expect(await within(written, 'write')).toBe(null);
    near.onClose(boom('close'));
    const closed = new Promise((resolve) => near.onClose(resolve));
    near.close();
    expect(await within(closed, 'close')).toBe(null);
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    process.removeAllListeners('uncaughtException');
    for (const listener of usual) process.on('uncaughtException', listener);
  }
  expect(uncaught.map(String).sort()).toEqual(['Error: close', 'Error: read', 'Error: write']);
});

it('a read that asks for more than it has room for is refused', async () => {
  const other = memory();
  const listener = await other.listen('');
  const near = await other.connect(listener.address);
  for (const minimum of [5, -1, NaN]) {
    expect(() => near.read(new Uint8Array(4), minimum, () => {})).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
  }
  await within(other.join(), 'join');
});
