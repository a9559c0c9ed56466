import { describe, expect, it } from 'vitest';
import { TensorductError } from '../../src/index.js';
import { turns } from '../../src/testing/channel/pair.js';
import { within } from '../../src/testing/deadlines.js';
import {
  assertInStep,
  bytes,
  closed,
  contextOf,
  Ends,
  KIB,
  LARGE,
  MEDIA,
  mediumOf,
  readNext,
} from '../support/ends.js';

describe.each(Object.keys(MEDIA))('events of a pipe over %s', (medium) => {
  it('are established and close, once each, and nothing else when it ends in order', async () => {
    await using nearContext = contextOf('near', { medium });
    await using farContext = contextOf('far', { medium });
    const listener = await farContext.listen(mediumOf(medium).url);
    const near = nearContext.connect(listener.urls[0]);
    const events: string[] = [];
    for (const name of ['established', 'drain', 'error', 'close'] as const) near.on(name, () => events.push(name));
    const far = await within(listener.accept(), 'the other end');
    await assertInStep(near, far);
    expect(events).toEqual(['established']);
    await within(Promise.all([near.close(), far.close(), closed(near)]), 'the close');
    await turns(5);
    expect(events).toEqual(['established', 'close']);
  });

  it('are error, then close, when it fails; operations get the very same error, also later ones', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const events: unknown[] = [];
    const failed = new Promise<unknown>((resolve) => {
      near.once('error', (error) => {
        events.push('error');
        resolve(error);
      });
    });
    near.once('close', () => events.push('close'));
    const over = closed(near);
    const pending = near.readDescriptor().catch((error: unknown) => error);
    far.destroy(new TensorductError('ERR_SYSTEM', 'out of memory'));
    const error = await within(failed, 'the error event');
    expect(error).toMatchObject({ code: 'ERR_PEER_FAILED', backend: medium.split(' ')[0], peer: 'far' });
    expect(await pending).toBe(error);
    await over;
    expect(events).toEqual(['error', 'close']);
    for (const later of [near.readDescriptor(), near.write({})]) await expect(later).rejects.toBe(error);
  });
});

describe.each(Object.keys(MEDIA))('what can be seen of a pipe over %s', (medium) => {
  const [transport, channel] = medium.split(' and ');

  it('is counted: messages, bytes, bytes of the wire and of channels', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const before = near.counters.wireBytesWritten;
    for (const length of [100, LARGE]) {
      const written = near.write({ payloads: [{ data: bytes(10) }], tensors: [{ data: bytes(length) }] });
      await readNext(far);
      await within(written, 'the write');
    }
    const sent = LARGE + 120;
    expect(near.counters).toMatchObject({ messagesWritten: 2, bytesWritten: sent, messagesRead: 0, bytesRead: 0 });
    expect(far.counters).toMatchObject({ messagesRead: 2, bytesRead: sent, messagesWritten: 0, bytesWritten: 0 });
    expect(near.counters.wireBytesWritten).toBe(far.counters.wireBytesRead);
    // What was small is in the frames, what was large is not.
    expect(near.counters.wireBytesWritten - before).toBeGreaterThan(120);
    expect(near.counters.wireBytesWritten - before).toBeLessThan(KIB);
    expect(near.counters.channelBytes).toEqual({ [channel]: LARGE });
    expect(far.counters.channelBytes).toEqual({ [channel]: LARGE });
    expect(far.counters.copiedOnLoopBytes).toBe(far.counters.copiedBytes);
    expect(far.counters.copiedBytes).toBeGreaterThanOrEqual(120);
  });

  it('is counted for the context too, pipes that are over included', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far, nearContext, farContext } = ends;
    await assertInStep(near, far);
    const { wireBytesWritten } = near.counters;
    expect(nearContext.counters()).toMatchObject({ messagesWritten: 1, messagesRead: 1, wireBytesWritten });
    const over = [closed(near), closed(far)];
    near.destroy();
    await Promise.all(over);
    expect(nearContext.counters()).toMatchObject({ messagesWritten: 1, messagesRead: 1 });
    expect(farContext.counters()).toMatchObject({ bytesWritten: LARGE, bytesRead: LARGE });
  });

  it('is explained: state, transport, channels, and why others were passed over', async () => {
    await using nearContext = contextOf('near', { medium });
    await using farContext = contextOf('far', { medium });
    const listener = await farContext.listen(mediumOf(medium).url);
    const near = nearContext.connect(listener.urls[0], { remoteName: 'the server' });
    expect(near.explain()).toMatchObject({ id: 'near.p1', state: 'connecting', transport: null, channels: [] });
    const far = await within(listener.accept(), 'the other end');
    await assertInStep(near, far);
    expect(near.explain()).toMatchObject({
      id: 'near.p1_to_the server',
      remoteName: 'the server',
      state: 'established',
      transport: { name: transport, bootstrap: transport },
      channels: [{ name: channel, local: 'cpu:0', remote: 'cpu:0' }],
      passedOver: [],
      inlineItemBytes: 64 * KIB,
    });
    expect(far.explain()).toMatchObject({ id: 'far.l1p1_from_near', remoteName: 'near' });
    near.destroy();
    expect(near.explain().state).toBe('closed');
  });
});
