import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { within } from '../../src/testing/deadlines.js';
import { turns } from '../../src/testing/channel/pair.js';
import { memory } from '../../src/transports/memory/index.js';
import { FrameType } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { brochure, frame, RawPeer } from '../fuzz/raw-peer.js';
import { assertInStep, bytes, closed, contextOf, established, LARGE } from '../support/ends.js';
import { portOf, Proxy } from '../support/proxy.js';

const TCP = 'tcp and basic';
const SHORT_MS = 50;
/** Long enough for several attempts to connect, also on a busy machine. */
const ATTEMPTS_MS = 500;

/** An address on which nobody listens for the moment. */
async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return `tcp://127.0.0.1:${port}`;
}

describe('connect', () => {
  it('tries again where nobody listens yet, and what was written meanwhile arrives', async () => {
    const url = await freeAddress();
    await using nearContext = contextOf('near', { medium: TCP });
    await using farContext = contextOf('far', { medium: TCP });
    const near = nearContext.connect(url);
    const written = near.write({ metadata: bytes(3) });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(near.explain().state).toBe('connecting');
    const listener = await farContext.listen(url);
    const far = await within(listener.accept(), 'the other end');
    const descriptor = await within(far.readDescriptor(), 'the descriptor');
    expect(descriptor?.metadata.length).toBe(3);
    await far.read({});
    await within(written, 'the write');
    await assertInStep(near, far);
  });

  it.for([
    { of: 'the call', limits: {}, options: { timeoutMs: ATTEMPTS_MS } },
    { of: 'the context', limits: { connectTimeoutMs: ATTEMPTS_MS }, options: {} },
  ])('fails at the deadline of $of when nobody ever listens, and then leaves nothing', async ({ limits, options }) => {
    await using context = contextOf('near', { medium: TCP, limits });
    const pipe = context.connect(await freeAddress(), options);
    const over = closed(pipe);
    await expect(within(pipe.readDescriptor(), 'the failure')).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
    await expect(pipe.write({})).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
    await over;
  });

  it('fails at its deadline when a listener says nothing', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = portOf(server);
    const accepted = new Promise<void>((resolve) => {
      server.on('connection', (socket) => {
        socket.on('error', () => {});
        socket.on('close', () => resolve());
        socket.resume();
      });
    });
    await using context = contextOf('near', { medium: TCP });
    const pipe = context.connect(`tcp://127.0.0.1:${port}`, { timeoutMs: SHORT_MS });
    await expect(within(pipe.readDescriptor(), 'the failure')).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      operation: 'connect',
    });
    await within(accepted, 'the end of the connection');
    await new Promise((resolve) => server.close(resolve));
  });

  it.for(['before the call', 'while it tries', 'in mid-handshake'])('is ended by its signal %s', async (when) => {
    const server = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = portOf(server);
    await using context = contextOf('near', { medium: TCP });
    const controller = new AbortController();
    if (when === 'before the call') controller.abort('why');
    const url = when === 'while it tries' ? await freeAddress() : `tcp://127.0.0.1:${port}`;
    const connected = new Promise((resolve) => server.once('connection', resolve));
    const pipe = context.connect(url, { signal: controller.signal });
    const over = closed(pipe);
    if (when === 'in mid-handshake') await within(connected, 'the connection');
    if (when === 'while it tries') await turns(20);
    controller.abort('why');
    await expect(within(pipe.readDescriptor(), 'the failure')).rejects.toMatchObject({
      code: 'ERR_ABORTED',
      cause: 'why',
    });
    await over;
    await within(new Promise((resolve) => server.close(resolve)), 'the end of all connections');
  });

  it('is not ended by its signal once the pipe is established', async () => {
    await using nearContext = contextOf('near', { medium: TCP });
    await using farContext = contextOf('far', { medium: TCP });
    const listener = await farContext.listen('tcp://127.0.0.1:0');
    const controller = new AbortController();
    const near = nearContext.connect(listener.urls[0], { signal: controller.signal, timeoutMs: 5000 });
    const far = await within(listener.accept(), 'the other end');
    await within(established(near), 'the establishing');
    controller.abort();
    await assertInStep(near, far);
  });
});

describe('a lane', () => {
  it('that the peer never opens ends the pipe at the deadline for connecting, and its read with that error', async () => {
    await using context = contextOf('far', { limits: { connectTimeoutMs: ATTEMPTS_MS } });
    const listener = await context.listen('memory://');
    const raw = await RawPeer.connect(memory(), listener.urls[0].slice('memory://'.length));
    await raw.open(brochure());
    const pipe = await within(listener.accept(), 'the pipe');
    const tensor = { length: LARGE, shape: [LARGE], offer: { transfer: 1, channel: 0 } };
    const descriptor = tensorduct.v1.Descriptor.encode({ tensors: [tensor] }).finish();
    await raw.send(frame(FrameType.message, descriptor));
    const offered = await within(pipe.readDescriptor(), 'the descriptor');
    const over = closed(pipe);
    await expect(within(pipe.read(offered?.allocate() ?? {}), 'the end of the read')).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      backend: 'basic',
      message: expect.stringContaining('did not open a lane') as string,
    });
    await over;
    raw.close();
  });
});

describe('keepalive on a network', () => {
  it('ends the pipe when the peer is silent for three misses', async () => {
    await using nearContext = contextOf('near', { medium: TCP, limits: { keepaliveMs: 20 } });
    await using farContext = contextOf('far', { medium: TCP });
    const listener = await farContext.listen('tcp://127.0.0.1:0');
    await using proxy = await Proxy.before(listener.urls[0]);
    const near = nearContext.connect(proxy.url);
    const far = await within(listener.accept(), 'the other end');
    await assertInStep(near, far);
    proxy.freeze();
    const error = await within(
      near.readDescriptor().catch((error: unknown) => error),
      'the loss of the peer',
    );
    expect(error).toMatchObject({ code: 'ERR_PEER_LOST' });
    expect(String(error)).toContain('silent for 60 ms');
  });

  it('keeps an idle pipe whose peer answers', async () => {
    await using nearContext = contextOf('near', { medium: TCP, limits: { keepaliveMs: 10 } });
    await using farContext = contextOf('far', { medium: TCP, limits: { keepaliveMs: 10 } });
    const listener = await farContext.listen('tcp://127.0.0.1:0');
    const near = nearContext.connect(listener.urls[0]);
    const far = await within(listener.accept(), 'the other end');
    await within(Promise.all([established(near), established(far)]), 'the establishing');
    const heard = near.counters.wireBytesRead;
    // Pongs of sixteen bytes: ten of them are more than three misses would have allowed.
    await within(
      (async () => {
        while (near.counters.wireBytesRead < heard + 160) await new Promise((resolve) => setTimeout(resolve, 5));
      })(),
      'ten answers',
    );
    await assertInStep(near, far);
  });

  it('can be switched off', async () => {
    await using nearContext = contextOf('near', { medium: TCP, limits: { keepaliveMs: 0 } });
    await using farContext = contextOf('far', { medium: TCP, limits: { keepaliveMs: 0 } });
    const listener = await farContext.listen('tcp://127.0.0.1:0');
    const near = nearContext.connect(listener.urls[0]);
    const far = await within(listener.accept(), 'the other end');
    await assertInStep(near, far);
    const { wireBytesWritten } = near.counters;
    await new Promise((resolve) => setTimeout(resolve, SHORT_MS));
    expect(near.counters.wireBytesWritten).toBe(wireBytesWritten);
  });
});
