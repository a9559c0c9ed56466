import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';

const MIB = 2 ** 20;
/** Of 16 threads each, of which each loads the library first. */
const ROUNDS = Number(process.env.TENSORDUCT_TERMINATED_ROUNDS ?? 4);
/** A link whose other end says nothing is given up after this time, and not at once. */
const GREETING_MS = 5_000;

let context: Context;
let listener: Listener;

beforeEach(async () => {
  context = new Context({ name: 'test', arena: { budgetBytes: 64 * MIB } });
  listener = await context.listen('unix://');
});
afterEach(() => context.close());

/** A process that borrows, and a pipe to it. */
async function start(): Promise<
  { peer: Peer; pipe: Pipe; tell: (word: string) => Promise<unknown> } & AsyncDisposable
> {
  const peer = Peer.start('borrower', [listener.url('unix')]);
  const pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
  const tell = async (word: string): Promise<unknown> => {
    peer.send(word);
    const reply: unknown = await peer.next(`the answer to ${word}`);
    return typeof reply === 'object' && reply !== null && 'answer' in reply ? reply.answer : reply;
  };
  return { peer, pipe, tell, [Symbol.asyncDispose]: () => peer[Symbol.asyncDispose]() };
}

function statistics() {
  const { current } = context.memory ?? {};
  if (!current) throw new Error('there is no shared memory');
  return current.statistics();
}

describe('a tensor born in shared memory', () => {
  it('is the same bytes in both processes, and nothing is copied', async () => {
    await using borrower = await start();
    const tensor = await context.allocate('uint8', [200_000]);
    expect(tensor.shared).toBe(true);
    tensor.data.fill(2);
    await within(borrower.pipe.write({ tensors: [tensor] }), 'the write');
    expect(await borrower.tell('borrow')).toEqual({ sum: 400_000, copied: 0 });
    expect(borrower.pipe.counters.copiedBytes).toBe(0);
    expect(borrower.pipe.counters.channelBytes).toEqual({ 'shm-arena': 200_000 });
    await borrower.tell('change');
    expect(tensor.data.every((byte) => byte === 9)).toBe(true);
  });

  it('is settled when its readers have let go, and not before', async () => {
    await using borrower = await start();
    const tensor = await context.allocate('uint8', [256, 1024]);
    await tensor.settled();
    await borrower.pipe.write({ tensors: [tensor] });
    await borrower.pipe.write({ tensors: [tensor] });
    await borrower.tell('borrow');
    await borrower.tell('borrow');
    await expect(tensor.settled({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await expect(tensor.settled({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    const settled = tensor.settled();
    await borrower.tell('release');
    await expect(tensor.settled({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await borrower.tell('release');
    await within(settled, 'the settling');
    expect(statistics()).toMatchObject({ leases: 0, usedSlots: 1 });
    tensor.release();
    expect(tensor.data).toHaveLength(0);
    expect(statistics().usedSlots).toBe(0);
    await expect(tensor.settled()).rejects.toMatchObject({ code: 'ERR_RELEASED' });
  });

  it('may be released while it is read: its memory is free when the reader lets go', async () => {
    await using borrower = await start();
    const tensor = await context.allocate('uint8', [200_000]);
    tensor.data.fill(1);
    await borrower.pipe.write({ tensors: [tensor] });
    tensor.release();
    expect(await borrower.tell('borrow')).toMatchObject({ sum: 200_000 });
    expect(statistics()).toMatchObject({ leases: 1, usedSlots: 1 });
    await borrower.tell('release');
    await eventually(() => drained(), 'the return of the lease');
  });

  it('fails clearly where the budget can never hold it, and waits with a deadline where others hold it', async () => {
    await expect(context.allocate('uint8', [65 * MIB])).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' });
    const all = await Promise.all([context.allocate('uint8', [32 * MIB]), context.allocate('uint8', [32 * MIB])]);
    expect(context.tryAllocate('uint8', [32 * MIB])).toBeNull();
    await expect(context.allocate('uint8', [32 * MIB], { timeoutMs: 20 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      message: expect.stringContaining('2 slots') as string,
    });
    const waiting = context.allocate('uint8', [32 * MIB]);
    all[0].release();
    expect((await within(waiting, 'the memory that came back')).shared).toBe(true);
  });

  it('is an ordinary one where no memory is to be shared', async () => {
    await using alone = new Context({ arena: false });
    const tensor = await alone.allocate('int16', [3, 4]);
    expect(tensor.shared).toBe(false);
    expect(tensor.data).toEqual(new Int16Array(12));
    await tensor.settled();
    tensor.release();
  });
});

/** Whether everything that was lent is back. */
function drained(): boolean {
  for (const link of context.memory?.current?.openLinks ?? []) link.drain();
  return statistics().leases === 0;
}

describe('shared memory', () => {
  it('comes back from a peer that is killed while it borrows', async () => {
    await using borrower = await start();
    const files = readdirSync('/dev/shm');
    const tensor = await context.allocate('uint8', [MIB]);
    await borrower.pipe.write({ tensors: [tensor] });
    await borrower.tell('borrow');
    await borrower.pipe.write({ tensors: [tensor] });
    expect(statistics().leases).toBe(2);
    const settled = tensor.settled();
    borrower.peer.kill('SIGKILL');
    await within(settled, 'the settling after the death of the reader');
    expect(statistics()).toMatchObject({ leases: 0, links: 0, usedSlots: 1 });
    expect(readdirSync('/dev/shm')).toEqual(files);
  });

  it('stays readable after its owner was killed, until it is released', async () => {
    await using owner = await start();
    owner.peer.send('lend');
    const descriptor = await within(owner.pipe.readDescriptor(), 'the descriptor');
    const { tensors } = await owner.pipe.read(descriptor?.allocate('borrow') ?? { payloads: [], tensors: [] });
    const data = tensors[0].typed('uint8');
    expect(await owner.peer.next('what was lent')).toEqual({ answer: { shared: true, copied: 0 } });
    owner.peer.kill('SIGKILL');
    await owner.peer.exit();
    await eventually(() => statistics().links === 0, 'the end of the link');
    expect(data.every((byte) => byte === 5)).toBe(true);
    tensors[0].release();
    expect(data).toHaveLength(0);
  });

  it('is not taken back from a peer that is stopped, and other messages go on', async () => {
    await using borrower = await start();
    const tensor = await context.allocate('uint8', [MIB]);
    await borrower.pipe.write({ tensors: [tensor] });
    await borrower.tell('borrow');
    borrower.peer.kill('SIGSTOP');
    await expect(tensor.settled({ timeoutMs: 200 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(statistics().leases).toBe(1);
    borrower.peer.kill('SIGCONT');
    await borrower.tell('release');
    await within(tensor.settled(), 'the settling');
  });

  it('carries a stream of every size through few slots, in order', async () => {
    await using borrower = await start();
    borrower.peer.send('stream');
    const count = 60;
    for (let number = 0; number < count; number++) {
      const length = [100_000, 300_000, 600_000, 5 * MIB, 40 * MIB][number % 5];
      await within(borrower.pipe.write({ tensors: [{ data: new Uint8Array(length).fill(number) }] }), 'a write');
    }
    await within(borrower.pipe.close(), 'closing');
    expect(await borrower.peer.next('the count')).toEqual({ answer: count });
    await eventually(() => drained(), 'the return of every lease');
  });

  it('is left clean by threads that end in the middle of their streams, and by their process', async () => {
    await using peer = Peer.start('terminated-threads', [String(ROUNDS)]);
    for (let round = 0; round <= ROUNDS; round++) {
      for (let count = 0; count < (round === 0 ? 2 : 16); count++) expect(await peer.next('a thread')).toBe('started');
      expect(await peer.next('the end of a round')).toBe('ended');
    }
    // Each thread has streams of 6 MB, and a stream that nobody lets go of would show.
    const live: unknown = expect.toSatisfy((bytes: number) => bytes < 6_000_000);
    expect(await peer.next('what it holds')).toEqual({ descriptors: 0, threads: 0, mappings: 0, sharedKb: 0, live });
    expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 3, signal: null, stderr: '' });
  });

  it('is refused at once by a peer that has no descriptors left, and then not any more', async () => {
    const peer = Peer.start('starved');
    await using _ = peer;
    const descriptor = await peer.nextString('where its link listens');
    const link = (): Promise<unknown> | undefined =>
      context.memory?.memory.connect(descriptor, new AbortController().signal);
    peer.send('starve');
    expect(await peer.next('that it is starved')).toBe('starved');
    for (let count = 0; count < 3; count++) {
      await expect(within(link() ?? Promise.resolve(), 'a refusal', GREETING_MS)).rejects.toMatchObject({
        code: 'ERR_PEER_LOST',
      });
    }
    peer.send('feed');
    expect(await peer.next('that it is fed')).toBe('fed');
    await within(link() ?? Promise.reject(new Error('there is no memory')), 'a link');
    peer.send('end');
    expect(await peer.exit()).toEqual({ code: 0, signal: null });
  });

  it('is left clean by a peer that exits while it borrows', async () => {
    await using borrower = await start();
    const tensor = await context.allocate('uint8', [MIB]);
    await borrower.pipe.write({ tensors: [tensor] });
    await borrower.tell('borrow');
    borrower.peer.send('exit');
    expect(await borrower.peer.exit()).toEqual({ code: 7, signal: null });
    await within(tensor.settled(), 'the settling');
  });
});
