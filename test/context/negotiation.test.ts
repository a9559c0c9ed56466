import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  basic,
  Context,
  inProcess,
  memory,
  tcp,
  unix,
  type Limits,
  type Pipe,
  type TransportContext,
} from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { portOf } from '../support/proxy.js';

type Backends = Readonly<Record<string, number>>;

const TRANSPORTS: Readonly<Record<string, () => TransportContext>> = { memory, tcp, unix };

/** A context with some of the built-in transports, and both channels, under priorities of one's own. */
function contextWith(
  name: string,
  transports: Backends,
  channels: Backends = { basic: 1, 'in-process': 2 },
  limits: Partial<Limits> = {},
): Context {
  const context = new Context({ name, limits, defaults: false });
  for (const [transport, priority] of Object.entries(transports)) {
    context.registerTransport(priority, transport, TRANSPORTS[transport]());
  }
  for (const [channel, priority] of Object.entries(channels)) {
    context.registerChannel(priority, channel, channel === 'basic' ? basic() : inProcess());
  }
  return context;
}

/** A pipe from `near` to `far`, established: both of its ends, after a large message each way. */
async function open(near: Context, far: Context, urls: readonly string[], connectTo = 0): Promise<[Pipe, Pipe]> {
  const listener = await far.listen(urls);
  const pipe = near.connect(listener.urls[connectTo]);
  const peer = await within(listener.accept(), 'the pipe');
  await Promise.all([exchange(pipe, peer), exchange(peer, pipe)]);
  return [pipe, peer];
}

/** Sends a message with a part inline and one through a channel, and checks what arrives. */
async function exchange(from: Pipe, to: Pipe): Promise<void> {
  const large = new Uint8Array(200_000).fill(7);
  const written = from.write({ payloads: [{ data: Buffer.from('small') }], tensors: [{ data: large }] });
  const descriptor = await within(to.readDescriptor(), 'a descriptor');
  if (descriptor === null) throw new Error('the stream ended');
  const message = await within(to.read(descriptor.allocate()), 'a message');
  await within(written, 'the write');
  expect(Buffer.from(message.payloads[0].data).toString()).toBe('small');
  expect(Buffer.compare(large, message.tensors[0].typed('uint8'))).toBe(0);
}

/** A port on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function closeAll(...contexts: Context[]): Promise<void> {
  await within(Promise.all(contexts.map((context) => context.close())), 'the end of all contexts');
}

describe('the listening end decides', () => {
  it('which channel is used, where the two ends have other priorities [TP gap: selection by priority, and mismatched priorities]', async () => {
    const near = contextWith('near', { tcp: 1 }, { basic: 9, 'in-process': 1 });
    const far = contextWith('far', { tcp: 1 }, { basic: 1, 'in-process': 9 });
    const [pipe, peer] = await open(near, far, ['tcp://127.0.0.1:0']);
    for (const end of [pipe, peer]) {
      expect(end.explain().channels).toEqual([{ name: 'in-process', local: 'cpu:0', remote: 'cpu:0' }]);
      expect(end.explain().passedOver).toContainEqual({
        kind: 'channel',
        name: 'basic',
        reason: 'in-process has the higher priority',
      });
      expect(Object.keys(end.counters.channelBytes)).toEqual(['in-process']);
    }
    await closeAll(near, far);
  });

  it('which transport is used, where the two ends have other priorities [TP gap: selection by priority, and mismatched priorities]', async () => {
    const near = contextWith('near', { tcp: 9, unix: 1 });
    const far = contextWith('far', { tcp: 1, unix: 9 });
    const [pipe, peer] = await open(near, far, ['tcp://127.0.0.1:0', 'unix://']);
    expect(pipe.explain().transport).toMatchObject({ name: 'unix', bootstrap: 'tcp' });
    expect(peer.explain().transport).toMatchObject({ name: 'unix', bootstrap: 'tcp' });
    await closeAll(near, far);
  });

  it('and passes over what only one of the ends has, with the reason', async () => {
    const near = contextWith('near', { tcp: 1 }, { basic: 1 });
    const far = contextWith('far', { tcp: 1, unix: 2, memory: 3 });
    const [pipe] = await open(near, far, ['tcp://127.0.0.1:0', 'unix://']);
    expect(pipe.explain().passedOver).toEqual(
      expect.arrayContaining([
        { kind: 'transport', name: 'unix', reason: 'the connecting end does not have it' },
        { kind: 'transport', name: 'memory', reason: 'the connecting end does not have it' },
        { kind: 'channel', name: 'in-process', reason: 'the connecting end does not have it' },
      ]),
    );
    expect(Object.keys(pipe.counters.channelBytes)).toEqual(['basic']);
    await closeAll(near, far);
  });
});

describe('a pipe', () => {
  it('moves to the best transport that both ends have, and operations from before go with it [TP gap: transport upgrade]', async () => {
    const near = contextWith('near', { tcp: 1, unix: 2, memory: 3 });
    const far = contextWith('far', { tcp: 1, unix: 2, memory: 3 });
    const [pipe, peer] = await open(near, far, ['tcp://127.0.0.1:0', 'unix://', 'memory://']);
    expect(pipe.explain().transport).toMatchObject({ name: 'memory', bootstrap: 'tcp' });
    expect(peer.explain().transport).toMatchObject({ name: 'memory', bootstrap: 'tcp' });
    await closeAll(near, far);
  });

  it('stays where it is when the better transport cannot be reached, and says why [TP gap: transport upgrade]', async () => {
    const near = contextWith('near', { tcp: 1, unix: 2 });
    const far = contextWith('far', { tcp: 1, unix: 2 });
    const listener = await far.listen(['tcp://127.0.0.1:0', 'unix://'], { advertise: ['unix:///nowhere/at-all.sock'] });
    const pipe = near.connect(listener.url('tcp'));
    const peer = await within(listener.accept(), 'the pipe');
    await exchange(pipe, peer);
    for (const end of [pipe, peer]) {
      expect(end.explain().transport).toMatchObject({ name: 'tcp', bootstrap: 'tcp' });
      expect(end.explain().passedOver).toContainEqual(expect.objectContaining({ kind: 'transport', name: 'unix' }));
    }
    await closeAll(near, far);
  });

  it('does not spend the time that it has for connecting on a better transport that cannot be reached', async () => {
    const free = await freePort();
    const unreachable = ['unix:///nowhere/at-all.sock', `tcp://127.0.0.1:${free}`];
    // Less than what an upgrade may take.
    const near = contextWith('near', { memory: 1, unix: 2, tcp: 3 }, undefined, { connectTimeoutMs: 1_000 });
    const far = contextWith('far', { memory: 1, unix: 2, tcp: 3 });
    const listener = await far.listen(['memory://', 'unix://', 'tcp://127.0.0.1:0'], { advertise: unreachable });
    const pipe = near.connect(listener.url('memory'));
    const peer = await within(listener.accept(), 'the pipe');
    await exchange(pipe, peer);
    expect(pipe.explain().transport).toMatchObject({ name: 'memory', bootstrap: 'memory' });
    await closeAll(near, far);
  });

  it('goes where the listener says that it can be reached', async () => {
    const near = contextWith('near', { tcp: 2, unix: 1 });
    const far = contextWith('far', { tcp: 2, unix: 1 });
    const listener = await far.listen(['unix://', 'tcp://127.0.0.1:0']);
    const port = listener.url('tcp').split(':').at(-1) ?? '';
    const other = await far.listen(['unix://', 'tcp://127.0.0.1:0'], { advertise: [`tcp://localhost:${port}`] });
    // The advertised address leads to the first listener, which knows nothing of this registration.
    const pipe = near.connect(other.url('unix'));
    const peer = await within(other.accept(), 'the pipe');
    await exchange(pipe, peer);
    expect(pipe.explain().transport).toMatchObject({ name: 'unix' });
    await closeAll(near, far);
  });
});
