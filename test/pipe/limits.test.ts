import { afterEach, describe, expect, it } from 'vitest';
import { Context } from '../../src/context/context.js';
import type { Limits } from '../../src/context/limits.js';
import type { Listener } from '../../src/listener/listener.js';
import type { Message } from '../../src/message/message.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import { tcp } from '../../src/transports/tcp/index.js';
import { FrameType } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { encodePreamble } from '../../src/wire/preamble.js';
import { brochure, frame, HELLO, packet, RawPeer } from '../fuzz/raw-peer.js';

const { Descriptor, Sealed } = tensorduct.v1;

const wires = memory();
const sockets = tcp();
const contexts: Context[] = [];

afterEach(async () => {
  await Promise.all(contexts.splice(0).map((context) => context.close()));
});

function make(limits: Partial<Limits> = {}): Context {
  const context = new Context({ limits });
  contexts.push(context);
  return context;
}

function endOf(pipe: Pipe): Promise<string> {
  const end = new Promise<string>((resolve) => {
    pipe.once('error', ({ code }) => resolve(code));
    pipe.once('close', () => resolve('closed'));
  });
  return within(end, 'the end of the pipe');
}

async function established(pipe: Pipe): Promise<Pipe> {
  if (pipe.explain().state === 'established') return pipe;
  const result = new Promise<Pipe>((resolve, reject) => {
    pipe.once('established', () => resolve(pipe));
    pipe.once('error', reject);
  });
  return within(result, 'the handshake');
}

/** Both ends of a pipe, of contexts with these limits. */
async function pair(client: Partial<Limits>, server: Partial<Limits>): Promise<[Pipe, Pipe]> {
  const listener = await make(server).listen('memory://');
  const near = make(client).connect(listener.url('memory'));
  const far = await within(listener.accept(), 'the pipe');
  return [await established(near), await established(far)];
}

/** A raw client of a listener with these limits, and our end of its pipe. */
async function rawPair(limits: Partial<Limits>): Promise<[RawPeer, Pipe]> {
  const listener = await make(limits).listen('memory://');
  const raw = await connectRaw(listener);
  await raw.open(brochure());
  return [raw, await within(listener.accept(), 'the pipe')];
}

function connectRaw(listener: Listener): Promise<RawPeer> {
  return RawPeer.connect(wires, listener.url('memory').slice('memory://'.length));
}

/** A message beyond the limit: refused at the writer that has it, at the writer whose reader has it, and at the reader. */
async function limitsMessages(
  limits: Partial<Limits>,
  message: Message,
  content: tensorduct.v1.Descriptor.$Properties,
) {
  const [own] = await pair(limits, {});
  await expect(own.write(message)).rejects.toMatchObject({ code: 'ERR_LIMIT_EXCEEDED', operation: 'write' });
  const [far, reader] = await pair({}, limits);
  await expect(within(far.write(message), 'the write')).rejects.toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
  // That cost one message only.
  await within(far.write({}), 'the next write');
  expect(await within(reader.readDescriptor(), 'the next message')).not.toBeNull();
  const [raw, pipe] = await rawPair(limits);
  const ended = endOf(pipe);
  await raw.send(frame(FrameType.message, Descriptor.encode(content).finish()));
  expect(await ended).toBe('ERR_LIMIT_EXCEEDED');
}

/** The third of these to a listener with room for two is told so; when one has gone there is room again. */
async function limitsPipes(limits: Partial<Limits>, makeRoom: (listener: Listener) => Promise<void>) {
  const listener = await make(limits).listen('memory://');
  const client = make();
  for (let i = 0; i < 2; i++) await established(client.connect(listener.url('memory')));
  const third = endOf(client.connect(listener.url('memory')));
  expect(await third).toBe('ERR_LIMIT_EXCEEDED');
  await makeRoom(listener);
  await established(client.connect(listener.url('memory')));
}

const offer = { transfer: 1 };
const bytes = (length: number): Uint8Array => new Uint8Array(length);

/** One test for each limit. */
const TESTS: { readonly [name in keyof Limits]: () => Promise<void> } = {
  metadataBytes: () =>
    limitsMessages(
      { metadataBytes: 10 },
      { metadata: bytes(6), payloads: [{ data: bytes(1), metadata: bytes(5) }] },
      { metadata: bytes(6), payloads: [{ metadata: bytes(5) }] },
    ),
  payloadBytes: () =>
    limitsMessages({ payloadBytes: 10 }, { payloads: [{ data: bytes(11) }] }, { payloads: [{ length: 11, offer }] }),
  tensorBytes: () =>
    limitsMessages(
      { tensorBytes: 10 },
      { tensors: [{ data: bytes(11) }] },
      { tensors: [{ length: 11, shape: [11], offer }] },
    ),
  payloads: () =>
    limitsMessages({ payloads: 1 }, { payloads: [{ data: bytes(0) }, { data: bytes(0) }] }, { payloads: [{}, {}] }),
  tensors: () =>
    limitsMessages(
      { tensors: 1 },
      { tensors: [{ data: bytes(0) }, { data: bytes(0) }] },
      { tensors: [{ shape: [0] }, { shape: [0] }] },
    ),

  async inlineBytes() {
    const [near, far] = await pair({}, { inlineBytes: 1000 });
    void near.write({ payloads: [{ data: bytes(600) }, { data: bytes(600) }] });
    const descriptor = await within(far.readDescriptor(), 'the message');
    await within(far.read(descriptor?.allocate() ?? { payloads: [], tensors: [] }), 'the read');
    // The second one had no room.
    expect(near.counters.channelBytes).toEqual({ 'in-process': 600 });
    const [raw, pipe] = await rawPair({ inlineBytes: 1000 });
    const ended = endOf(pipe);
    const head = Descriptor.encode({ payloads: [{ length: 1001 }] }).finish();
    await raw.send(frame(FrameType.message, head, bytes(1001)));
    expect(await ended).toBe('ERR_LIMIT_EXCEEDED');
  },

  async inlineItemBytes() {
    const [near, far] = await pair({ inlineItemBytes: 100 }, {});
    expect(near.explain().inlineItemBytes).toBe(100);
    void near.write({ payloads: [{ data: bytes(100) }, { data: bytes(101) }] });
    const descriptor = await within(far.readDescriptor(), 'the message');
    await within(far.read(descriptor?.allocate() ?? { payloads: [], tensors: [] }), 'the read');
    expect(near.counters.channelBytes).toEqual({ 'in-process': 101 });
  },

  async windowBytes() {
    const [near, far] = await pair({}, { windowBytes: 10_000 });
    const writes = Array.from({ length: 20 }, () => near.write({ payloads: [{ data: bytes(1000) }] }));
    await within(writes[5], 'a write within the window');
    expect(near.counters.creditWaits).toBeGreaterThan(0);
    for (let i = 0; i < 20; i++) {
      const descriptor = await within(far.readDescriptor(), 'a message');
      await far.read(descriptor?.allocate() ?? { payloads: [], tensors: [] });
    }
    await within(Promise.all(writes), 'the other writes');
    const [raw, pipe] = await rawPair({ windowBytes: 10_000 });
    const ended = endOf(pipe);
    const head = Descriptor.encode({ payloads: [{ length: 1000 }] }).finish();
    for (let i = 0; i < 20; i++) void raw.send(frame(FrameType.message, head, bytes(1000)));
    expect(await ended).toBe('ERR_PROTOCOL');
  },

  async writeHighWaterBytes() {
    const [near, far] = await pair({ writeHighWaterBytes: 1000 }, { windowBytes: 1 });
    await reachesHighWater(near, far, { payloads: [{ data: bytes(600) }] });
  },

  async writeHighWaterMessages() {
    const [near, far] = await pair({ writeHighWaterMessages: 2 }, { windowBytes: 1 });
    await reachesHighWater(near, far, {});
  },

  async queuedOperations() {
    const listener = await make({ queuedOperations: 2, writeHighWaterMessages: 2 }).listen('memory://');
    const accepts = [listener.accept(), listener.accept()];
    await expect(listener.accept()).rejects.toMatchObject({ code: 'ERR_QUEUE_FULL', operation: 'accept' });
    const pipe = make({ queuedOperations: 2, writeHighWaterMessages: 2 }).connect(listener.url('memory'));
    const writes = [pipe.write({}), pipe.write({})];
    await expect(pipe.write({})).rejects.toMatchObject({ code: 'ERR_QUEUE_FULL', operation: 'write' });
    const reads = [pipe.readDescriptor(), pipe.readDescriptor()];
    await expect(pipe.readDescriptor()).rejects.toMatchObject({ code: 'ERR_QUEUE_FULL', operation: 'readDescriptor' });
    await within(Promise.all(writes), 'the writes');
    pipe.destroy();
    await listener.close();
    for (const operation of [...reads, accepts[1]]) await expect(operation).rejects.toThrow();
  },

  async handshakeBytes() {
    const listener = await make({ handshakeBytes: 300 }).listen('memory://');
    const raw = await connectRaw(listener);
    const long = Sealed.encode({ body: bytes(400) }).finish();
    await raw.send(encodePreamble(), HELLO, frame(FrameType.packet, long));
    await raw.hungUp();
    // An answer has the names of all backends, so it does not fit.
    const other = await make().listen('memory://');
    expect(await endOf(make({ handshakeBytes: 300 }).connect(other.url('memory')))).toBe('ERR_LIMIT_EXCEEDED');
  },

  async pendingHandshakes() {
    const listener = await make({ pendingHandshakes: 2 }).listen('memory://');
    const silent: RawPeer[] = [];
    for (let i = 0; i < 3; i++) silent.push(await connectRaw(listener));
    await silent[0].hungUp();
    await silent[2].open(brochure());
    await silent[1].open(brochure());
  },

  pipesPerListener: () =>
    limitsPipes({ pipesPerListener: 2 }, async (listener) => {
      const far = await within(listener.accept(), 'the pipe');
      const closed = new Promise<void>((resolve) => far.once('close', resolve));
      far.destroy();
      await within(closed, 'the end of a pipe');
    }),

  acceptBacklog: () =>
    limitsPipes({ acceptBacklog: 2 }, async (listener) => {
      await within(listener.accept(), 'the pipe');
    }),

  async connectTimeoutMs() {
    const silent = await wires.listen('');
    const pipe = make({ connectTimeoutMs: 50 }).connect(`memory://${silent.address}`);
    expect(await endOf(pipe)).toBe('ERR_TIMEOUT');
    silent.close();
    const listener = await make({ connectTimeoutMs: 50 }).listen('memory://');
    const silence = await connectRaw(listener);
    const half = await connectRaw(listener);
    await half.send(encodePreamble(), HELLO, packet({ open: { brochure: brochure() } }).subarray(0, 20));
    await silence.hungUp();
    await half.hungUp();
  },

  async drainTimeoutMs() {
    const [near] = await pair({ drainTimeoutMs: 50 }, {});
    const stuck = near.write({ tensors: [{ data: bytes(100_000) }] });
    const ended = endOf(near);
    await within(near.close(), 'close');
    expect(await ended).toBe('ERR_TIMEOUT');
    await expect(stuck).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
  },

  async keepaliveMs() {
    const listener = await make({ keepaliveMs: 20 }).listen('tcp://127.0.0.1:0');
    const raw = await RawPeer.connect(sockets, listener.url('tcp').slice('tcp://'.length));
    await raw.open(brochure());
    const pipe = await within(listener.accept(), 'the pipe');
    const ended = endOf(pipe);
    // One ping only: it is not answered.
    await raw.expect(FrameType.ping);
    expect(await ended).toBe('ERR_PEER_LOST');
    raw.close();
  },
};

async function reachesHighWater(near: Pipe, far: Pipe, message: Message): Promise<void> {
  // The first one takes all of the reader's window, so those behind it wait.
  await within(near.write({}), 'the first write');
  void near.write(message);
  expect(near.writable).toBe(true);
  void near.write(message);
  expect(near.writable).toBe(false);
  const drain = new Promise<void>((resolve) => near.once('drain', resolve));
  for (let i = 0; i < 3; i++) {
    const descriptor = await within(far.readDescriptor(), 'a message');
    await far.read(descriptor?.allocate() ?? { payloads: [], tensors: [] });
  }
  await within(drain, 'drain');
  expect(near.writable).toBe(true);
}

describe('the limit', () => {
  it.for(Object.entries(TESTS))('%s holds, and whoever reaches it is told', async ([, test]) => {
    await test();
  });

  it.for(['metadataBytes', 'connectTimeoutMs'])('%s is a whole number, not negative', (name) => {
    for (const value of [-1, 1.5, NaN, Infinity, '5']) {
      expect(() => new Context({ limits: { [name]: value } })).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
      );
    }
  });

  it('that there is not is an error, not a wish', () => {
    expect(() => new Context({ limits: JSON.parse('{"windowBites":1}') as Partial<Limits> })).toThrow('windowBites');
  });
});
