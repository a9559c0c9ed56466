import { describe, expect, it } from 'vitest';
import { until } from '../../src/testing/channel/support.js';
import { turns } from '../../src/testing/channel/pair.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, bytes, closed, Ends, LARGE, MEDIA, MIB, readNext } from '../support/ends.js';
import { Warnings } from '../support/warnings.js';
import { collectGarbage } from '../support/garbage.js';
import { detach, growableBuffer, resizableBuffer } from '../support/memory.js';

const SHORT_MS = 20;

describe.each(Object.keys(MEDIA))('a write over %s', (medium) => {
  it('completes without a reader when all of it is small: its memory may then be changed', async () => {
    await using ends = await Ends.open({ medium });
    const data = new Uint8Array(1000).fill(1);
    await within(ends.near.write({ payloads: [{ data }], tensors: [{ data }] }), 'the write');
    data.fill(2);
    const message = await readNext(ends.far);
    expect(message.payloads[0].data).toEqual(new Uint8Array(1000).fill(1));
    expect(message.tensors[0].data).toEqual(new Uint8Array(1000).fill(1));
  });

  it('of a large tensor or payload completes once the peer has read it', async () => {
    await using ends = await Ends.open({ medium });
    for (const message of [{ tensors: [{ data: bytes(LARGE) }] }, { payloads: [{ data: bytes(LARGE) }] }]) {
      let complete = false;
      const written = ends.near.write(message).then(() => (complete = true));
      const descriptor = await within(ends.far.readDescriptor(), 'the descriptor');
      await turns(20);
      expect(complete).toBe(false);
      if (descriptor === null) throw new Error('there is no message');
      await within(ends.far.read(descriptor.allocate()), 'the read');
      await within(written, 'the write');
    }
  });

  it('gives the message back to its callback', async () => {
    await using ends = await Ends.open({ medium });
    const message = { metadata: bytes(3) };
    const given = await new Promise((resolve) => {
      ends.near.write(message, (error, result) => resolve([error, result]));
    });
    expect(given).toEqual([null, message]);
  });

  it('that waits for a peer that waits itself fails at its deadline with an error that says so', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const writes = [near, far].map((pipe) =>
      pipe.write({ tensors: [{ data: bytes(LARGE) }] }, { timeoutMs: SHORT_MS }),
    );
    for (const outcome of await within(Promise.allSettled(writes), 'both deadlines')) {
      if (outcome.status === 'fulfilled') throw new Error('a write completed that nobody read');
      expect(outcome.reason).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'write' });
      expect(String(outcome.reason)).toMatch(/has not read .* itself be waiting for a write.* eager: true/);
    }
    await assertInStep(near, far);
  });

  it('that is eager completes although nobody reads, and its memory may be changed at once', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const sent = bytes(LARGE);
    const data = sent.slice();
    const message = { payloads: [{ data: data.slice() }], tensors: [{ data }, { data: bytes(10) }] };
    const writes = [near, far].map((pipe) => pipe.write(message, { eager: true }));
    await within(Promise.all(writes), 'two eager writes whose ends both wait');
    data.fill(0);
    message.payloads[0].data.fill(0);
    expect(near.bufferedBytes).toBe(2 * LARGE + 10);
    for (const pipe of [near, far]) {
      const { payloads, tensors } = await readNext(pipe);
      expect(Buffer.compare(payloads[0].data, sent)).toBe(0);
      expect(Buffer.compare(Buffer.from(tensors[0].typed().buffer), sent)).toBe(0);
    }
    await until(() => near.bufferedBytes === 0 && far.bufferedBytes === 0);
    await assertInStep(near, far);
  });

  it('that is eager keeps its place, and close waits until the peer has it', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const order: string[] = [];
    const note = (name: string) => (): void => void order.push(name);
    near.write({ tensors: [{ data: bytes(LARGE) }] }, note('rendezvous'));
    near.write({ tensors: [{ data: bytes(LARGE) }] }, { eager: true }, note('eager'));
    await turns(20);
    expect(order).toEqual([]);
    const closing = near.close().then(note('close'));
    await readNext(far);
    await until(() => order.length === 2);
    await turns(20);
    expect(order).toEqual(['rendezvous', 'eager']);
    await readNext(far);
    await within(closing, 'the close');
    expect(await within(far.readDescriptor(), 'the end')).toBeNull();
  });

  it.for([true, false])(
    'that is eager and never read is no secret when the peer ends the pipe, unless something else fails with it: %s',
    async (waits) => {
      using warnings = new Warnings();
      await using ends = await Ends.open({ medium });
      const { near, far } = ends;
      await within(near.write({ tensors: [{ data: bytes(LARGE) }] }, { eager: true }), 'the write');
      const failed = waits ? near.readDescriptor().catch(() => {}) : null;
      const over = closed(near);
      far.destroy();
      await over;
      await failed;
      await turns(1);
      expect(warnings.codes).toEqual(waits ? [] : ['ERR_PIPE_CLOSED']);
    },
  );

  it('that is eager waits like any other once unfinished writes exceed the budget', async () => {
    await using ends = await Ends.open({ medium, limits: { writeHighWaterBytes: LARGE } });
    const { near, far } = ends;
    await within(near.write({ tensors: [{ data: bytes(LARGE) }] }, { eager: true }), 'the first write');
    let complete = false;
    const second = near.write({ tensors: [{ data: bytes(LARGE) }] }, { eager: true }).then(() => (complete = true));
    await turns(20);
    expect(complete).toBe(false);
    for (let i = 0; i < 2; i++) await readNext(far);
    await within(second, 'the second write');
  });

  it('lets its memory go when it is over', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const sent: WeakRef<object>[] = [];
    const send = (length: number): Promise<void> => {
      const data = bytes(length);
      sent.push(new WeakRef(data.buffer));
      return near.write({ tensors: [{ data }] });
    };
    for (const length of [100, LARGE, MIB]) {
      const written = send(length);
      await readNext(far);
      await within(written, 'the write');
    }
    await collectGarbage();
    expect(sent.filter((memory) => memory.deref() !== undefined)).toEqual([]);
  });
});

describe.each(Object.keys(MEDIA))('memory that is handed over to a pipe over %s', (medium) => {
  it('is refused when it is resizable, and the pipe goes on', async () => {
    await using ends = await Ends.open({ medium });
    for (const data of [resizableBuffer(16), new Uint8Array(resizableBuffer(16)), growableBuffer(16)]) {
      await expect(ends.near.write({ tensors: [{ data }] })).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    const small = { payloads: [{ data: new Uint8Array(resizableBuffer(100)) }] };
    await expect(ends.near.write(small)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    const written = ends.near.write({ payloads: [{ data: bytes(100) }] });
    await within(ends.far.readDescriptor(), 'the descriptor');
    await expect(ends.far.read(small)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    await within(ends.far.read({ payloads: [{ data: new Uint8Array(100) }] }), 'the right read');
    await written;
    await assertInStep(ends.near, ends.far);
  });

  it('fails its own write when it is detached before the peer reads, and nothing else', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const data = bytes(LARGE);
    const before = near.write({ tensors: [{ data: bytes(LARGE) }] });
    const detached = near.write({ tensors: [{ data }] }).catch((error: unknown) => error);
    const behind = near.write({ tensors: [{ data: bytes(LARGE) }] });
    await readNext(far);
    const descriptor = await within(far.readDescriptor(), 'the descriptor');
    if (descriptor === null) throw new Error('there is no message');
    detach(data.buffer);
    await expect(within(far.read(descriptor.allocate()), 'the read')).rejects.toMatchObject({
      code: 'ERR_MESSAGE_WITHDRAWN',
    });
    expect(await within(detached, 'the failed write')).toMatchObject({ code: 'ERR_MEMORY_DETACHED' });
    await readNext(far);
    await within(Promise.all([before, behind]), 'the writes before and behind it');
    await assertInStep(near, far);
  });

  it('fails its own read when it is detached meanwhile, and nothing else', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }, { data: bytes(LARGE) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const data = new Uint8Array(LARGE);
    const reading = far.read({ tensors: [{ data }, 'borrow'] });
    detach(data.buffer);
    await expect(within(reading, 'the read')).rejects.toMatchObject({ code: 'ERR_MEMORY_DETACHED' });
    await within(written, 'the write, which has nothing to do with it');
    await assertInStep(near, far);
  });

  it('cannot be transferred where the library has allocated it, from 64 KiB up', async () => {
    await using ends = await Ends.open({ medium });
    void ends.near.write({ tensors: [{ data: bytes(65_536) }, { data: bytes(100) }] });
    const { tensors } = await readNext(ends.far);
    const [large] = tensors.map((tensor) => tensor.typed().buffer);
    if (!(large instanceof ArrayBuffer)) throw new Error('there is no buffer');
    try {
      detach(large);
    } catch {
      // Later versions of Node throw, earlier ones copy.
    }
    expect(large.byteLength).toBe(65_536);
  });
});
