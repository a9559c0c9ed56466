import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe, type ReceivedMessage, type SharedTensor } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { Obedient } from '../support/obedient.js';

const MIB = 2 ** 20;
const BUDGET = 16 * MIB;
/** Takes half a MiB of an arena, of which half is lent to one peer at most. */
const LENGTH = 300_000;
const MOST_LENT = 16;

let context: Context;
let listener: Listener;
let peer: Obedient;
let pipe: Pipe;

beforeEach(async () => {
  context = new Context({ name: 'test', arena: { budgetBytes: BUDGET } });
  listener = await context.listen('unix://');
  peer = Obedient.start('borrower', [listener.url('unix'), String(BUDGET)]);
  pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
});
afterEach(async () => {
  await context.close();
  await peer[Symbol.asyncDispose]();
});

function statistics() {
  const { sharedMemory } = context.statistics();
  if (sharedMemory === null) throw new Error('there is no shared memory');
  return sharedMemory;
}

async function borrow(): Promise<ReceivedMessage> {
  const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
  return within(pipe.read(descriptor?.allocate('borrow') ?? {}), 'the read');
}

describe('two processes that share memory', () => {
  it('go on although each holds all that the other may lend it, and learn who holds what', async () => {
    const held: ReceivedMessage[] = [];
    for (let count = 0; count < MOST_LENT + 10; count++) {
      const lent = peer.tell('lend');
      held.push(await borrow());
      await lent;
      const tensor = await context.allocate('uint8', [LENGTH]);
      tensor.data.fill(1);
      const written = pipe.write({ tensors: [tensor] });
      expect(await peer.tell('borrow')).toMatchObject({ sum: LENGTH });
      await within(written, 'the write');
      tensor.release();
    }
    expect(held.every(({ tensors }) => tensors[0].typed('uint8').every((byte) => byte === 5))).toBe(true);
    expect(statistics().leases).toBe(MOST_LENT);
    const own: SharedTensor[] = [];
    let error = '';
    while (error === '') {
      const next = context.allocate('uint8', [LENGTH], { timeoutMs: 200 });
      await next.then((tensor) => own.push(tensor)).catch((thrown: unknown) => (error = String(thrown)));
    }
    expect(error).toMatch(
      new RegExp(`"borrower" has borrowed ${MOST_LENT} with \\d+ bytes, this program has ${own.length} allocated`),
    );
    const waiting = context.allocate('uint8', [LENGTH]);
    await peer.tell('release');
    for (let count = 0; count < 10; count++) await peer.tell('release');
    await within(waiting, 'the slot that came back');
  });

  it('exchange 10,000 messages while one borrowed tensor is kept for ever', async () => {
    const tensor = await context.allocate('uint8', [LENGTH]);
    tensor.data.fill(1);
    await pipe.write({ tensors: [tensor] });
    expect(await peer.tell('borrow')).toMatchObject({ sum: LENGTH });
    const skipped = peer.tell('skip');
    const data = new Uint8Array(64);
    for (let count = 0; count < 10_000; count++) {
      const written = pipe.write({ payloads: [{ data }] });
      if (!pipe.writable) await within(written, 'a write');
    }
    for (let count = 0; count < 100; count++) {
      await within(pipe.write({ tensors: [{ data: new Uint8Array(LENGTH) }] }), 'a large write');
    }
    await pipe.write({});
    expect(await skipped).toBe(10_100);
    expect(await peer.tell('sum')).toBe(LENGTH);
    expect(statistics().leases).toBe(1);
  });

  it('that both await a large write before they read learn it at their deadlines, and may write eagerly', async () => {
    const data = new Uint8Array(5 * MIB);
    const theirs = peer.tell('write');
    const error = await within(pipe.write({ tensors: [{ data }] }, { timeoutMs: 300 }).catch(String), 'our deadline');
    for (const each of [error, await theirs]) {
      expect(each).toMatch(/has not read the message in time.*it may itself be waiting for a write.*eager: true/);
    }
    const eager = peer.tell('write eagerly');
    await within(pipe.write({ tensors: [{ data }] }, { eager: true }), 'our eager write');
    expect(await eager).toBe('done');
    await expect(pipe.readDescriptor()).rejects.toMatchObject({ code: 'ERR_MESSAGE_WITHDRAWN' });
    expect((await borrow()).tensors[0].typed('uint8')).toHaveLength(5 * MIB);
  });

  it('hold each other up, and take no more memory, while a reader is stopped', async () => {
    const streamed = peer.tell('stream');
    const write = (number: number): Promise<void> =>
      pipe.write({ tensors: [{ data: new Uint8Array(LENGTH).fill(number) }] });
    await within(write(0), 'the first write');
    await eventually(() => statistics().leases === 0, 'the return of the first');
    peer.peer.kill('SIGSTOP');
    const writes: Promise<void>[] = [];
    while (pipe.writable) writes.push(write(writes.length + 1));
    expect(pipe.bufferedBytes).toBeLessThan(context.limits.writeHighWaterBytes + LENGTH);
    const { leases, reservedBytes } = statistics();
    expect(leases).toBeGreaterThan(0);
    expect(reservedBytes).toBeLessThanOrEqual(BUDGET);
    // Neither time nor pressure brings a lease back from one who may be reading.
    await expect(context.allocate('uint8', [BUDGET], { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
    });
    expect(statistics()).toMatchObject({ leases });
    peer.peer.kill('SIGCONT');
    await within(Promise.all(writes), 'all writes');
    await within(pipe.close(), 'the close');
    expect(await streamed).toBe(writes.length + 1);
  });

  it('keep reading what they have borrowed from an owner that is stopped', async () => {
    const lent = peer.tell('lend');
    const message = await borrow();
    await lent;
    peer.peer.kill('SIGSTOP');
    const [tensor] = message.tensors;
    expect(tensor.typed('uint8').every((byte) => byte === 5)).toBe(true);
    message.release();
    expect(statistics().peers).toMatchObject([{ name: 'borrower', borrowed: 0 }]);
    peer.peer.kill('SIGCONT');
    expect(await peer.tell('leases')).toBe(0);
  });
});
