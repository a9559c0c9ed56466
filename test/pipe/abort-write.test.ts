import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Pipe } from '../../src/index.js';
import { StalledSink, until } from '../../src/testing/channel/support.js';
import { turns } from '../../src/testing/channel/pair.js';
import { within } from '../../src/testing/deadlines.js';
import {
  arrived,
  assertInStep,
  bytes,
  contextOf,
  Ends,
  LARGE,
  MEDIA,
  mediumOf,
  MIB,
  readNext,
} from '../support/ends.js';
import { Proxy } from '../support/proxy.js';

const ABORTED = { code: 'ERR_ABORTED', operation: 'write' };
const WITHDRAWN = { code: 'ERR_MESSAGE_WITHDRAWN' };

/** A write under a signal, and what comes of it. */
function abortable(pipe: Pipe, length: number): { abort: () => void; outcome: Promise<unknown> } {
  const controller = new AbortController();
  const written = pipe.write({ tensors: [{ data: bytes(length) }] }, { signal: controller.signal });
  const outcome = written.then(
    () => 'done',
    (error: unknown) => error,
  );
  return { abort: () => controller.abort(), outcome: within(outcome, 'the callback of the write') };
}

/** Resolves once a pipe has not moved anything for a while, since everything on the way is full. */
async function standstill(pipe: Pipe): Promise<void> {
  for (let moved = -1; moved !== movedBytes(pipe); await pause(200)) moved = movedBytes(pipe);
}

/** Bytes that the channels of an end have moved. */
function movedBytes({ counters }: Pipe): number {
  return Object.values(counters.channelBytes).reduce((sum, some) => sum + some, 0);
}

describe.each(Object.keys(MEDIA))('a write over %s that is aborted', (medium) => {
  it('before the pipe is established never was', async () => {
    await using nearContext = contextOf('near', { medium });
    await using farContext = contextOf('far', { medium });
    const listener = await farContext.listen(mediumOf(medium).url);
    const near = nearContext.connect(listener.urls[0]);
    const { abort, outcome } = abortable(near, LARGE);
    const behind = near.write({ metadata: Buffer.from('behind') });
    abort();
    expect(await outcome).toMatchObject(ABORTED);
    const far = await within(listener.accept(), 'the other end');
    const descriptor = await within(far.readDescriptor(), 'the first descriptor');
    expect(descriptor?.metadata).toEqual(new Uint8Array(Buffer.from('behind')));
    await far.read({});
    await within(behind, 'the write behind it');
    await assertInStep(near, far);
  });

  it('while it waits for credit never was', async () => {
    await using ends = await Ends.open({ medium, limits: { windowBytes: 1000 } });
    const { near, far } = ends;
    const early = Array.from({ length: 8 }, (_, i) => near.write({ metadata: Buffer.from([i]) }));
    await turns(20);
    expect(near.counters.creditWaits).toBeGreaterThan(0);
    const { abort, outcome } = abortable(near, 10);
    const behind = near.write({ metadata: Buffer.from('behind') });
    abort();
    for (let i = 0; i < 8; i++) expect((await readNext(far)).metadata).toEqual(new Uint8Array([i]));
    expect(await outcome).toMatchObject(ABORTED);
    expect((await readNext(far)).metadata).toEqual(new Uint8Array(Buffer.from('behind')));
    await within(Promise.all([...early, behind]), 'the other writes');
  });

  it.for([
    { what: 'inline', length: 10 },
    { what: 'with an offer', length: LARGE },
  ])('once it is announced $what is withdrawn: the reader is told, and what follows is intact', async ({ length }) => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const { abort, outcome } = abortable(near, length);
    abort();
    expect(await outcome).toMatchObject(ABORTED);
    await arrived(near, far);
    await expect(within(far.readDescriptor(), 'the descriptor')).rejects.toMatchObject(WITHDRAWN);
    await assertInStep(near, far);
    expect(near.bufferedBytes).toBe(0);
  });

  it('once its descriptor was delivered makes the read fail, and what follows is intact', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const { abort, outcome } = abortable(near, LARGE);
    const descriptor = await within(far.readDescriptor(), 'the descriptor');
    if (descriptor === null) throw new Error('there is no message');
    abort();
    expect(await outcome).toMatchObject(ABORTED);
    await expect(within(far.read(descriptor.allocate()), 'the read')).rejects.toMatchObject(WITHDRAWN);
    await assertInStep(near, far);
  });

  it('in mid-stream ends when nothing touches its memory any more, and what follows is intact', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const { abort, outcome } = abortable(near, 16 * MIB);
    await within(far.readDescriptor(), 'the descriptor');
    const { sink, started, letGo } = new StalledSink();
    const reading = far.read({ tensors: [{ sink }] }).catch((error: unknown) => error);
    await within(started, 'the first piece');
    abort();
    expect(await outcome).toMatchObject(ABORTED);
    expect(await within(reading, 'the end of the read')).toMatchObject(WITHDRAWN);
    letGo();
    await assertInStep(near, far);
  });

  it('in mid-stream into memory of the reader leaves it with that error, and what follows is intact', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const { abort, outcome } = abortable(near, 32 * MIB);
    await within(far.readDescriptor(), 'the descriptor');
    const into = new Uint8Array(32 * MIB);
    const reading = far.read({ tensors: [{ data: into }] }).then(
      () => 'done',
      (error: unknown) => error,
    );
    await within(
      until(() => movedBytes(far) > 0),
      'the first piece',
    );
    abort();
    const [written, read] = [await outcome, await within(reading, 'the end of the read')];
    // Who had everything before the abort came says so; no side says so of memory that was taken back.
    if (read !== 'done') {
      expect(written).toMatchObject(ABORTED);
      expect(read).toMatchObject(WITHDRAWN);
    }
    await assertInStep(near, far);
  });

  it('when it is over is none the less complete', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const { abort, outcome } = abortable(near, LARGE);
    await readNext(far);
    expect(await outcome).toBe('done');
    abort();
    await assertInStep(near, far);
  });

  it('by its deadline ends in the same way', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }] }, { timeoutMs: 1 });
    await expect(within(written, 'the write')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await assertInStep(near, far);
  });

  it('before it was called never was', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ metadata: bytes(1) }, { signal: AbortSignal.abort() });
    await expect(within(written, 'the write')).rejects.toMatchObject(ABORTED);
    void near.write({ metadata: bytes(2) });
    const descriptor = await within(far.readDescriptor(), 'the descriptor');
    expect(descriptor?.metadata.length).toBe(2);
  });

  it('is left out by the iterator', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const outcomes: Promise<unknown>[] = [];
    for (let i = 0; i < 10; i++) {
      const { abort, outcome } = abortable(near, i % 2 === 0 ? 10 : LARGE);
      void near.write({ metadata: Buffer.from([i]) });
      if (i % 3 === 0) await turns(1);
      abort();
      outcomes.push(outcome);
    }
    const closing = near.close();
    const seen: number[] = [];
    for await (const { metadata, tensors } of far) if (tensors.length === 0) seen.push(metadata[0]);
    expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await within(closing, 'the close');
    for (const outcome of await Promise.all(outcomes)) if (outcome !== 'done') expect(outcome).toMatchObject(ABORTED);
  });
});

describe('a write whose memory is stuck with a stopped peer', () => {
  it('ends the pipe when the grace runs out, and then gets its error', async () => {
    await using nearContext = contextOf('near', { medium: 'tcp and basic', limits: { drainTimeoutMs: 100 } });
    await using farContext = contextOf('far', { medium: 'tcp and basic' });
    const listener = await farContext.listen('tcp://127.0.0.1:0');
    await using proxy = await Proxy.before(listener.urls[0]);
    const near = nearContext.connect(proxy.url);
    const far = await within(listener.accept(), 'the other end');
    const { abort, outcome } = abortable(near, 64 * MIB);
    await within(far.readDescriptor(), 'the descriptor');
    const reading = far.read({ tensors: [{ data: new Uint8Array(64 * MIB) }] }).catch((error: unknown) => error);
    await within(
      until(() => movedBytes(far) > 0),
      'the first piece',
    );
    proxy.freeze();
    await within(standstill(near), 'the filling of all buffers');
    const ended = new Promise<unknown>((resolve) => near.once('error', resolve));
    abort();
    expect(await within(ended, 'the end of the pipe')).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'write' });
    expect(await outcome).toMatchObject(ABORTED);
    await farContext.close();
    expect(await within(reading, 'the end of the read')).toMatchObject({ code: 'ERR_CONTEXT_CLOSED' });
  });
});
