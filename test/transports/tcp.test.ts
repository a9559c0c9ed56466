import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { turns } from '../../src/testing/channel/pair.js';
import { within } from '../../src/testing/deadlines.js';
import { parseTcpAddress, tcp, type TcpOptions } from '../../src/transports/tcp/index.js';
import type { TransportConnection, TransportContext, TransportListener } from '../../src/transports/transport.js';
import { makeCertificate } from '../fixtures/certificate.js';
import { KIB, MIB } from '../support/ends.js';

const contexts: TransportContext[] = [];
const ours = makeCertificate();
const strangers = makeCertificate();

function makeContext(options?: TcpOptions): TransportContext {
  const context = tcp(options);
  contexts.push(context);
  return context;
}

function accept(listener: TransportListener): Promise<TransportConnection> {
  return new Promise((resolve, reject) =>
    listener.accept((error, connection) => (connection === null ? reject(error) : resolve(connection))),
  );
}

/** How many bytes come before the end. */
function readToEnd(connection: TransportConnection): Promise<number> {
  const scratch = new Uint8Array(64 * KIB);
  return new Promise((resolve) => {
    let bytes = 0;
    const next = (): void => {
      connection.read(scratch, 1, (error, length) => {
        bytes += length;
        if (error === null) next();
        else resolve(bytes);
      });
    };
    next();
  });
}

afterEach(async () => {
  await within(Promise.all(contexts.splice(0).map((context) => context.join())), 'join');
});

it.each(['0.0.0.0:0', '[::]:0'])('refuses to listen on %s without protection', async (address) => {
  await expect(makeContext().listen(address)).rejects.toMatchObject({ code: 'ERR_INSECURE_ADDRESS' });
});

it.each([{ insecure: true }, { authenticated: true }])('listens off loopback when told %j', async (options) => {
  const context = makeContext();
  const listener = await context.listen('0.0.0.0:0', options);
  const { host, port } = parseTcpAddress(listener.address);
  expect(host, 'an address that others can use').not.toBe('0.0.0.0');
  expect(port).not.toBe(0);
  const accepted = accept(listener);
  await within(context.connect(listener.address), 'connect');
  await within(accepted, 'accept');
});

it('listens off loopback with TLS', async () => {
  const context = makeContext({ tls: { server: ours } });
  await context.listen('0.0.0.0:0');
});

it('needs no protection on loopback, also by name', async () => {
  const context = makeContext();
  for (const address of ['127.0.0.1:0', '127.0.0.2', '[::1]:0', 'localhost:0', '']) {
    const listener = await context.listen(address);
    expect(listener.address).toMatch(/^(127\.0\.0\.[12]|\[::1\]):[1-9]\d*$/);
  }
});

it('connects by a name with several addresses to the one that answers', async () => {
  const context = makeContext();
  const listener = await context.listen('127.0.0.1:0');
  const accepted = accept(listener);
  const { port } = parseTcpAddress(listener.address);
  const near = await within(context.connect(`localhost:${port}`), 'connect');
  expect(near.remoteAddress).toBe(listener.address);
  expect((await accepted).localAddress).toBe(listener.address);
  expect((await accepted).remoteAddress).toBe(near.localAddress);
});

it('tells a port that is missing, and a name that nobody knows', async () => {
  const context = makeContext();
  await expect(context.connect('127.0.0.1')).rejects.toMatchObject({ code: 'ERR_ADDRESS_INVALID' });
  await expect(context.connect('no-such-host.invalid:5')).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
});

it('tells an address that is not of this host', async () => {
  const listening = makeContext().listen('192.0.2.1:0', { insecure: true });
  await expect(listening).rejects.toMatchObject({ code: 'ERR_ADDRESS_INVALID' });
});

it('fails a connect to a server whose certificate it does not trust', async () => {
  const listener = await makeContext({ tls: { server: ours } }).listen('127.0.0.1:0');
  const connecting = makeContext({ tls: { client: { ca: strangers.cert } } }).connect(listener.address);
  await expect(connecting).rejects.toMatchObject({ code: 'ERR_AUTHENTICATION' });
});

it('does not accept a client whose certificate it does not trust', async () => {
  const server = { ...ours, ca: ours.cert, requestCert: true };
  const listener = await makeContext({ tls: { server } }).listen('127.0.0.1:0');
  const accepted: TransportConnection[] = [];
  listener.accept((_, connection) => connection !== null && accepted.push(connection));
  const client = { ...strangers, ca: ours.cert };
  const ended = makeContext({ tls: { client } })
    .connect(listener.address)
    .then(
      // In TLS 1.3 a client hears of its refusal only after its own handshake.
      (connection) => new Promise((resolve) => connection.read(new Uint8Array(1), 1, (error) => resolve(error?.code))),
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    );
  expect(['ERR_PEER_LOST', 'ERR_UNREACHABLE', 'ERR_AUTHENTICATION']).toContain(await within(ended, 'the end'));
  expect(accepted).toEqual([]);
});

it('closes with its listener a connection whose TLS handshake never comes', async () => {
  const listener = await makeContext({ tls: { server: ours } }).listen('127.0.0.1:0');
  const { host, port } = parseTcpAddress(listener.address);
  const silent = connect({ host, port });
  const closed = new Promise((resolve) => silent.once('close', resolve));
  await new Promise((resolve) => silent.once('connect', resolve));
  // The server has seen it once it has served a later one.
  const near = makeContext({ tls: { client: { ca: ours.cert } } }).connect(listener.address);
  await within(accept(listener), 'accept');
  await near;
  silent.resume();
  listener.close();
  await within(closed, 'close of the silent connection');
});

describe.each(['connected', 'was accepted'])('the end that %s', (end) => {
  it.for([1, 64 * KIB, MIB])(
    'closes with bytes unread and a read of %i bytes pending: the peer has all whose write had completed',
    async (room) => {
      const context = makeContext();
      const listener = await context.listen('127.0.0.1:0');
      const accepted = accept(listener);
      const connected = await within(context.connect(listener.address), 'connect');
      const ends = [connected, await within(accepted, 'accept')];
      const [near, far] = end === 'connected' ? ends : ends.reverse();
      // Who reads on from within its callback has the next bytes land where they belong.
      const first = new Promise<void>((resolve) => {
        near.read(new Uint8Array(room), 1, () => {
          near.read(new Uint8Array(room), 1, () => {});
          resolve();
        });
      });
      far.write([Uint8Array.of(1)], () => {});
      await within(first, 'the first byte');
      await turns(2);

      // Far more than the peer has room for, and less than the system takes.
      let completed = 0;
      await within(
        Promise.all(
          Array.from({ length: 16 }, () => {
            return new Promise<void>((resolve) => {
              near.write([new Uint8Array(64 * KIB)], (error) => {
                if (error === null) completed += 64 * KIB;
                resolve();
              });
            });
          }),
        ),
        'the writes',
      );
      far.write([Uint8Array.of(2)], () => {});
      near.close();
      expect(completed).toBe(MIB);
      expect(await within(readToEnd(far), 'the end')).toBe(MIB);
    },
  );
});

it('gives descriptors that keep ends with and without TLS apart', () => {
  const [plain, tls] = [makeContext(), makeContext({ tls: {} })];
  expect(plain.canReach(tls.domainDescriptor())).toBe(false);
  expect(tls.canReach(plain.domainDescriptor())).toBe(false);
});
