import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Worker } from 'node:worker_threads';
import { ArrayPool, Context, type ArrayHandle, type Pipe, type SharedArray } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { mappedSegments } from '../peers/mapped-memory.js';
import { proportionalBytes } from '../peers/proportional-memory.js';
import { eventually } from '../support/descriptors.js';
import { Member } from '../support/pool-members.js';

const MIB = 2 ** 20;

let pool: ArrayPool;
let members: Member[];

beforeEach(async () => {
  pool = await ArrayPool.create({ bytes: '64M', name: 'test' });
  members = [];
});
afterEach(async () => {
  for (const member of members) await member[Symbol.asyncDispose]();
  await pool.close();
});

async function startMembers(count: number): Promise<Member[]> {
  members = await Member.startAll(count);
  return members;
}

async function startMember(): Promise<Member> {
  const member = await Member.start('own', pool);
  members.push(member);
  return member;
}

/** An array whose elements are all alike. */
async function filled(value: number, shape: readonly number[] = [1000]): Promise<SharedArray<'float64'>> {
  const array = await pool.alloc('float64', shape);
  array.data.fill(value);
  return array;
}

function handleOf(answer: unknown): ArrayHandle<'float64'> {
  return answer as ArrayHandle<'float64'>;
}

/** Waits until nothing of this member's is in use any more. */
function allFree(): Promise<void> {
  return eventually(() => pool.stats().blocks === 0, 'the return of all blocks');
}

describe('an array in two processes', () => {
  it('is the same memory: what one writes the other sees (POOL-B2, POOL-B3)', async () => {
    const member = await startMember();
    const array = await filled(1);
    expect(await member.tell({ word: 'attach', number: 1, handle: array.toJSON() })).toEqual([1000]);
    expect(pool.stats()).toMatchObject({ blocks: 1, leases: 1, handles: 0 });
    await member.tell({ word: 'add', number: 1, value: 2 });
    expect(array.data.every((element) => element === 3)).toBe(true);
    array.data.fill(5);
    expect(await member.tell({ word: 'sum', number: 1 })).toBe(5000);
    const segments = await member.tell({ word: 'segments' });
    expect(mappedSegments()).toEqual(expect.arrayContaining(segments as number[]));
    array.release();
    expect(pool.stats().blocks).toBe(1);
    expect(await member.tell({ word: 'release', number: 1 })).toBe(0);
    await allFree();
  });

  it('is there although its maker has let go before the reader came (POOL-B2)', async () => {
    const member = await startMember();
    const array = await filled(4);
    const handle = array.toJSON();
    array.release();
    for (let count = 0; count < 50; count++) (await filled(-1)).release();
    await member.tell({ word: 'attach', number: 1, handle });
    expect(await member.tell({ word: 'sum', number: 1 })).toBe(4000);
    await member.tell({ word: 'release', number: 1 });
    await allFree();
  });

  it('reaches its parent although the child that made it has let go and collected its garbage', async () => {
    const member = await startMember();
    const handle = handleOf(await member.tell({ word: 'alloc', number: 1, shape: [10, 100], value: 6 }));
    await member.tell({ word: 'release', number: 1 });
    await member.tell({ word: 'collect' });
    for (let number = 2; number < 20; number++) await member.tell({ word: 'alloc', number, shape: [1000], value: -1 });
    using array = await pool.fromHandle(handle);
    expect(array.shape).toEqual([10, 100]);
    expect(array.data.every((element) => element === 6)).toBe(true);
  });

  it('goes on from a reader to a third process by a slice, and everybody works on the same memory (POOL-C5)', async () => {
    const [second, third] = await startMembers(2);
    const array = await filled(0, [10, 100]);
    await second.tell({ word: 'attach', number: 1, handle: array.toJSON() });
    array.release();
    const slice = handleOf(await second.tell({ word: 'slice', number: 1, begin: 3, end: 5 }));
    await second.tell({ word: 'release', number: 1 });
    await second.tell({ word: 'release', number: 2 });
    expect(await third.tell({ word: 'attach', number: 1, handle: slice })).toEqual([2, 100]);
    await third.tell({ word: 'add', number: 1, value: 3 });
    const home = await pool.fromHandle(handleOf(await third.tell({ word: 'handle', number: 1 })));
    expect([home.shape, home.data.every((element) => element === 3)]).toEqual([[2, 100], true]);
    await third.tell({ word: 'release', number: 1 });
    expect(pool.stats().blocks).toBe(1);
    home.release();
    await allFree();
  });

  it('is given back when its last view is collected as garbage', async () => {
    const member = await startMember();
    const array = await filled(1);
    await member.tell({ word: 'attach', number: 1, handle: array.toJSON() });
    await member.tell({ word: 'slice', number: 1, begin: 0, end: 10 });
    await member.tell({ word: 'collect' });
    await eventually(() => pool.stats().leases === 1, 'the lease of the handle that the slice was asked for');
    await member.tell({ word: 'attach', number: 3, handle: array.toJSON() });
    await member.tell({ word: 'collect' });
    await eventually(() => pool.stats().leases === 1, 'the return of the other lease');
  });

  it('is never another one: the handle of an array that is gone leads nowhere', async () => {
    const member = await startMember();
    const first = await filled(1);
    const handle = first.toJSON();
    await member.tell({ word: 'attach', number: 1, handle });
    await member.tell({ word: 'release', number: 1 });
    first.release();
    await allFree();
    const second = await filled(2);
    expect(second.toJSON().offset).toBe(handle.offset);
    await expect(member.tell({ word: 'attach', number: 2, handle })).rejects.toThrow('ERR_RELEASED');
  });

  it('is shared by 50 tasks of 5 processes, and the parent sees what they did (POOL-C6)', async () => {
    await startMembers(5);
    const array = await filled(0, [50]);
    const tasks = Array.from({ length: 50 }, (_, index) => async () => {
      const member = members[index % 5];
      await member.tell({ word: 'attach', number: index, handle: array.toJSON() });
      await member.tell({ word: 'add', number: index, value: index + 1, index });
      await member.tell({ word: 'release', number: index });
    });
    await Promise.all(
      members.map(async (_, which) => {
        for (let index = which; index < 50; index += 5) await tasks[index]();
      }),
    );
    expect(array.data).toEqual(Float64Array.from({ length: 50 }, (_, index) => index + 1));
    array.release();
    await allFree();
  });

  it(
    'is attached 10,000 times at random by 8 processes, and every reference is counted',
    { timeout: 12 * DEADLINE_MS },
    async () => {
      const arrays = await Promise.all([0, 1, 2].map((value) => filled(value)));
      const handles = arrays.map((array) => array.toJSON());
      await startMembers(8);
      let working = members.length;
      const churned = members.map(async (member, which) => {
        for (let part = 0; part < 25; part++) {
          const order = { word: 'churn', handles, rounds: 50, seed: which * 25 + part } as const;
          expect(await member.tell(order)).toBe(50);
        }
        working--;
      });
      // Meanwhile other arrays come and go, in the same memory.
      const others = (async () => {
        while (working > 0) {
          (await filled(-1)).release();
          await new Promise(setImmediate);
        }
      })();
      await Promise.all(churned);
      await others;
      await eventually(() => pool.stats().leases === 0, 'the return of all leases');
      expect(arrays.map(({ data }) => data[500])).toEqual([0, 1, 2]);
      for (const array of arrays) array.release();
      // The tickets of the three handles are left: nobody has come with them.
      expect(pool.stats()).toMatchObject({ blocks: 3, handles: 3 });
    },
  );

  it('waits for a member that computes for long, within its own deadline', async () => {
    const member = await startMember();
    const handle = handleOf(await member.tell({ word: 'alloc', number: 1, shape: [10], value: 1 }));
    member.peer.kill('SIGSTOP');
    await expect(pool.fromHandle(handle, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    const controller = new AbortController();
    const aborted = pool.fromHandle(handle, { signal: controller.signal });
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    const waiting = pool.fromHandle(handle);
    member.peer.kill('SIGCONT');
    using array = await within(waiting, 'the array');
    expect(array.data[9]).toBe(1);
    // What was granted too late has gone back: only one is out.
    array.release();
    await eventually(() => pool.stats().members.every(({ borrowed }) => borrowed === 0), 'the end of the view');
  });
});

describe('when a process is killed', () => {
  it('what it had is free again, whoever made it', async () => {
    const member = await startMember();
    const array = await filled(1);
    await member.tell({ word: 'attach', number: 1, handle: array.toJSON() });
    await member.tell({ word: 'clone', number: 1 });
    await member.tell({ word: 'slice', number: 1, begin: 0, end: 10 });
    array.release();
    expect(pool.stats().blocks).toBe(1);
    await member.kill();
    await allFree();
    expect(pool.stats()).toMatchObject({ leases: 0, members: [] });
  });

  it('its arrays stay readable for those who have them, and nobody else gets them any more', async () => {
    const [owner, other] = await startMembers(2);
    const handle = handleOf(await owner.tell({ word: 'alloc', number: 1, shape: [1000], value: 7 }));
    const array = await pool.fromHandle(handle);
    await other.tell({ word: 'attach', number: 1, handle: { ...handle, ticket: 0 } });
    await owner.kill();
    await eventually(() => pool.stats().members.length === 0, 'the end of the link');
    expect(array.data.every((element) => element === 7)).toBe(true);
    array.data.fill(8);
    expect(await other.tell({ word: 'sum', number: 1 })).toBe(8000);
    const part = array.slice(10, 20);
    expect(part.clone().data).toEqual(new Float64Array(10).fill(8));
    for (const late of [handle, part.toJSON()]) {
      await expect(within(pool.fromHandle(late), 'the refusal')).rejects.toMatchObject({ code: 'ERR_OWNER_LOST' });
      await expect(other.tell({ word: 'attach', number: 2, handle: late })).rejects.toThrow('ERR_OWNER_LOST');
    }
    array.release();
    expect(part.data).toHaveLength(10);
    part.release();
  });

  it('an attach that waits for it fails', async () => {
    const member = await startMember();
    const handle = handleOf(await member.tell({ word: 'alloc', number: 1, shape: [10], value: 1 }));
    (await pool.fromHandle({ ...handle, ticket: 0 })).release();
    member.peer.kill('SIGSTOP');
    const waiting = Array.from({ length: 300 }, () => pool.fromHandle({ ...handle, ticket: 0 }));
    const outcomes = Promise.allSettled(waiting);
    await member.kill();
    for (const outcome of await within(outcomes, 'the failures')) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ERR_OWNER_LOST' } });
    }
  });

  it('others go on: no lock dies with it', async () => {
    const [first, second] = await startMembers(2);
    const array = await filled(0);
    await first.tell({ word: 'attach', number: 1, handle: array.toJSON() });
    first.peer.send({ word: 'churn', handles: [array.toJSON()], rounds: 1e6, seed: 1 });
    await second.tell({ word: 'attach', number: 1, handle: array.toJSON() });
    await first.kill();
    await second.tell({ word: 'add', number: 1, value: 1 });
    const next = handleOf(await second.tell({ word: 'alloc', number: 2, shape: [10], value: 3 }));
    expect((await pool.fromHandle(next)).data[0]).toBe(3);
    expect(array.data[999]).toBe(1);
  });
});

describe('an array in a message', () => {
  let context: Context;
  let shared: ArrayPool;

  beforeEach(() => {
    context = new Context({ name: 'test' });
  });
  afterEach(() => context.close());

  /** @param ours whether the arrays lie in the memory of the context that has the pipe */
  async function connected(ours: 'own' | 'shared', theirs: 'own' | 'shared'): Promise<{ member: Member; pipe: Pipe }> {
    shared = ours === 'shared' ? await ArrayPool.create({ context }) : pool;
    const listener = await context.listen('unix://');
    const member = await Member.start(theirs);
    members.push(member);
    await member.tell({ word: 'connect', url: listener.url('unix') });
    return { member, pipe: await within(listener.accept(), 'accepting the member') };
  }

  it.each([
    ['own', 'own', 10],
    ['own', 'shared', 1000],
    ['shared', 'own', 10],
    ['shared', 'shared', 100_000],
  ] as const)('is the same memory, whosever memory it is: %s, %s, %i elements', async (ours, theirs, length) => {
    const { member, pipe } = await connected(ours, theirs);
    const array = await shared.alloc('float64', [length]);
    array.data.fill(1);
    const written = pipe.write({ tensors: [array] });
    const part = array.slice(0, 5);
    array.release();
    expect(await member.tell({ word: 'take', number: 1 })).toBe(0);
    await within(written, 'the write');
    await member.tell({ word: 'add', number: 1, value: 3 });
    expect(part.data).toEqual(new Float64Array(5).fill(4));
    part.data[0] = 10;
    expect(await member.tell({ word: 'sum', number: 1 })).toBe(4 * length + 6);
    expect(context.counters().copiedBytes).toBe(0);
    // And back, by the same pipe, as a message; and by its handle.
    const sent = member.tell({ word: 'send', number: 1 });
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    using message = await within(pipe.read(descriptor?.allocate('borrow') ?? {}), 'the message');
    expect(await sent).toBe(0);
    const home = shared.from(message.tensors[0]);
    message.tensors[0].release();
    part.data[1] = 20;
    expect(home.data[1]).toBe(20);
    const again = await shared.fromHandle(handleOf(await member.tell({ word: 'handle', number: 1 })));
    again.data[2] = 30;
    expect(home.data[2]).toBe(30);
    for (const one of [home, again, part]) one.release();
    message.release();
    await member.tell({ word: 'release', number: 1 });
    await eventually(() => shared.stats().blocks === 0, 'the return of all blocks');
  });

  it('is the same memory within a value, too', async () => {
    const { member, pipe } = await connected('shared', 'own');
    const array = await shared.alloc('float64', [1000]);
    array.data.fill(1);
    const sent = pipe.send({ named: 'array', array, again: [array] });
    // Of its structure, which is not shared.
    expect(await member.tell({ word: 'take', number: 1 })).toBeLessThan(100);
    await within(sent, 'the value');
    await member.tell({ word: 'add', number: 1, value: 3 });
    expect(array.data).toEqual(new Float64Array(1000).fill(4));
    expect(context.counters().copiedBytes).toBeLessThan(100);
    array.release();
  });

  it('holds its memory by itself: one that nobody reads is free again when its reader closes the pipe', async () => {
    const { member, pipe } = await connected('shared', 'own');
    const array = await shared.alloc('float64', [10]);
    const written = pipe.write({ tensors: [array] });
    array.release();
    await within(written, 'the write');
    expect(shared.stats().blocks).toBe(1);
    await member.tell({ word: 'disconnect' });
    await eventually(() => shared.stats().blocks === 0, 'the return of the block');
  });

  it('is one of the pool only where it was not copied', async () => {
    const { member, pipe } = await connected('shared', 'shared');
    await member.tell({ word: 'alloc', number: 1, shape: [10], value: 1 });
    const sent = member.tell({ word: 'send', number: 1 });
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    using message = await within(pipe.read(descriptor?.allocate() ?? {}), 'the message');
    await sent;
    expect(message.tensors[0].typed('float64')[9]).toBe(1);
    expect(() => shared.from(message.tensors[0])).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
  });
});

it('a handle reaches a worker thread by postMessage', async () => {
  const worker = new Worker(new URL('../../build/test/peers/pool-thread.js', import.meta.url));
  try {
    const array = await filled(2);
    const answer = new Promise<unknown>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    worker.postMessage(array.toJSON());
    expect(await within(answer, 'the answer of the thread')).toBe(2000);
    expect(array.data[0]).toBe(-1);
  } finally {
    await worker.terminate();
  }
  await eventually(() => pool.stats().leases === 0, 'the return of the lease');
});

it('another process joins a pool by its handle, and gets the same room; not one that is gone', async () => {
  const member = await startMember();
  expect(await member.tell({ word: 'stats' })).toMatchObject({ budgetBytes: 64 * MIB, blocks: 0 });
  expect(pool.stats().members).toEqual([{ name: 'member', leases: 0, bytes: 0, borrowed: 0 }]);
  const stranger = await Member.start();
  const late = stranger.pool as ReturnType<ArrayPool['toJSON']>;
  await stranger.kill();
  await expect(ArrayPool.attach(late)).rejects.toMatchObject({ code: 'ERR_OWNER_LOST' });
  const elsewhere = { ...late, owner: late.owner.replace(/^1 \S+/, '1 00000000-0000-0000-0000-000000000000') };
  await expect(ArrayPool.attach(elsewhere)).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
});

it('a member that ends in order leaves nothing, and its arrays to those who have them', async () => {
  const member = await startMember();
  const theirs = await pool.fromHandle(
    handleOf(await member.tell({ word: 'alloc', number: 1, shape: [10], value: 1 })),
  );
  const ours = await filled(1);
  await member.tell({ word: 'attach', number: 2, handle: ours.toJSON() });
  ours.release();
  expect(await member.tell({ word: 'end' })).toBe('ended');
  await allFree();
  expect(await member.peer.exit()).toEqual({ code: 0, signal: null });
  expect(theirs.data[0]).toBe(1);
});

it(
  'a process has more arrays of another than a ring of returns had entries once',
  { timeout: 6 * DEADLINE_MS },
  async () => {
    const member = await startMember();
    const arrays = await Promise.all(Array.from({ length: 10_000 }, () => pool.alloc('float64', [100])));
    const handles = arrays.map((array) => array.toJSON());
    for (let number = 0; number < handles.length; number++) {
      member.peer.send({ word: 'attach', number, handle: handles[number] });
    }
    for (const _ of handles) expect(await member.peer.next('an array')).toEqual({ answer: [100] });
    expect(pool.stats()).toMatchObject({ leases: 10_000, handles: 0 });
    await member.kill();
    await eventually(() => pool.stats().leases === 0, 'the return of all leases');
  },
);

it('a large array in eight processes takes its memory once', { timeout: 6 * DEADLINE_MS }, async () => {
  const bytes = Number(process.env.TENSORDUCT_POOL_BYTES ?? 128 * MIB);
  await using large = await ArrayPool.create({ bytes });
  await startMembers(8);
  const inAll = async (): Promise<number> => {
    let sum = proportionalBytes();
    for (const member of members) sum += Number(await member.tell({ word: 'memory' }));
    return sum;
  };
  const before = await inAll();
  const array = await large.alloc('float64', [bytes / 8]);
  array.data.fill(1);
  for (const member of members) {
    await member.tell({ word: 'attach', number: 1, handle: array.toJSON() });
    await member.tell({ word: 'add', number: 1, value: 1, index: 5 });
    expect(await member.tell({ word: 'sum', number: 1 })).toBeGreaterThan(bytes / 8);
  }
  expect(array.data[5]).toBe(9);
  // Beside it, what eight heaps have grown by meanwhile.
  expect((await inAll()) - before).toBeLessThan(1.1 * bytes + 8 * 8 * MIB);
});
