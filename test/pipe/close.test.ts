import { describe, expect, it } from 'vitest';
import { turns } from '../../src/testing/channel/pair.js';
import { StalledSink, until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { TensorductError } from '../../src/index.js';
import { arrived, bytes, closed, contextOf, Ends, LARGE, MEDIA, mediumOf, MIB, readNext } from '../support/ends.js';

const SHORT_MS = 30;

describe.each(Object.keys(MEDIA))('close of a pipe over %s', (medium) => {
  it('resolves when the peer has all that was written; the peer sees the end behind the last message', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = [10, LARGE, 20].map((length) => near.write({ tensors: [{ data: bytes(length) }] }));
    let drained = false;
    const closing = near.close().then(() => (drained = true));
    expect((await readNext(far)).byteLength).toBe(10);
    await turns(20);
    expect(drained).toBe(false);
    for (const length of [LARGE, 20]) expect((await readNext(far)).byteLength).toBe(length);
    await within(Promise.all([closing, ...written]), 'the close');
    expect(await within(far.readDescriptor(), 'the end')).toBeNull();
    expect(await within(far.readDescriptor(), 'the end again')).toBeNull();
  });

  it('loses nothing although nobody reads before it has resolved', async () => {
    await using ends = await Ends.open({ medium });
    for (let i = 0; i < 100; i++) void ends.near.write({ metadata: Buffer.from([i]) });
    await within(ends.near.close(), 'the close');
    const seen: number[] = [];
    for await (const { metadata } of ends.far) seen.push(metadata[0]);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('on one side leaves the other direction open', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const messages: number[] = [];
    const reading = (async () => {
      for await (const { byteLength } of near) messages.push(byteLength);
    })();
    await within(near.close(), 'the close of one side');
    expect(await within(far.readDescriptor(), 'the end')).toBeNull();
    for (const length of [10, LARGE]) await within(far.write({ tensors: [{ data: bytes(length) }] }), 'a write back');
    const over = [closed(near), closed(far)];
    await within(far.close(), 'the close of the other side');
    await within(reading, 'the end of the iterator');
    expect(messages).toEqual([10, LARGE]);
    await Promise.all(over);
  });

  it('refuses later writes, and does not touch earlier ones', async () => {
    await using ends = await Ends.open({ medium });
    const before = ends.near.write({ metadata: bytes(1) });
    const closing = ends.near.close();
    await expect(ends.near.write({})).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    expect(ends.near.writable).toBe(false);
    await within(Promise.all([before, closing]), 'the write and the close');
    expect((await readNext(ends.far)).metadata.length).toBe(1);
  });

  it('from both ends at once ends the pipe in order: no error, no event but close', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const errors: unknown[] = [];
    for (const pipe of [near, far]) pipe.on('error', (error) => errors.push(error));
    const over = [closed(near), closed(far)];
    const writes = [near, far].map((pipe) => pipe.write({ metadata: bytes(1) }));
    await within(Promise.all([near.close(), far.close(), ...writes]), 'both closes');
    await Promise.all(over);
    expect(errors).toEqual([]);
    for (const pipe of [near, far]) {
      expect((await readNext(pipe)).metadata.length).toBe(1);
      expect(await within(pipe.readDescriptor(), 'the end')).toBeNull();
      expect(pipe.explain().state).toBe('closed');
    }
  });

  it('is idempotent, and resolves at once when the pipe is over', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const both = [near.close(), near.close()];
    void far.close();
    await within(Promise.all(both), 'both closes');
    far.destroy();
    await within(far.close(), 'the close of a destroyed pipe');
    await within(near[Symbol.asyncDispose](), 'the disposal');
  });

  it('resolves at its deadline although the peer does not read, and ends the pipe', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    far.on('error', () => {});
    const written = near.write({ tensors: [{ data: bytes(LARGE) }] });
    const over = [closed(near), closed(far)];
    await within(near.close({ timeoutMs: SHORT_MS }), 'the close');
    await expect(within(written, 'the write')).rejects.toMatchObject({ code: 'ERR_TIMEOUT', operation: 'close' });
    await Promise.all(over);
  });

  it('waits for a sink that is still at work on the last message [TP gap: pipe close with operations pending]', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const { sink, started, letGo } = new StalledSink();
    const reading = far.read({ tensors: [{ sink }] });
    await within(started, 'the first piece');
    const closing = Promise.all([near.close(), far.close()]);
    await turns(50);
    letGo();
    expect((await within(reading, 'the read')).byteLength).toBe(LARGE);
    await within(Promise.all([closing, written]), 'both closes');
  });

  it('while connecting delivers what was written as soon as somebody listens', async () => {
    await using farContext = contextOf('far', { medium });
    await using nearContext = contextOf('near', { medium });
    const listener = await farContext.listen(mediumOf(medium).url);
    const near = nearContext.connect(listener.urls[0]);
    const written = near.write({ metadata: bytes(3) });
    const closing = near.close();
    const far = await within(listener.accept(), 'the other end');
    expect((await readNext(far)).metadata.length).toBe(3);
    await within(Promise.all([written, closing]), 'the close');
    expect(await within(far.readDescriptor(), 'the end')).toBeNull();
  });

  it('lets a reader that comes back later read on, for as long as it waits', async () => {
    await using ends = await Ends.open({ medium, limits: { drainTimeoutMs: SHORT_MS } });
    const { near, far } = ends;
    await within(near.close(), 'the close');
    // The grace of a side that does not read has begun; somebody who reads ends it.
    const descriptor = near.readDescriptor();
    await new Promise((resolve) => setTimeout(resolve, 3 * SHORT_MS));
    expect(near.explain().state).toBe('established');
    await within(far.write({ metadata: bytes(2) }), 'the write back');
    expect((await within(descriptor, 'the descriptor'))?.metadata.length).toBe(2);
    await near.read({});
    await within(far.close(), 'the close of the other side');
    expect(await within(near.readDescriptor(), 'the end')).toBeNull();
  });

  it('ends a side where nobody reads any more after the grace', async () => {
    await using ends = await Ends.open({ medium, limits: { drainTimeoutMs: SHORT_MS } });
    const over = [closed(ends.near), closed(ends.far)];
    await within(ends.near.close(), 'the close');
    await Promise.all(over);
  });
});

describe.each(Object.keys(MEDIA))('destroy of a pipe over %s', (medium) => {
  it('fails what is pending with the given error; the peer learns its code and message', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const pending = near.write({ tensors: [{ data: bytes(LARGE) }] }).catch((error: unknown) => error);
    const waiting = far.readDescriptor().then((descriptor) => descriptor?.tensors.length);
    expect(await within(waiting, 'the descriptor')).toBe(1);
    const told = far.readDescriptor().catch((error: unknown) => error);
    near.destroy(new TensorductError('ERR_SYSTEM', 'the disk is full'));
    expect(await within(pending, 'the write')).toMatchObject({ code: 'ERR_SYSTEM' });
    far.reject('there is no more');
    const error = await within(told, 'the error at the peer');
    expect(String(error)).toContain('the disk is full');
    expect(error).toMatchObject({ code: 'ERR_PEER_FAILED' });
  });

  it('in the middle of a transfer fails it at the peer with the given error, however busy the channel is', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(8 * MIB) }] }).catch((error: unknown) => error);
    await within(far.readDescriptor(), 'the descriptor');
    const sink = (): Promise<void> => {
      near.destroy(new TensorductError('ERR_SYSTEM', 'the disk is full'));
      return new Promise(() => {});
    };
    const error = await within(far.read({ tensors: [{ sink }] }).catch(String), 'the end of the read');
    expect(error).toContain('the disk is full');
    expect(error).toContain('ERR_PEER_FAILED');
    expect(await within(written, 'the end of the write')).toMatchObject({ code: 'ERR_SYSTEM' });
  });

  it('is idempotent, and drops what has arrived', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    await near.write({ metadata: bytes(1) });
    await arrived(near, far);
    const over = closed(far);
    far.destroy();
    far.destroy(new TensorductError('ERR_SYSTEM', 'a second time'));
    await expect(far.readDescriptor()).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    await over;
    await within(
      until(() => near.explain().state === 'closed'),
      'the end of the other side',
    );
  });

  it('by the peer lets be read what had arrived whole', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    await near.write({ metadata: bytes(1), tensors: [{ data: bytes(100) }] });
    await arrived(near, far);
    const over = closed(far);
    near.destroy();
    await over;
    expect((await readNext(far)).byteLength).toBe(100);
    await expect(far.readDescriptor()).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
  });

  it('while connecting ends the handshake', async () => {
    await using context = contextOf('near', { medium });
    const pipe = context.connect(medium.startsWith('tcp') ? 'tcp://127.0.0.1:9' : `${medium.split(' ')[0]}:///nowhere`);
    const pending = pipe.readDescriptor().catch((error: unknown) => error);
    const over = closed(pipe);
    pipe.destroy();
    expect(await within(pending, 'the readDescriptor')).toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    await over;
  });
});
