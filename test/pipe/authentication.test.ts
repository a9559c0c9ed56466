import { afterEach, describe, expect, it } from 'vitest';
import { Context, type ContextOptions } from '../../src/context/context.js';
import type { Listener } from '../../src/listener/listener.js';
import { ConnectionKey, MIN_SECRET_BYTES } from '../../src/pipe/authentication.js';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import { FRAME_HEADER_BYTES, FrameType } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { encodePreamble, PREAMBLE_BYTES } from '../../src/wire/preamble.js';
import { makeCertificate } from '../fixtures/certificate.js';
import { brochure, frame, HELLO, packet, RawPeer, type ReceivedFrame } from '../fuzz/raw-peer.js';

const { Challenge, Hello, Packet, PacketAnswer, Proof, Sealed } = tensorduct.v1;

const SECRET = 'a secret of 32 bytes and no less';
const OTHER = 'another one, which is as long too';
const NONCE = new Uint8Array(32).fill(1);
const wires = memory();
const contexts: Context[] = [];
const certificate = makeCertificate();

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

function make(options: ContextOptions): Context {
  const context = new Context({ limits: { connectTimeoutMs: 5_000 }, ...options });
  contexts.push(context);
  return context;
}

/** The code with which a pipe to this listener fails, or 'established'. */
async function outcome(client: ContextOptions, listener: Listener, transport = 'memory'): Promise<string> {
  const pipe = make(client).connect(listener.url(transport));
  const result = new Promise<string>((resolve) => {
    pipe.once('established', () => resolve('established'));
    pipe.once('error', ({ code }) => resolve(code));
  });
  return within(result, 'the end of the handshake');
}

/** Fails the test when the listener accepts anything. */
async function acceptsNothing(listener: Listener): Promise<void> {
  const accepted = listener.accept();
  await listener.close();
  await expect(accepted).rejects.toMatchObject({ code: 'ERR_LISTENER_CLOSED' });
}

function addressOf(listener: Listener): string {
  return listener.url('memory').slice('memory://'.length);
}

describe('a shared secret', () => {
  it.for(['memory', 'unix', 'tcp'])('lets both ends in when it is the same: %s', async (transport) => {
    const listener = await make({ secret: SECRET }).listen(
      transport === 'tcp' ? 'tcp://127.0.0.1:0' : `${transport}://`,
    );
    expect(await outcome({ secret: SECRET }, listener, transport)).toBe('established');
    const bytes = new TextEncoder().encode(SECRET);
    expect(await outcome({ secret: bytes }, listener, transport)).toBe('established');
  });

  it.for<[string, ContextOptions, ContextOptions]>([
    ['another secret', { secret: OTHER }, { secret: SECRET }],
    ['no secret, where the listener has one', {}, { secret: SECRET }],
    ['a secret, where the listener has none', { secret: SECRET }, {}],
  ])('is needed at both ends: a client with %s gets ERR_AUTHENTICATION', async ([, client, server]) => {
    const listener = await make(server).listen('memory://');
    expect(await outcome(client, listener)).toBe('ERR_AUTHENTICATION');
    await acceptsNothing(listener);
  });

  it(`has at least ${MIN_SECRET_BYTES} bytes`, () => {
    expect(() => make({ secret: 'x'.repeat(MIN_SECRET_BYTES - 1) })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
    make({ secret: 'x'.repeat(MIN_SECRET_BYTES) });
  });

  it('is not what a stranger hears of: a wrong proof gets no byte beyond the challenge', async () => {
    const listener = await make({ secret: SECRET }).listen('memory://');
    const raw = await RawPeer.connect(wires, addressOf(listener));
    await raw.send(encodePreamble(), HELLO);
    await raw.readPreamble();
    await raw.expect(FrameType.challenge);
    await raw.send(frame(FrameType.proof, Proof.encode({ mac: new Uint8Array(32) }).finish()));
    expect(await raw.hungUp()).toBe(0);
    await acceptsNothing(listener);
  });

  it.for<[string, Uint8Array]>([
    ['a frame of 4 GiB', new Uint8Array(FRAME_HEADER_BYTES).fill(255, 4, 8).fill(FrameType.proof, 0, 1)],
    ['no proof but a packet', packet({ open: { brochure: brochure() } })],
    ['a proof of no bytes', frame(FrameType.proof, new Uint8Array(0))],
  ])('is not what a stranger hears of: %s gets no byte beyond the challenge', async ([, bytes]) => {
    const listener = await make({ secret: SECRET }).listen('memory://');
    const raw = await RawPeer.connect(wires, addressOf(listener));
    await raw.send(encodePreamble(), HELLO);
    await raw.readPreamble();
    await raw.expect(FrameType.challenge);
    await raw.send(bytes);
    expect(await raw.hungUp()).toBe(0);
    await acceptsNothing(listener);
  });

  it('is asked for on lanes and on connections to a better transport too', async () => {
    const server = make({ secret: SECRET });
    server.registerTransport(500, 'better', memory());
    const listener = await server.listen(['memory://', 'better://']);
    const client = make({ secret: SECRET });
    client.registerTransport(500, 'better', memory());
    const pipe = client.connect(listener.url('memory'));
    await within(new Promise<void>((resolve) => pipe.once('established', resolve)), 'the handshake');
    expect(pipe.explain().transport?.name).toBe('better');
    for (const transport of ['memory', 'better']) {
      const raw = await RawPeer.connect(wires, listener.url(transport).slice(`${transport}://`.length));
      await raw.send(encodePreamble(), HELLO, packet({ join: { registrationId: new Uint8Array(16) } }));
      await raw.readPreamble();
      await raw.expect(FrameType.challenge);
      expect(await raw.hungUp()).toBe(0);
    }
  });
});

/** Someone on the way between a client and a server, who sees and may change every frame of the handshake. */
class Relay {
  readonly toServer: Uint8Array[] = [];
  readonly toClient: Uint8Array[] = [];
  readonly url: Promise<string>;
  private readonly listening = wires.listen('');

  /** @param change gets each preamble (type 0) and frame; what it returns is sent on */
  constructor(server: Listener, change: (type: number, bytes: Uint8Array, fromClient: boolean) => Uint8Array) {
    this.url = this.listening.then(({ address }) => `memory://${address}`);
    void this.listening.then((listener) => {
      listener.accept((_, connection) => {
        if (connection !== null) void this.relay(new RawPeer(connection), addressOf(server), change);
      });
    });
  }

  private async relay(client: RawPeer, address: string, change: ConstructorParameters<typeof Relay>[1]): Promise<void> {
    const server = await RawPeer.connect(wires, address);
    const forward = async (from: RawPeer, to: RawPeer, fromClient: boolean): Promise<void> => {
      const log = fromClient ? this.toServer : this.toClient;
      const pass = async (type: number, bytes: Uint8Array): Promise<void> => {
        log.push(bytes);
        await to.send(change(type, bytes, fromClient));
      };
      try {
        await pass(0, await from.read(PREAMBLE_BYTES));
        for (;;) {
          const received = await from.readFrame();
          await pass(received.type, bytesOf(received));
        }
      } catch {
        to.close();
      }
    };
    await Promise.all([forward(client, server, true), forward(server, client, false)]);
    void this.listening.then((listener) => listener.close());
  }
}

function bytesOf({ type, head, body }: ReceivedFrame): Uint8Array {
  return frame(type, head, body);
}

async function through(
  change: (type: number, bytes: Uint8Array, fromClient: boolean) => Uint8Array,
): Promise<{ code: string; relay: Relay; listener: Listener }> {
  const listener = await make({ secret: SECRET }).listen('memory://');
  const relay = new Relay(listener, change);
  const pipe = make({ secret: SECRET }).connect(await relay.url);
  const result = new Promise<string>((resolve) => {
    pipe.once('established', () => resolve('established'));
    pipe.once('error', ({ code }) => resolve(code));
  });
  return { code: await within(result, 'the end of the handshake'), relay, listener };
}

function flip(bytes: Uint8Array, position: number): Uint8Array {
  const copy = bytes.slice();
  copy[position] ^= 1;
  return copy;
}

describe('someone on the way, who does not know the secret,', () => {
  it('can pass everything on', async () => {
    expect((await through((_, bytes) => bytes)).code).toBe('established');
  });

  it.for<[string, boolean]>([
    ['of the client', true],
    ['of the server', false],
  ])('cannot change a preamble %s: capabilities and minor versions are proven too', async ([, side]) => {
    for (const position of [10, 12, 15]) {
      const { code, listener } = await through((type, bytes, fromClient) =>
        type === 0 && fromClient === side ? flip(bytes, position) : bytes,
      );
      expect(code).toBe('ERR_AUTHENTICATION');
      await acceptsNothing(listener);
    }
  });

  it('cannot change a nonce or a proof', async () => {
    for (const changed of [FrameType.hello, FrameType.challenge, FrameType.proof]) {
      const { code, listener } = await through((type, bytes) =>
        type === changed ? flip(bytes, bytes.length - 1) : bytes,
      );
      expect(code).toBe('ERR_AUTHENTICATION');
      await acceptsNothing(listener);
    }
  });

  it('cannot change a bit of the brochure of the client', async () => {
    for (const fromEnd of [1, 33, 40, 60]) {
      const { code, listener } = await through((type, bytes) =>
        type === FrameType.packet ? flip(bytes, bytes.length - fromEnd) : bytes,
      );
      expect(['ERR_AUTHENTICATION', 'ERR_PEER_LOST']).toContain(code);
      await acceptsNothing(listener);
    }
  });

  it('cannot change a bit of the answer of the server', async () => {
    for (const fromEnd of [1, 33, 40, 60]) {
      const { code } = await through((type, bytes) =>
        type === FrameType.packetAnswer ? flip(bytes, bytes.length - fromEnd) : bytes,
      );
      expect(code).toBe('ERR_AUTHENTICATION');
    }
  });

  it('cannot play back what a client has said', async () => {
    const { relay, listener } = await through((_, bytes) => bytes);
    await within(listener.accept(), 'the first pipe');
    const raw = await RawPeer.connect(wires, addressOf(listener));
    await raw.send(...relay.toServer);
    await raw.readPreamble();
    await raw.expect(FrameType.challenge);
    expect(await raw.hungUp()).toBe(0);
    await acceptsNothing(listener);
  });

  it('cannot play back what a listener has said', async () => {
    const { relay } = await through((_, bytes) => bytes);
    const listening = await wires.listen('');
    listening.accept((_, connection) => connection && void new RawPeer(connection).send(...relay.toClient));
    const pipe = make({ secret: SECRET }).connect(`memory://${listening.address}`);
    const error = new Promise<string>((resolve) => pipe.once('error', ({ code }) => resolve(code)));
    expect(await within(error, 'the end of the handshake')).toBe('ERR_AUTHENTICATION');
    listening.close();
  });

  it("cannot send a client's own proof back to it", async () => {
    const listening = await wires.listen('');
    const fake = async (raw: RawPeer): Promise<void> => {
      await raw.send(encodePreamble(), frame(FrameType.challenge, Challenge.encode({ nonce: NONCE }).finish()));
      await raw.readPreamble();
      await raw.expect(FrameType.hello);
      await raw.send(bytesOf(await raw.expect(FrameType.proof)));
    };
    listening.accept((_, connection) => connection && void fake(new RawPeer(connection)));
    const pipe = make({ secret: SECRET }).connect(`memory://${listening.address}`);
    const error = new Promise<string>((resolve) => pipe.once('error', ({ code }) => resolve(code)));
    expect(await within(error, 'the end of the handshake')).toBe('ERR_AUTHENTICATION');
    listening.close();
  });
});

describe('versions', () => {
  it('a later minor one speaks with us, also under a secret', async () => {
    const listener = await make({ secret: SECRET }).listen('memory://');
    const raw = await RawPeer.connect(wires, addressOf(listener));
    const later = encodePreamble();
    later[10] = 7;
    later[12] = 1;
    await raw.send(later, frame(FrameType.hello, Hello.encode({ nonce: NONCE }).finish()));
    const preamble = await raw.read(PREAMBLE_BYTES);
    const { nonce } = Challenge.decode((await raw.expect(FrameType.challenge)).head);
    const secret = new TextEncoder().encode(SECRET);
    const key = ConnectionKey.derive(secret, { preamble: later, nonce: NONCE }, { preamble, nonce });
    await raw.send(frame(FrameType.proof, Proof.encode({ mac: key.proof('client') }).finish()));
    key.checkProof('server', Proof.decode((await raw.expect(FrameType.proof)).head).mac);
    const body = Packet.encode({ open: { brochure: brochure() } }).finish();
    await raw.send(frame(FrameType.packet, key.seal('client', body)));
    const { head } = await raw.expect(FrameType.packetAnswer);
    expect(PacketAnswer.decode(key.open('server', head)).pipe).toBeTruthy();
    await within(listener.accept(), 'the pipe');
  });
});

describe('a registration id', () => {
  async function opened(): Promise<{ id: Uint8Array; join: (id: Uint8Array) => Promise<RawPeer> }> {
    const listener = await make({}).listen('memory://');
    const raw = await RawPeer.connect(wires, addressOf(listener));
    const { channels } = await raw.open(brochure());
    await within(listener.accept(), 'the pipe');
    return {
      id: channels?.[0]?.registrationIds?.[0] ?? new Uint8Array(0),
      async join(registrationId) {
        const lane = await RawPeer.connect(wires, addressOf(listener));
        await lane.send(encodePreamble(), HELLO, packet({ join: { registrationId } }));
        await lane.readPreamble();
        await lane.expect(FrameType.challenge);
        return lane;
      },
    };
  }

  it('is good for one connection', async () => {
    const { id, join } = await opened();
    const first = await join(id);
    await first.expect(FrameType.packetAnswer);
    expect(await (await join(id)).hungUp()).toBe(0);
  });

  it('that nobody has given out is refused, without a word', async () => {
    const { id, join } = await opened();
    for (const guess of [new Uint8Array(16), new Uint8Array(0), flip(id, 3), id.subarray(0, 15)]) {
      expect(await (await join(guess)).hungUp()).toBe(0);
    }
    await (await join(id)).expect(FrameType.packetAnswer);
  });

  it('has 16 bytes, and no two have any byte in common more often than by chance', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, async () => (await opened()).id));
    expect(ids.every(({ length }) => length === 16)).toBe(true);
    for (let position = 0; position < 16; position++) {
      expect(new Set(ids.map((id) => id[position])).size).toBeGreaterThan(10);
    }
  });

  it('is forgotten when its pipe ends', async () => {
    const listener = await make({}).listen('memory://');
    const raw = await RawPeer.connect(wires, addressOf(listener));
    const { channels } = await raw.open(brochure());
    const pipe = await within(listener.accept(), 'the pipe');
    const closed = new Promise<void>((resolve) => pipe.once('close', resolve));
    pipe.once('error', () => {});
    raw.close();
    await within(closed, 'the end of the pipe');
    const lane = await RawPeer.connect(wires, addressOf(listener));
    const registrationId = channels?.[0]?.registrationIds?.[0];
    await lane.send(encodePreamble(), HELLO, packet({ join: { registrationId } }));
    await lane.readPreamble();
    await lane.expect(FrameType.challenge);
    expect(await lane.hungUp()).toBe(0);
  });
});

describe('TLS', () => {
  const { key, cert } = certificate;
  const server = { key, cert };
  const mutual = { ...server, requestCert: true, rejectUnauthorized: true, ca: cert };
  const client = { ca: cert, servername: 'localhost' };

  it('encrypts pipes of contexts that have it', async () => {
    const listener = await make({ tcp: { tls: { server } } }).listen('tcp://127.0.0.1:0');
    expect(await outcome({ tcp: { tls: { client } } }, listener, 'tcp')).toBe('established');
  });

  it('with certificates of both ends lets in only who has one', async () => {
    const listener = await make({ tcp: { tls: { server: mutual } } }).listen('tcp://127.0.0.1:0');
    const limits = { connectTimeoutMs: 1_000 };
    expect(await outcome({ tcp: { tls: { client: { ...client, key, cert } } } }, listener, 'tcp')).toBe('established');
    await within(listener.accept(), 'the pipe with a certificate');
    expect(await outcome({ limits, tcp: { tls: { client } } }, listener, 'tcp')).not.toBe('established');
    expect(await outcome({ limits }, listener, 'tcp')).not.toBe('established');
    await acceptsNothing(listener);
  });

  it('does not let a client in that does not know the certificate', async () => {
    const listener = await make({ tcp: { tls: { server } } }).listen('tcp://127.0.0.1:0');
    expect(
      await outcome({ limits: { connectTimeoutMs: 1_000 }, tcp: { tls: { client: {} } } }, listener, 'tcp'),
    ).not.toBe('established');
    await acceptsNothing(listener);
  });
});

describe('listening where strangers can connect', () => {
  const anywhere = 'tcp://0.0.0.0:0';

  it('needs a secret, TLS, or the word that the network is trusted', async () => {
    await expect(make({}).listen(anywhere)).rejects.toMatchObject({ code: 'ERR_INSECURE_ADDRESS' });
    await make({}).listen(anywhere, { insecure: true });
    await make({ secret: SECRET }).listen(anywhere);
    await make({ tcp: { tls: { server: certificate } } }).listen(anywhere);
  });

  it('on one such address of several opens none of them', async () => {
    const context = make({});
    await expect(context.listen(['memory://fixed', anywhere])).rejects.toMatchObject({ code: 'ERR_INSECURE_ADDRESS' });
    await context.listen('memory://fixed');
  });
});

it('Sealed says nothing without a secret, and everything with one', () => {
  const opening = { preamble: encodePreamble(), nonce: NONCE };
  const key = ConnectionKey.derive(new TextEncoder().encode(SECRET), opening, opening);
  const body = Uint8Array.of(1, 2, 3);
  const unsealed = Sealed.decode(ConnectionKey.none.seal('client', body));
  expect([...unsealed.body, ...unsealed.mac]).toEqual([...body]);
  expect([...key.open('client', key.seal('client', body))]).toEqual([...body]);
  expect(() => key.open('server', key.seal('client', body))).toThrow(
    expect.objectContaining({ code: 'ERR_AUTHENTICATION' }),
  );
  expect(() => key.open('client', ConnectionKey.none.seal('client', body))).toThrow(
    expect.objectContaining({ code: 'ERR_AUTHENTICATION' }),
  );
});
