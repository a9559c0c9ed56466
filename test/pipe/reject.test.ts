import { describe, expect, it } from 'vitest';
import { until } from '../../src/testing/channel/support.js';
import type { Sink } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, bytes, Ends, LARGE, MEDIA, MIB, readNext } from '../support/ends.js';
import { thrown } from '../support/errors.js';
import { Warnings } from '../support/warnings.js';

describe.each(Object.keys(MEDIA))('reject on a pipe over %s', (medium) => {
  it('fails a write that waits for its reader, with the reason', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }, { data: bytes(LARGE) }, { data: bytes(5) }] });
    await within(far.readDescriptor(), 'the descriptor');
    far.reject('the model is not loaded');
    const error = await within(
      written.catch((error: unknown) => error),
      'the write',
    );
    expect(error).toMatchObject({ code: 'ERR_REJECTED', operation: 'write' });
    expect(String(error)).toContain('the model is not loaded');
    thrown('ERR_OUT_OF_TURN', () => far.reject('again'));
    expect(near.bufferedBytes).toBe(0);
    await assertInStep(near, far);
  });

  it('cannot fail a write of small parts, which was complete before', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    await within(near.write({ payloads: [{ data: bytes(5) }] }), 'the write');
    await within(far.readDescriptor(), 'the descriptor');
    far.reject('too late');
    await assertInStep(near, far);
  });

  it('of eager writes, which were complete before, is one warning of the process', async () => {
    using warnings = new Warnings();
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    near.on('error', () => {});
    for (const reason of ['no', 'no again']) {
      await within(near.write({ tensors: [{ data: bytes(LARGE) }] }, { eager: true }), 'the write');
      await within(far.readDescriptor(), 'the descriptor');
      far.reject(reason);
      await within(
        until(() => near.bufferedBytes === 0),
        'the end of the write',
      );
    }
    await assertInStep(near, far);
    expect(warnings.codes).toEqual(['ERR_REJECTED']);
  });

  it('cuts its reason to 256 characters, and shows no control characters of it', async () => {
    await using ends = await Ends.open({ medium });
    const written = ends.near.write({ tensors: [{ data: bytes(LARGE) }] }).catch((error: unknown) => String(error));
    await within(ends.far.readDescriptor(), 'the descriptor');
    ends.far.reject(`\u001b[31m${'é'.repeat(1000)}`);
    const message = String(await within(written, 'the write'));
    expect(message).not.toContain('\u001b');
    expect(message).toContain('é'.repeat(200));
    expect(message).not.toContain('é'.repeat(257));
  });
});

describe.each(Object.keys(MEDIA))('a sink on a pipe over %s', (medium) => {
  it.for([
    { what: 'a small tensor', length: 1000 },
    { what: 'a large tensor', length: 9 * MIB + 5 },
  ])('takes $what in order, piece by piece, each awaited before the next', async ({ length }) => {
    await using ends = await Ends.open({ medium });
    const data = bytes(length);
    const written = ends.near.write({ tensors: [{ data }] });
    const descriptor = await within(ends.far.readDescriptor(), 'the descriptor');
    if (descriptor === null) throw new Error('there is no message');
    const got = new Uint8Array(length);
    let at = 0;
    let busy = false;
    const sink = async (chunk: Uint8Array, offset: number): Promise<void> => {
      expect([busy, offset]).toEqual([false, at]);
      busy = true;
      await new Promise((resolve) => setImmediate(resolve));
      got.set(chunk, offset);
      at += chunk.length;
      busy = false;
    };
    const message = await within(ends.far.read(descriptor.allocate({ sink: () => sink })), 'the read');
    expect(message.tensors[0].byteLength).toBe(length);
    expect(message.tensors[0].data).toEqual(new Uint8Array(0));
    expect(Buffer.compare(got, data)).toBe(0);
    await within(written, 'the write');
  });

  it.for<{ what: string; fail: Sink }>([
    {
      what: 'throws',
      fail: () => {
        throw new Error('the disk is full');
      },
    },
    { what: 'rejects', fail: () => Promise.reject(new Error('the disk is full')) },
  ])('that $what fails its read only, and says why', async ({ fail }) => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    for (const length of [100, LARGE, 9 * MIB]) {
      const written = near.write({ tensors: [{ data: bytes(length) }, { data: bytes(10) }] });
      await within(far.readDescriptor(), 'the descriptor');
      const error = await within(
        far.read({ tensors: [{ sink: fail }, 'borrow'] }).catch((error: unknown) => error),
        'the read',
      );
      expect(error).toMatchObject({ code: 'ERR_SYSTEM' });
      expect(String(error)).toContain('the disk is full');
      await within(written, 'the write');
    }
    await assertInStep(near, far);
  });

  it('is not called for a tensor of length 0', async () => {
    await using ends = await Ends.open({ medium });
    void ends.near.write({ tensors: [{ data: bytes(0) }] });
    await within(ends.far.readDescriptor(), 'the descriptor');
    let called = false;
    const message = await within(ends.far.read({ tensors: [{ sink: () => void (called = true) }] }), 'the read');
    expect([called, message.byteLength]).toEqual([false, 0]);
  });
});

describe.each(Object.keys(MEDIA))('messages over %s', (medium) => {
  it('may be empty, and so may be every part of them', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const none = new Uint8Array(0);
    await within(near.write({}), 'the empty write');
    const empty = await readNext(far);
    expect([empty.metadata, empty.payloads, empty.tensors, empty.byteLength]).toEqual([none, [], [], 0]);
    const parts = {
      metadata: none,
      payloads: [{ data: none, metadata: none }, { data: none }],
      tensors: [
        { data: none, metadata: none },
        { data: new Float64Array(0), shape: [3, 0, 2] },
      ],
    };
    await within(near.write(parts), 'the write of empty parts');
    const message = await readNext(far);
    expect(message.payloads.map(({ data, metadata }) => data.length + metadata.length)).toEqual([0, 0]);
    expect(message.tensors.map(({ dtype, shape }) => [dtype, shape])).toEqual([
      ['uint8', [0]],
      ['float64', [3, 0, 2]],
    ]);
    expect(message.tensors.map((tensor) => tensor.typed().length)).toEqual([0, 0]);
    await assertInStep(near, far);
  });

  it.for([
    { what: 'payloads and tensors', payloads: 3, tensors: 3, id: 'TP Pipe.SimpleWriteRead' },
    { what: 'payloads only', payloads: 3, tensors: 0, id: 'TP Pipe.SimpleWriteReadPayloadsOnly' },
    { what: 'tensors only', payloads: 0, tensors: 3, id: 'TP Pipe.SimpleWriteReadTensorsOnly' },
  ])('of $what come with all metadata, lengths and devices [$id]', async ({ payloads, tensors }) => {
    await using ends = await Ends.open({ medium });
    for (const length of [8, LARGE]) {
      const part = (kind: string, i: number): { data: Uint8Array; metadata: Uint8Array } => ({
        data: bytes(length + 4 * i),
        metadata: Buffer.from(`${kind} ${i}`),
      });
      const sent = {
        metadata: Buffer.from('message'),
        payloads: Array.from({ length: payloads }, (_, i) => part('payload', i)),
        tensors: Array.from({ length: tensors }, (_, i) => ({ ...part('tensor', i), dtype: 'float32' as const })),
      };
      const written = ends.near.write(sent);
      const descriptor = await within(ends.far.readDescriptor(), 'the descriptor');
      if (descriptor === null) throw new Error('there is no message');
      expect(Buffer.from(descriptor.metadata).toString()).toBe('message');
      for (const [i, tensor] of descriptor.tensors.entries()) {
        expect(tensor).toMatchObject({ length: length + 4 * i, dtype: 'float32', shape: [length / 4 + i] });
        expect([tensor.sourceDevice, tensor.targetDevice]).toEqual([{ type: 'cpu', index: 0 }, undefined]);
        expect(Buffer.from(tensor.metadata).toString()).toBe(`tensor ${i}`);
      }
      for (const [i, payload] of descriptor.payloads.entries()) {
        expect(payload.length).toBe(length + 4 * i);
        expect(Buffer.from(payload.metadata).toString()).toBe(`payload ${i}`);
      }
      const message = await within(ends.far.read(descriptor.allocate()), 'the read');
      for (const [i, { data }] of sent.payloads.entries()) {
        expect(Buffer.compare(message.payloads[i].data, data)).toBe(0);
      }
      for (const [i, { data }] of sent.tensors.entries()) {
        expect(Buffer.compare(Buffer.from(message.tensors[i].typed().buffer), data)).toBe(0);
      }
      await within(written, 'the write');
    }
  });

  it('can be sent on as they were received', async () => {
    await using ends = await Ends.open({ medium });
    await using onward = await Ends.open({ medium });
    for (const length of [8, LARGE]) {
      const data = new Float32Array(length / 2).fill(1.5);
      const written = ends.near.write({ metadata: bytes(2), tensors: [{ data, shape: [2, length / 4] }] });
      const received = await readNext(ends.far);
      const forwarded = onward.near.write(received);
      received.release();
      const again = await readNext(onward.far);
      expect([again.tensors[0].dtype, again.tensors[0].shape]).toEqual(['float32', [2, length / 4]]);
      expect(again.tensors[0].typed()).toEqual(data);
      await within(Promise.all([written, forwarded]), 'both writes');
    }
  });
});
