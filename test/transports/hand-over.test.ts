import { fstatSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { within } from '../../src/testing/deadlines.js';
import { tcp } from '../../src/transports/tcp/index.js';
import type { TransportConnection, TransportContext } from '../../src/transports/transport.js';
import { unix } from '../../src/transports/unix/index.js';
import { makeCertificate } from '../fixtures/certificate.js';

const KINDS = [
  ['tcp', () => tcp(), '127.0.0.1:0'],
  ['unix', () => unix(), ''],
] as const;

let context: TransportContext;

/** Both ends of a new connection. */
async function meet(address: string): Promise<{ connected: TransportConnection; accepted: TransportConnection }> {
  const listener = await context.listen(address);
  const accepting = new Promise<TransportConnection>((resolve, reject) => {
    listener.accept((error, connection) => (connection === null ? reject(error) : resolve(connection)));
  });
  const connected = await context.connect(listener.address);
  const accepted = await within(accepting, 'the accept');
  listener.close();
  return { connected, accepted };
}

function read(from: TransportConnection, bytes: number): Promise<string> {
  const into = new Uint8Array(bytes);
  const done = new Promise<string>((resolve, reject) => {
    from.read(into, bytes, (error) => (error === null ? resolve(Buffer.from(into).toString()) : reject(error)));
  });
  return within(done, 'the read');
}

function write(to: TransportConnection, text: string): Promise<void> {
  const done = new Promise<void>((resolve, reject) => {
    to.write(text === '' ? [] : [Buffer.from(text)], (error) => (error === null ? resolve() : reject(error)));
  });
  return within(done, 'the write');
}

afterEach(() => within(context.join(), 'the join'));

describe.each(KINDS)('a connection of %s', (_name, create, address) => {
  it.each(['connected', 'accepted'] as const)('that was %s hands over what has come early, too', async (which) => {
    context = create();
    const ends = await meet(address);
    const end = ends[which];
    const other = which === 'connected' ? ends.accepted : ends.connected;
    await write(other, 'hello and more');
    expect(await read(end, 5)).toBe('hello');
    let early = '';
    let isSocket = false;
    let closed = 0;
    const handed = end.handOver?.((fd, bytes) => {
      early = Buffer.from(bytes).toString();
      isSocket = fstatSync(fd).isSocket();
      return { close: () => (closed += 1) };
    });
    expect({ handed, early, isSocket, closed }).toEqual({
      handed: true,
      early: ' and more',
      isSocket: true,
      closed: 0,
    });
    end.close();
    end.close();
    expect(closed).toBe(1);
  });

  it('is not handed over while a read is pending, or once it is over, and is as before', async () => {
    context = create();
    const { connected, accepted } = await meet(address);
    const adopt = (): never => expect.fail('it was handed over');
    const reading = read(accepted, 5);
    expect(accepted.handOver?.(adopt)).toBe(false);
    await write(connected, 'hello');
    expect(await reading).toBe('hello');
    accepted.close();
    expect(accepted.handOver?.(adopt)).toBe(false);
  });

  it.each(['connected', 'accepted'] as const)('that was %s stays as it was when nobody can adopt it', async (which) => {
    context = create();
    const ends = await meet(address);
    const end = ends[which];
    const other = which === 'connected' ? ends.accepted : ends.connected;
    await write(other, 'hello and more');
    expect(await read(end, 5)).toBe('hello');
    const adopt = (): never => {
      throw new Error('no descriptors left');
    };
    expect(() => end.handOver?.(adopt)).toThrow('no descriptors left');
    await write(other, ', and the rest');
    expect(await read(end, 23)).toBe(' and more, and the rest');
    await write(end, 'thanks');
    expect(await read(other, 6)).toBe('thanks');
  });

  it('that was handed over is closed with its context', async () => {
    context = create();
    const { connected } = await meet(address);
    let closed = 0;
    connected.handOver?.(() => ({ close: () => (closed += 1) }));
    context.close();
    expect(closed).toBe(1);
  });
});

it('a connection with TLS is never handed over', async () => {
  const { key, cert } = makeCertificate();
  context = tcp({ tls: { server: { key, cert }, client: { ca: cert } } });
  const { connected, accepted } = await meet('127.0.0.1:0');
  const adopt = (): never => expect.fail('it was handed over');
  for (const end of [connected, accepted]) expect(end.handOver?.(adopt)).toBe(false);
  await write(connected, 'hello');
  expect(await read(accepted, 5)).toBe('hello');
});
