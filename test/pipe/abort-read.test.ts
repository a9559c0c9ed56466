import { describe, expect, it } from 'vitest';
import { StalledSink, until } from '../../src/testing/channel/support.js';
import { turns } from '../../src/testing/channel/pair.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, bytes, Ends, LARGE, MEDIA, MIB, readNext } from '../support/ends.js';

const ABORTED = { code: 'ERR_ABORTED' };

describe.each(Object.keys(MEDIA))('a readDescriptor over %s that is aborted', (medium) => {
  it('leaves the message to the next one', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const controller = new AbortController();
    const calls: string[] = [];
    far.readDescriptor({ signal: controller.signal }, (error) => calls.push(`first ${error?.code ?? 'done'}`));
    far.readDescriptor((error, descriptor) => calls.push(`second ${error?.code ?? String(descriptor?.metadata[0])}`));
    controller.abort('enough');
    await until(() => calls.length === 1);
    await near.write({ metadata: bytes(1).fill(7) });
    await until(() => calls.length === 2);
    expect(calls).toEqual(['first ERR_ABORTED', 'second 7']);
    await far.read({});
    await assertInStep(near, far);
  });

  it('waits for the callbacks before it when it was second in line', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const controller = new AbortController();
    const calls: string[] = [];
    far.readDescriptor((_, descriptor) => calls.push(`first ${String(descriptor?.metadata[0])}`));
    far.readDescriptor({ signal: controller.signal }, (error) => calls.push(`second ${error?.code ?? 'done'}`));
    far.readDescriptor((_, descriptor) => calls.push(`third ${String(descriptor?.metadata[0])}`));
    controller.abort();
    await turns(20);
    expect(calls).toEqual([]);
    for (const name of [1, 2]) void near.write({ metadata: bytes(1).fill(name) });
    await until(() => calls.length === 2);
    await far.read({});
    await until(() => calls.length === 3);
    expect(calls).toEqual(['first 1', 'second ERR_ABORTED', 'third 2']);
    await far.read({});
    await assertInStep(near, far);
  });

  it('by its deadline ends in the same way', async () => {
    await using ends = await Ends.open({ medium });
    await expect(within(ends.far.readDescriptor({ timeoutMs: 1 }), 'the deadline')).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      operation: 'readDescriptor',
    });
    await assertInStep(ends.near, ends.far);
  });

  it('before it was called takes nothing, also when a message is there', async () => {
    await using ends = await Ends.open({ medium });
    await ends.near.write({ metadata: bytes(5) });
    const signal = AbortSignal.abort();
    await expect(within(ends.far.readDescriptor({ signal }), 'the callback')).rejects.toMatchObject(ABORTED);
    expect((await readNext(ends.far)).metadata.length).toBe(5);
  });
});

describe.each(Object.keys(MEDIA))('a read over %s that is aborted', (medium) => {
  it.for([
    { what: 'before its first byte', turnsBefore: 0 },
    { what: 'shortly after it began', turnsBefore: 2 },
  ])('$what ends, its write is done, and what follows is intact', async ({ turnsBefore }) => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(32 * MIB) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const controller = new AbortController();
    const into = new Uint8Array(32 * MIB);
    const reading = far.read({ tensors: [{ data: into }] }, { signal: controller.signal });
    await turns(turnsBefore);
    controller.abort();
    await expect(within(reading, 'the callback')).rejects.toMatchObject({ ...ABORTED, operation: 'read' });
    into.fill(0xaa);
    await within(written, 'the write');
    await assertInStep(near, far);
    expect(into.every((byte) => byte === 0xaa)).toBe(true);
  });

  it('in mid-stream calls its sink no more, and what follows is intact', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(16 * MIB) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const controller = new AbortController();
    const stalled = new StalledSink();
    const reading = far.read({ tensors: [{ sink: stalled.sink }] }, { signal: controller.signal });
    await within(stalled.started, 'the first piece');
    const { bytes: before } = stalled;
    controller.abort();
    await expect(within(reading, 'the callback')).rejects.toMatchObject(ABORTED);
    stalled.letGo();
    await within(written, 'the write');
    await assertInStep(near, far);
    expect(stalled.bytes).toBe(before);
  });

  it('ends also where a sink holds on to a small message', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    await near.write({ tensors: [{ data: bytes(10) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const controller = new AbortController();
    const stalled = new StalledSink();
    const reading = far.read({ tensors: [{ sink: stalled.sink }] }, { signal: controller.signal });
    await within(stalled.started, 'the only piece');
    controller.abort();
    await expect(within(reading, 'the callback')).rejects.toMatchObject(ABORTED);
    await assertInStep(near, far);
  });

  it('by its deadline ends in the same way', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const { sink } = new StalledSink();
    const reading = far.read({ tensors: [{ sink }] }, { timeoutMs: 5 });
    await expect(within(reading, 'the callback')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await within(written, 'the write');
    await assertInStep(near, far);
  });

  it('before it was called takes its message away, and what follows is intact', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    for (const length of [10, LARGE]) {
      const written = near.write({ tensors: [{ data: bytes(length) }] });
      await within(far.readDescriptor(), 'the descriptor');
      const reading = far.read({ tensors: ['borrow'] }, { signal: AbortSignal.abort() });
      await expect(within(reading, 'the callback')).rejects.toMatchObject(ABORTED);
      await within(written, 'the write');
    }
    await assertInStep(near, far);
  });

  it('when it is over has its message none the less', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }] });
    const descriptor = await within(far.readDescriptor(), 'the descriptor');
    if (descriptor === null) throw new Error('there is no message');
    const controller = new AbortController();
    const message = await within(far.read(descriptor.allocate(), { signal: controller.signal }), 'the read');
    controller.abort();
    expect(message.tensors[0].typed().length).toBe(LARGE);
    await within(written, 'the write');
    await assertInStep(near, far);
  });
});
