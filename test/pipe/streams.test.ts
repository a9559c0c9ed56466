import { describe, expect, it } from 'vitest';
import type { Descriptor, Pipe, ReceivedMessage, TensorductError } from '../../src/index.js';
import { until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, bytes, closed, Ends, LARGE, MEDIA, readNext } from '../support/ends.js';
import { thrown } from '../support/errors.js';
import { detach, resizableBuffer } from '../support/memory.js';

/** A write that is told in `calls` when it is called back. */
function writeNamed(pipe: Pipe, calls: string[], name: string, length: number): void {
  const metadata = Buffer.from(name);
  pipe.write({ metadata, tensors: [{ data: bytes(length) }] }, (error) => calls.push(error?.code ?? name));
}

function nameOf({ metadata }: { readonly metadata: Uint8Array }): string {
  return Buffer.from(metadata).toString();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe.each(Object.keys(MEDIA))('streams of a pipe over %s', (medium) => {
  it('reads messages in the order in which they were written, small and large ones mixed', async () => {
    await using ends = await Ends.open({ medium });
    const lengths = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? LARGE : i % 5) * (i % 2) + i);
    const sent = lengths.map((length) => bytes(length));
    const writes = Promise.all(sent.map((data) => ends.near.write({ tensors: [{ data }] })));
    for (const data of sent) {
      const message = await readNext(ends.far);
      expect(Buffer.compare(Buffer.from(message.tensors[0].typed().buffer), data)).toBe(0);
    }
    await within(writes, 'the end of all writes');
  });

  it('calls writes back in order: a small one that is done early waits for the large one before it', async () => {
    await using ends = await Ends.open({ medium });
    const calls: string[] = [];
    writeNamed(ends.near, calls, 'large', LARGE);
    writeNamed(ends.near, calls, 'small', 10);
    const first = await within(ends.far.readDescriptor(), 'the first descriptor');
    for (let i = 0; i < 20; i++) await nextTurn();
    expect(calls).toEqual([]);
    if (first === null) throw new Error('there is no message');
    await within(ends.far.read(first.allocate()), 'the large message');
    await within(
      until(() => calls.length === 2),
      'both callbacks',
    );
    expect(calls).toEqual(['large', 'small']);
    await readNext(ends.far);
  });

  it('calls reads back in order: one that is done early waits for the one before it', async () => {
    await using ends = await Ends.open({ medium });
    let letGo = (): void => {};
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const writes = [
      ends.near.write({ metadata: Buffer.from('large'), tensors: [{ data: bytes(LARGE) }] }),
      ends.near.write({ metadata: Buffer.from('small'), tensors: [{ data: bytes(10) }] }),
    ];
    const calls: string[] = [];
    const done = (error: TensorductError | null, message: ReceivedMessage | null): void => {
      calls.push(error?.code ?? (message === null ? 'null' : nameOf(message)));
    };
    const first = await within(ends.far.readDescriptor(), 'the first descriptor');
    ends.far.read({ tensors: [{ sink: () => gate }] }, done);
    const second = await within(ends.far.readDescriptor(), 'the second descriptor');
    if (first === null || second === null) throw new Error('there is no message');
    ends.far.read(second.allocate(), done);
    for (let i = 0; i < 20; i++) await nextTurn();
    expect(calls).toEqual([]);
    letGo();
    await within(
      until(() => calls.length === 2),
      'both callbacks',
    );
    expect(calls).toEqual(['large', 'small']);
    await within(Promise.all(writes), 'both writes');
  });

  it('keeps writes, descriptors and reads independent of each other', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    // The write waits for ever, and so does the far end's read; descriptors and the other direction go on.
    const calls: string[] = [];
    writeNamed(near, calls, 'stuck', LARGE);
    const stuck = await within(far.readDescriptor(), 'the first descriptor');
    far.read({ tensors: [{ sink: () => new Promise(() => {}) }] }, (error) =>
      calls.push(`read ${error?.code ?? 'done'}`),
    );
    expect(stuck?.tensors[0].length).toBe(LARGE);
    near.write({ metadata: Buffer.from('behind') }, () => calls.push('behind'));
    const behind = await within(far.readDescriptor(), 'the descriptor behind it');
    expect(behind && nameOf(behind)).toBe('behind');
    await within(far.write({ metadata: Buffer.from('back') }), 'a write in the other direction');
    const back = await within(near.readDescriptor(), 'a descriptor in the other direction');
    expect(back && nameOf(back)).toBe('back');
    expect(calls).toEqual([]);
    near.destroy();
    await within(
      until(() => calls.length === 3),
      'the end of everything',
    );
    expect(calls).toContain('ERR_PIPE_CLOSED');
  });

  it('mixes callbacks and promises in one order [TP Pipe.MultipleWriteRead]', async () => {
    await using ends = await Ends.open({ medium });
    const calls: string[] = [];
    writeNamed(ends.near, calls, 'a', LARGE);
    const b = ends.near.write({ metadata: Buffer.from('b') }).then(() => calls.push('b'));
    writeNamed(ends.near, calls, 'c', 10);
    const got: string[] = [];
    ends.far.readDescriptor((_, descriptor) => got.push(descriptor === null ? 'null' : nameOf(descriptor)));
    const second = ends.far.readDescriptor();
    await until(() => got.length === 1);
    expect(got).toEqual(['a']);
    const reading = ends.far.read({ tensors: ['borrow'] });
    const descriptor = await within(second, 'the second descriptor');
    expect(descriptor && nameOf(descriptor)).toBe('b');
    await ends.far.read({});
    await within(reading, 'the first read');
    await within(b, 'the promise of the second write');
    await until(() => calls.length === 3);
    // What follows a promise runs a few microtasks after it is resolved.
    expect(calls.filter((name) => name !== 'b')).toEqual(['a', 'c']);
  });

  it('reads what both ends have written before either reads [TP Pipe.WriteFromBothThenRead]', async () => {
    await using ends = await Ends.open({ medium });
    const writes = [ends.near, ends.far].map((pipe) => pipe.write({ tensors: [{ data: bytes(LARGE) }] }));
    const read = await Promise.all([readNext(ends.near), readNext(ends.far)]);
    expect(read.map(({ byteLength }) => byteLength)).toEqual([LARGE, LARGE]);
    await within(Promise.all(writes), 'both writes');
  });
});

/** Every way in which a pipe ends, and what its pending operations then get. */
const ENDINGS: readonly { how: string; end: (ends: Ends) => unknown; codes: readonly string[] }[] = [
  { how: 'its own destroy', end: ({ near }) => near.destroy(), codes: ['ERR_PIPE_CLOSED'] },
  // The channel of one process may hear of it before the pipe does.
  { how: 'the destroy of the peer', end: ({ far }) => far.destroy(), codes: ['ERR_PIPE_CLOSED', 'ERR_PEER_LOST'] },
  { how: 'the close of its context', end: ({ nearContext }) => nearContext.close(), codes: ['ERR_CONTEXT_CLOSED'] },
];

describe.each(Object.keys(MEDIA))('callbacks of a pipe over %s', (medium) => {
  it.for(ENDINGS)(
    'come exactly once, in order and never inside the call, when it ends by $how',
    async ({ end, codes }) => {
      await using ends = await Ends.open({ medium });
      const { near, far } = ends;
      const counts = new Map<string, number>();
      const order: string[] = [];
      let inCall = true;
      const bomb = (name: string) => (error: TensorductError | null) => {
        expect(inCall).toBe(false);
        counts.set(name, (counts.get(name) ?? 0) + 1);
        order.push(`${name} ${error?.code ?? 'done'}`);
      };
      const outside = <T>(call: () => T): T => {
        inCall = true;
        try {
          return call();
        } finally {
          inCall = false;
        }
      };
      outside(() => {
        // A read in mid-stream, a descriptor that was never delivered, and writes in every state.
        void far.write({ tensors: [{ data: bytes(LARGE) }] }).catch(() => {});
      });
      await within(near.readDescriptor(), 'the descriptor');
      outside(() => {
        near.read({ tensors: [{ sink: () => new Promise(() => {}) }] }, bomb('read'));
        for (const name of ['descriptor 1', 'descriptor 2']) near.readDescriptor(bomb(name));
        for (const name of ['write 1', 'write 2']) near.write({ tensors: [{ data: bytes(LARGE) }] }, bomb(name));
      });
      const arrived = await within(far.readDescriptor(), 'the descriptor of the other direction');
      expect(arrived?.tensors.length).toBe(1);
      const over = closed(near);
      outside(() => end(ends));
      await over;
      outside(() => {
        near.write({}, bomb('write 3'));
        near.readDescriptor(bomb('descriptor 3'));
      });
      const names = ['read', 'descriptor 1', 'descriptor 2', 'descriptor 3', 'write 1', 'write 2', 'write 3'];
      await within(
        until(() => order.length >= names.length),
        'every callback',
      );
      for (let i = 0; i < 20; i++) await nextTurn();
      expect(Object.fromEntries(counts)).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
      const [code = ''] = codes.filter((candidate) => order.includes(`write 1 ${candidate}`));
      for (const stream of ['descriptor', 'write']) {
        const some = order.filter((call) => call.startsWith(stream));
        expect(some).toEqual([1, 2, 3].map((i) => `${stream} ${i} ${code}`));
      }
    },
  );

  it('come only when the memory is let go, also where a sink never comes back', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    for (const length of [100, LARGE]) void near.write({ tensors: [{ data: bytes(length) }] }).catch(() => {});
    const outcomes: Promise<unknown>[] = [];
    for (let i = 0; i < 2; i++) {
      await within(far.readDescriptor(), 'a descriptor');
      outcomes.push(far.read({ tensors: [{ sink: () => new Promise(() => {}) }] }).catch((error: unknown) => error));
    }
    far.destroy();
    for (const outcome of outcomes) {
      expect(await within(outcome, 'the end of a read')).toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    }
  });
});

describe.each(Object.keys(MEDIA))('descriptors of a pipe over %s', (medium) => {
  it('are delivered one at a time: the next only after read or reject', async () => {
    await using ends = await Ends.open({ medium });
    for (const name of ['a', 'b', 'c']) void ends.near.write({ metadata: Buffer.from(name) });
    const names: string[] = [];
    const note = (_: unknown, descriptor: Descriptor | null): void => {
      names.push(descriptor === null ? 'null' : nameOf(descriptor));
    };
    for (let i = 0; i < 4; i++) ends.far.readDescriptor(note);
    await until(() => names.length === 1);
    for (let i = 0; i < 20; i++) await nextTurn();
    expect(names).toEqual(['a']);
    ends.far.reject('not this one');
    await until(() => names.length === 2);
    for (let i = 0; i < 20; i++) await nextTurn();
    expect(names).toEqual(['a', 'b']);
    await ends.far.read({});
    await until(() => names.length === 3);
    await ends.far.read({});
    await ends.near.close();
    await until(() => names.length === 4);
    expect(names).toEqual(['a', 'b', 'c', 'null']);
  });

  it('are needed for read and reject; out of turn nothing is consumed [TP gap: read without descriptor, or with a wrong allocation]', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const outOfTurn = { code: 'ERR_OUT_OF_TURN' };
    thrown('ERR_OUT_OF_TURN', () => far.reject('nothing'));
    thrown('ERR_OUT_OF_TURN', () => far.read({}, () => {}));
    await expect(far.read({})).rejects.toMatchObject(outOfTurn);
    const written = near.write({ metadata: Buffer.from('a') });
    await within(far.readDescriptor(), 'the descriptor');
    await far.read({});
    await expect(far.read({})).rejects.toMatchObject(outOfTurn);
    await written;
    await assertInStep(near, far);
  });

  it('must be met by the allocation; one that does not fit is refused and consumes nothing', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const data = new Float32Array(LARGE / 4).fill(0.5);
    const written = near.write({ payloads: [{ data: bytes(5) }], tensors: [{ data }] });
    const descriptor = await within(far.readDescriptor(), 'the descriptor');
    if (descriptor === null) throw new Error('there is no message');
    const payloads = [{ data: new Uint8Array(5) }];
    const memory = { data: new Uint8Array(LARGE) };
    const wrong: readonly [string, Parameters<Pipe['read']>[0]][] = [
      ['no tensors', { payloads }],
      ['no payloads', { tensors: [memory] }],
      ['a tensor too many', { payloads, tensors: [memory, 'borrow'] }],
      ['a short payload', { payloads: [{ data: new Uint8Array(4) }], tensors: [memory] }],
      ['a short tensor', { payloads, tensors: [{ data: new Uint8Array(LARGE - 4) }] }],
      ['a long tensor', { payloads, tensors: [{ data: new Uint8Array(LARGE + 4) }] }],
      ['another dtype', { payloads, tensors: [{ data: new Int32Array(LARGE / 4) }] }],
      ['memory twice', { payloads: [{ data: memory.data.subarray(0, 5) }], tensors: [memory] }],
      ['another device', { payloads, tensors: [{ data: { device: { type: 'toy', index: 0 }, byteLength: LARGE } }] }],
    ];
    for (const [what, allocation] of wrong) {
      await expect(far.read(allocation), what).rejects.toMatchObject({ code: 'ERR_ALLOCATION_MISMATCH' });
      thrown('ERR_ALLOCATION_MISMATCH', () => far.read(allocation, () => {}));
    }
    const into = new Float32Array(LARGE / 4);
    await within(far.read({ payloads, tensors: [{ data: into }] }), 'the right read');
    expect(into).toEqual(data);
    await within(written, 'the write');
  });

  it('refuse resizable and detached memory, and consume nothing', async () => {
    await using ends = await Ends.open({ medium });
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(LARGE) }] });
    await within(far.readDescriptor(), 'the descriptor');
    const resizable = resizableBuffer(LARGE);
    const detached = new Uint8Array(LARGE);
    detach(detached.buffer);
    await expect(far.read({ tensors: [{ data: resizable }] })).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    await expect(far.read({ tensors: [{ data: detached }] })).rejects.toMatchObject({ code: 'ERR_MEMORY_DETACHED' });
    await within(far.read({ tensors: ['borrow'] }), 'the right read');
    await within(written, 'the write');
  });
});

describe.each(Object.keys(MEDIA))('the iterator of a pipe over %s', (medium) => {
  it('releases a message when the next one is asked for, before it waits for that', async () => {
    await using ends = await Ends.open({ medium });
    const messages = ends.far[Symbol.asyncIterator]();
    const written = ends.near.write({ tensors: [{ data: bytes(LARGE) }] });
    const first = await within(messages.next(), 'the first message');
    if (first.done === true) throw new Error('there is no message');
    const [tensor] = first.value.tensors;
    const view = tensor.typed();
    expect(view.length).toBe(LARGE);
    const waiting = messages.next();
    await nextTurn();
    expect(tensor.released).toBe(true);
    expect(view.length).toBe(0);
    await written;
    await ends.near.close();
    expect((await within(waiting, 'the end')).done).toBe(true);
  });

  it('leaves a retained message alone, until its own release', async () => {
    await using ends = await Ends.open({ medium });
    void ends.near.write({ tensors: [{ data: bytes(LARGE) }] });
    void ends.near.write({}).then(() => ends.near.close());
    const kept: ReceivedMessage[] = [];
    for await (const message of ends.far) if (kept.length === 0) kept.push(message.retain());
    const [message] = kept;
    expect(message.tensors[0].typed().length).toBe(LARGE);
    message.release();
    expect(message.tensors[0].released).toBe(true);
  });

  it('can be left with break, and the pipe goes on', async () => {
    await using ends = await Ends.open({ medium });
    for (const name of ['a', 'b', 'c']) void ends.near.write({ metadata: Buffer.from(name) });
    for await (const message of ends.far) {
      expect(nameOf(message)).toBe('a');
      break;
    }
    expect(nameOf(await readNext(ends.far))).toBe('b');
    for await (const message of ends.far) {
      expect(nameOf(message)).toBe('c');
      break;
    }
    await assertInStep(ends.near, ends.far);
  });

  it('throws the error that ends the pipe', async () => {
    await using ends = await Ends.open({ medium });
    const messages = ends.far[Symbol.asyncIterator]();
    const waiting = messages.next();
    ends.near.destroy();
    await expect(within(waiting, 'the error')).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    expect((await messages.next()).done).toBe(true);
  });
});
