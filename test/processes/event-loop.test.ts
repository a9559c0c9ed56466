import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { readNext } from '../support/ends.js';
import { Peer } from '../support/peer.js';
import { portOf } from '../support/proxy.js';

/** Whether the child still answers: it is then alive, although nothing else than the pipe can hold it. */
async function assertAnswers(pipe: Pipe): Promise<void> {
  const written = pipe.write({ payloads: [{ data: new Uint8Array(7) }] });
  const answer = await readNext(pipe);
  expect(Buffer.from(answer.metadata).toString()).toBe('7');
  await within(written, 'the write');
}

async function disconnected(peer: Peer): Promise<void> {
  if (!peer.process.connected) return;
  await within(new Promise((resolve) => peer.process.once('disconnect', resolve)), 'the child letting go');
}

describe('a process', () => {
  it('is not held by a context with nothing open', async () => {
    await using child = Peer.start('idle', ['a context']);
    expect(await child.exit()).toEqual({ code: 0, signal: null });
  });

  it('is held by a listener, until that is closed', async () => {
    await using context = new Context();
    await using child = Peer.start('idle', ['a listener']);
    const url = await child.nextString('the address');
    await disconnected(child);
    const pipe = context.connect(url);
    await assertAnswers(pipe);
    await within(pipe.close(), 'the close');
    expect(await child.exit()).toEqual({ code: 0, signal: null });
  });

  it('is not held by a listener after unref', async () => {
    await using child = Peer.start('idle', ['an unref listener']);
    expect(await child.exit()).toEqual({ code: 0, signal: null });
  });

  it('is held by an idle pipe, until that is over', async () => {
    await using context = new Context();
    const listener = await context.listen('tcp://127.0.0.1:0');
    await using child = Peer.start('idle', ['a pipe', listener.urls[0]]);
    const pipe = await within(listener.accept(), 'the pipe of the child');
    await readNext(pipe);
    await disconnected(child);
    await assertAnswers(pipe);
    pipe.destroy();
    expect((await child.exit()).signal).toBeNull();
  });

  it('is not held by an idle pipe after unref, its lanes included', async () => {
    await using context = new Context();
    const listener = await context.listen('tcp://127.0.0.1:0');
    await using child = Peer.start('idle', ['an unref pipe', listener.urls[0]]);
    const pipe = await within(listener.accept(), 'the pipe of the child');
    pipe.on('error', () => {});
    await readNext(pipe);
    expect(await child.exit()).toEqual({ code: 0, signal: null });
  });

  it('is not held by a pipe after unref that is still in its handshake', async () => {
    const silent = createServer((socket) => socket.on('error', () => {}).resume());
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    await using child = Peer.start('idle', ['an unref pipe in its handshake', `tcp://127.0.0.1:${portOf(silent)}`]);
    expect(await child.exit()).toEqual({ code: 0, signal: null });
    await within(new Promise((resolve) => silent.close(resolve)), 'the end of the connection');
  });

  it('is not held by a pipe after unref that nobody listens to', async () => {
    await using child = Peer.start('idle', ['an unref pipe in its handshake', 'unix:///nowhere/to/be/found']);
    expect(await child.exit()).toEqual({ code: 0, signal: null });
  });

  it('is not held by a pipe that it has closed, although the other side has not', async () => {
    await using context = new Context();
    const listener = await context.listen('tcp://127.0.0.1:0');
    await using child = Peer.start('idle', ['a closed pipe', listener.urls[0]]);
    const pipe = await within(listener.accept(), 'the pipe of the child');
    await readNext(pipe);
    expect(await child.exit()).toEqual({ code: 0, signal: null });
    expect(await within(pipe.readDescriptor(), 'the end')).toBeNull();
  });
});
