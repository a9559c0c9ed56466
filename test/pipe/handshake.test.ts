import { connect, createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Context } from '../../src/context/context.js';
import type { Limits } from '../../src/context/limits.js';
import type { Listener } from '../../src/listener/listener.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import { FrameType } from '../../src/wire/frame.js';
import { encodePreamble } from '../../src/wire/preamble.js';
import { brochure, HELLO, packet, packetAnswer, RawPeer } from '../fuzz/raw-peer.js';
import { filesAreBack, openFiles } from '../fuzz/victims.js';
import { portOf } from '../support/proxy.js';

const wires = memory();
const contexts: Context[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

function make(limits: Partial<Limits> = {}): Context {
  const context = new Context({ limits });
  contexts.push(context);
  return context;
}

/** Whoever connects gets an answer, over the same listener. */
async function stillWorks(listener: Listener): Promise<void> {
  const pipe = make().connect(listener.urls[0]);
  const accepted = await within(listener.accept(), 'a pipe');
  await within(pipe.write({ metadata: Uint8Array.of(1) }), 'a write');
  expect(await within(accepted.readDescriptor(), 'the message')).not.toBeNull();
  pipe.destroy();
}

function endOf(pipe: Pipe): Promise<string> {
  return within(new Promise((resolve) => pipe.once('error', ({ code }) => resolve(code))), 'the end of the pipe');
}

/** A socket to a listener on TCP, of somebody who knows nothing of tensorduct. */
async function socketTo(listener: Listener): Promise<Socket> {
  const { hostname, port } = new URL(listener.url('tcp'));
  const socket = connect({ host: hostname, port: Number(port) });
  await within(new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject)), 'connecting');
  return socket;
}

/** Waits until the other end has hung up. @returns what it said before */
async function hungUp(socket: Socket): Promise<string> {
  let said = '';
  socket.on('data', (chunk) => (said += chunk.toString('latin1')));
  // An end or a reset: the difference is the operating system's.
  const end = new Promise<void>((resolve) =>
    socket
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => {}),
  );
  await within(end, 'the end of a connection');
  socket.destroy();
  return said;
}

const URLS = ['memory://', 'tcp://127.0.0.1:0', 'unix://'];

describe('a stranger', () => {
  it('TP gap: connection dropped before hello: the listener does not notice', async () => {
    const listener = await make().listen('tcp://127.0.0.1:0');
    for (let i = 0; i < 20; i++) {
      const socket = await socketTo(listener);
      if (i % 2 === 0) socket.destroy();
      else socket.resetAndDestroy();
    }
    await stillWorks(listener);
  });

  it('with an HTTP request is hung up on, without a word', async () => {
    const listener = await make().listen('tcp://127.0.0.1:0');
    const socket = await socketTo(listener);
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(await hungUp(socket)).toBe('');
    await stillWorks(listener);
  });

  it.for(URLS)('who says nothing, or half of what is needed, is hung up on at the deadline: %s', async (url) => {
    const listener = await make({ connectTimeoutMs: 100 }).listen(url);
    const transport = url.slice(0, url.indexOf(':'));
    const dialler = transport === 'memory' ? wires : null;
    const whole = Buffer.concat([encodePreamble(), HELLO, packet({ open: { brochure: brochure() } })]);
    for (const length of [0, 1, 15, 16, 17, 40, whole.length - 1]) {
      if (dialler !== null) {
        const raw = await RawPeer.connect(dialler, listener.url('memory').slice('memory://'.length));
        void raw.send(whole.subarray(0, length));
        await raw.hungUp();
        continue;
      }
      const address = listener.url(transport).slice(`${transport}://`.length);
      const socket = transport === 'tcp' ? await socketTo(listener) : connect(address);
      socket.write(whole.subarray(0, length));
      await hungUp(socket);
    }
    await stillWorks(listener);
  });

  it('does not get a place of its own: 1,000 at once, some of them silent, and the next pipe is accepted', async () => {
    const files = openFiles();
    const listener = await make({ pendingHandshakes: 100 }).listen('tcp://127.0.0.1:0');
    const sockets = await Promise.all(Array.from({ length: 1000 }, () => socketTo(listener)));
    sockets.forEach((socket, i) => {
      socket.on('error', () => {});
      if (i % 3 === 1) socket.write('hello?');
      if (i % 3 === 2) socket.write(encodePreamble());
    });
    await stillWorks(listener);
    for (const socket of sockets) socket.destroy();
    await stillWorks(listener);
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    await filesAreBack(files);
  });
});

describe('ends of different versions', () => {
  it('are told so: a client of a later version hears ours', async () => {
    const listener = await make().listen('memory://');
    const raw = await RawPeer.connect(wires, listener.url('memory').slice('memory://'.length));
    const later = encodePreamble();
    later[8] = 2;
    await raw.send(later);
    expect((await raw.read(16)).subarray(0, 12)).toEqual(encodePreamble().subarray(0, 12));
    expect(await raw.hungUp()).toBe(0);
    await stillWorks(listener);
  });

  it('are told so: our client gets ERR_VERSION_MISMATCH from a later listener', async () => {
    const listening = await wires.listen('');
    listening.accept((_, connection) => {
      const later = encodePreamble();
      later[8] = 2;
      if (connection !== null) void new RawPeer(connection).send(later);
    });
    expect(await endOf(make().connect(`memory://${listening.address}`))).toBe('ERR_VERSION_MISMATCH');
    listening.close();
  });
});

describe('a listener that is none', () => {
  it.for<[string, string | Uint8Array, string]>([
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'ERR_PROTOCOL'],
    ['sends only zeros', new Uint8Array(64), 'ERR_PROTOCOL'],
  ])('%s: %s', async ([, bytes, code]) => {
    const listening = await wires.listen('');
    const said = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
    listening.accept((_, connection) => connection && void new RawPeer(connection).send(said));
    expect(await endOf(make().connect(`memory://${listening.address}`))).toBe(code);
    listening.close();
  });

  it('answers another question than was asked: ERR_PROTOCOL', async () => {
    const listening = await wires.listen('');
    const serve = async (raw: RawPeer): Promise<void> => {
      await raw.send(encodePreamble());
      await raw.asked();
      await raw.send(Uint8Array.of(FrameType.challenge, ...new Uint8Array(15)), packetAnswer({ join: {} }));
    };
    listening.accept((_, connection) => connection && void serve(new RawPeer(connection)));
    expect(await endOf(make().connect(`memory://${listening.address}`))).toBe('ERR_PROTOCOL');
    listening.close();
  });

  it('names a channel that is not here: ERR_NEGOTIATION, on both ends', async () => {
    const listening = await wires.listen('');
    const told = new Promise<number>((resolve, reject) => {
      const serve = async (raw: RawPeer): Promise<number> => {
        await raw.send(encodePreamble());
        await raw.asked();
        const pipe = {
          brochure: brochure(),
          pipeId: new Uint8Array(16),
          channels: [{ name: 'teleport', pairs: [], registrationIds: [] }],
        };
        await raw.send(Uint8Array.of(FrameType.challenge, ...new Uint8Array(15)), packetAnswer({ pipe }));
        return (await raw.readFrame()).type;
      };
      listening.accept((_, connection) => {
        if (connection !== null) serve(new RawPeer(connection)).then(resolve, reject);
      });
    });
    expect(await endOf(make().connect(`memory://${listening.address}`))).toBe('ERR_NEGOTIATION');
    expect(await told).toBe(FrameType.failure);
    listening.close();
  });

  it('sends nobody to another place for longer than the deadline', async () => {
    const listening = await wires.listen('');
    const silent = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const serve = async (raw: RawPeer): Promise<void> => {
      await raw.send(encodePreamble());
      await raw.asked();
      const addresses = [`127.0.0.1:${portOf(silent)}`];
      const upgrade = { transport: 'tcp', addresses, registrationId: new Uint8Array(16) };
      const upgrades = Array.from({ length: 100 }, () => upgrade);
      await raw.send(
        Uint8Array.of(FrameType.challenge, ...new Uint8Array(15)),
        packetAnswer({ pipe: { brochure: brochure(), pipeId: new Uint8Array(16), upgrades } }),
      );
    };
    listening.accept((_, connection) => connection && void serve(new RawPeer(connection)));
    const pipe = make({ connectTimeoutMs: 300 }).connect(`memory://${listening.address}`);
    expect(await endOf(pipe)).toBe('ERR_TIMEOUT');
    listening.close();
    await within(new Promise((resolve) => silent.close(resolve)), 'the end of all connections');
  });
});

it('a listener that closes during a handshake ends it', async () => {
  const listener = await make().listen('memory://');
  const raw = await RawPeer.connect(wires, listener.url('memory').slice('memory://'.length));
  await raw.send(encodePreamble());
  await raw.readPreamble();
  await listener.close();
  await raw.hungUp();
});
