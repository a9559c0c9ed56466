import { createServer, connect, type Socket } from 'node:net';
import { once } from 'node:events';
import * as ort from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, runSession, type Pipe, type ReceivedMessage } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { identityModel } from '../support/identity-model.js';
import { Obedient } from '../support/obedient.js';

const LENGTH = 300_000;

let context: Context;
let owner: Obedient;
let pipe: Pipe;

beforeEach(async () => {
  context = new Context({ name: 'test' });
  const listener = await context.listen('unix://');
  owner = Obedient.start('borrower', [listener.url('unix')]);
  pipe = await within(listener.accept(), 'accepting the owner');
  pipe.on('error', () => {});
});
afterEach(async () => {
  await context.close();
  await owner[Symbol.asyncDispose]();
});

/** A message whose tensor, filled with 5, is the other process's memory. */
async function borrow(): Promise<ReceivedMessage> {
  const lent = owner.tell('lend');
  const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
  const message = await within(pipe.read(descriptor?.allocate('borrow') ?? {}), 'the read');
  await lent;
  return message;
}

const isWhole = (bytes: Uint8Array): boolean => bytes.length === LENGTH && bytes.every((byte) => byte === 5);

describe('borrowed memory that was released', () => {
  it('is kept while a session of onnxruntime reads it', async () => {
    const session = await ort.InferenceSession.create(identityModel(2), { intraOpNumThreads: 1 });
    const message = await borrow();
    const view = message.tensors[0].typed('uint8');
    const running = runSession(session, { x: message.tensors[0].toOrt(ort.Tensor) });
    message.release();
    expect(isWhole(view)).toBe(true);
    const { y } = await within(running, 'the run');
    expect(isWhole(new Uint8Array(y.data as Uint8Array))).toBe(true);
    expect(view).toHaveLength(0);
    expect(await owner.tell('leases')).toBe(0);
    await session.release();
  });

  it('is kept when a session fails, no longer than that', async () => {
    const message = await borrow();
    const view = message.tensors[0].typed('uint8');
    const session = { run: () => Promise.reject(new Error('no such input')) };
    const running = runSession(session, { z: message.tensors[0].toOrt(ort.Tensor) });
    message.release();
    await expect(running).rejects.toThrow('no such input');
    expect(view).toHaveLength(0);
  });

  it('is kept while a socket writes it', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no address');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const socket = connect(address.port, '127.0.0.1');
    const [reader] = await within(accepted, 'the connection');
    try {
      const message = await borrow();
      const view = message.tensors[0].typed('uint8');
      const written = new Promise<void>((resolve, reject) => {
        socket.write(view, (error) => (error ? reject(error) : resolve()));
      });
      void message.tensors[0].holdUntil(written);
      message.release();
      const chunks: Buffer[] = [];
      for await (const chunk of reader as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        if (chunks.reduce((sum, { length }) => sum + length, 0) === LENGTH) break;
      }
      expect(isWhole(Buffer.concat(chunks))).toBe(true);
      await within(written, 'the write');
      expect(view).toHaveLength(0);
      expect(await owner.tell('leases')).toBe(0);
    } finally {
      socket.destroy();
      reader.destroy();
      server.close();
    }
  });

  it('is kept while a write of it waits, also as an ort.Tensor or a view, and detached afterwards', async () => {
    const message = await borrow();
    const [tensor] = message.tensors;
    const view = tensor.typed('uint8');
    const writes = [tensor, tensor.toOrt(ort.Tensor), { data: view.subarray(0, 200_000) }].map((each) =>
      pipe.write({ tensors: [each] }),
    );
    message.release();
    for (const sum of [5 * LENGTH, 5 * LENGTH, 1_000_000]) {
      expect(isWhole(view)).toBe(true);
      expect(await owner.tell('borrow')).toEqual({ sum, copied: 0 });
    }
    await within(Promise.all(writes), 'the writes');
    expect(view).toHaveLength(0);
  });
});

describe('a tensor born in shared memory', () => {
  it.each([
    [31, 0],
    [32, 1],
    [64, 1],
  ])('of %i KiB is lent %i times: below 32 KiB it travels inside of its message', async (kib, lent) => {
    const tensor = await context.allocate('uint8', [kib * 1024]);
    tensor.data.fill(1);
    await within(pipe.write({ tensors: [tensor] }), 'the write');
    expect(await owner.tell('borrow')).toEqual({ sum: kib * 1024, copied: lent === 1 ? 0 : kib * 1024 });
    expect(context.statistics().sharedMemory?.leases).toBe(lent);
    expect(pipe.counters.copiedBytes).toBe(0);
  });

  it('is settled once a write of it that was just begun is through, and its reader has let go', async () => {
    const tensor = await context.allocate('uint8', [LENGTH]);
    tensor.data.fill(1);
    const order: string[] = [];
    const written = pipe.write({ tensors: [tensor] }).then(() => order.push('written'));
    const settled = tensor.settled().then(() => order.push('settled'));
    expect(await owner.tell('borrow')).toMatchObject({ sum: LENGTH });
    await within(written, 'the write');
    await expect(tensor.settled({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await owner.tell('release');
    await within(settled, 'the settling');
    expect(order).toEqual(['written', 'settled']);
  });

  it('stays whole after its release while it is written, and may be refilled once it is settled, also a small one', async () => {
    const [first, tensor] = [await context.allocate('uint8', [LENGTH]), await context.allocate('uint8', [LENGTH])];
    tensor.data.fill(1);
    const small = await context.allocate('uint8', [100]);
    const writes = [first, tensor, small].map((each) => pipe.write({ tensors: [each] }));
    const settled = small.settled();
    tensor.release();
    await owner.tell('borrow');
    expect(await owner.tell('borrow')).toMatchObject({ sum: LENGTH });
    await within(settled, 'the settling of what went by copying');
    small.data.fill(9);
    expect(await owner.tell('borrow')).toMatchObject({ sum: 0 });
    await within(Promise.all(writes), 'the writes');
    expect(tensor.data).toHaveLength(0);
  });

  it('may be read into, and is not settled before that is done', async () => {
    expect(await owner.tell('write eagerly')).toBe('done');
    await within(pipe.readDescriptor(), 'the descriptor');
    owner.peer.kill('SIGSTOP');
    const tensor = await context.allocate('uint8', [5 * 2 ** 20]);
    const reading = pipe.read({ tensors: [tensor] });
    await expect(tensor.settled({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    owner.peer.kill('SIGCONT');
    await within(tensor.settled(), 'the settling');
    await within(reading, 'the read');
  });
});
