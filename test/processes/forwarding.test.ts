import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe, type SharedTensor } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { mappedSegments } from '../peers/mapped-memory.js';
import { eventually } from '../support/descriptors.js';
import { Obedient } from '../support/obedient.js';

const LENGTH = 300_000;

let context: Context;
let listener: Listener;
let forwarder: Obedient;
let pipe: Pipe;
let address: string;
let tensor: SharedTensor<'uint8'>;

afterEach(() => context.close());

/** This process is the owner; the forwarder has a pipe to it, and readers have one to the forwarder. */
async function own(): Promise<void> {
  context = new Context({ name: 'owner' });
  listener = await context.listen('unix://');
  forwarder = Obedient.start('forwarder', [listener.url('unix')]);
  pipe = await within(listener.accept(), 'accepting the forwarder');
  pipe.on('error', () => {});
  address = String(await forwarder.answer('the address of the forwarder'));
  tensor = await context.allocate('uint8', [LENGTH]);
  tensor.data.fill(2);
}

async function reader(): Promise<Obedient> {
  const started = Obedient.start('borrower', [address]);
  await forwarder.tell('accept');
  return started;
}

/** Waits until those have one lease each of the owner's memory. */
function lent(...expected: string[]): Promise<void> {
  const now = (): string[] => {
    const peers = context.statistics().sharedMemory?.peers ?? [];
    return peers.flatMap(({ name, leases }) => new Array<string>(leases).fill(name)).sort();
  };
  return eventually(() => now().join() === expected.join(), `leases of ${expected.join(' and ') || 'nobody'}`);
}

describe('borrowed memory that is written on', () => {
  beforeEach(own);
  afterEach(() => forwarder[Symbol.asyncDispose]());

  it('is the same memory in the third process, leased there by its owner, and nobody copies it', async () => {
    await using third = await reader();
    await within(pipe.write({ tensors: [tensor] }), 'the write');
    const forwarded = forwarder.tell('forward');
    expect(await third.tell('borrow')).toEqual({ sum: 2 * LENGTH, copied: 0 });
    // The forwarder has let go before: its views are empty now, and its lease is back.
    expect(await forwarded).toEqual({ copied: 0, failures: [], left: 0 });
    await lent('borrower');
    tensor.data.fill(3);
    expect(await third.tell('sum')).toBe(3 * LENGTH);
    await third.tell('change');
    expect(tensor.data.every((byte) => byte === 9)).toBe(true);
    const segments = await third.tell('segments');
    expect(segments).toHaveLength(1);
    expect(mappedSegments()).toEqual(expect.arrayContaining(segments as number[]));
    expect(context.counters().copiedBytes).toBe(0);
    const settled = tensor.settled();
    await third.tell('release');
    await within(settled, 'the settling');
  });

  it('goes to many readers from one slot', async () => {
    const readers = [await reader(), await reader(), await reader()];
    try {
      await pipe.write({ tensors: [tensor] });
      const forwarded = forwarder.tell('forward');
      for (const third of readers) expect(await third.tell('borrow')).toEqual({ sum: 2 * LENGTH, copied: 0 });
      expect(await forwarded).toEqual({ copied: 0, failures: [], left: 0 });
      await lent('borrower', 'borrower', 'borrower');
      expect(context.statistics().sharedMemory?.usedSlots).toBe(1);
      for (const third of readers) await third.tell('release');
      await within(tensor.settled(), 'the settling');
    } finally {
      for (const third of readers) await third[Symbol.asyncDispose]();
    }
  });

  it('stays valid although the iterator goes on, also as a plain view of it', async () => {
    await using third = await reader();
    const count = 40;
    const forwarded = forwarder.tell('iterate');
    const streamed = third.tell('stream');
    const tensors = await Promise.all([1, 2, 3, 4].map(() => context.allocate('uint8', [LENGTH])));
    for (let number = 0; number < count; number++) {
      const next = tensors[number % tensors.length];
      await within(next.settled(), 'the settling');
      next.data.fill(number);
      await within(pipe.write({ tensors: [next] }), 'the write');
    }
    await within(pipe.close(), 'the close');
    expect(await forwarded).toEqual({ count, copied: 0, left: 0 });
    expect(await streamed).toBe(count);
    await lent();
  });

  it('is its owner’s own memory when it is sent back', async () => {
    await pipe.write({ tensors: [tensor] });
    const returned = forwarder.tell('back');
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    const { tensors } = await within(pipe.read(descriptor?.allocate('borrow') ?? {}), 'the read');
    const home = tensors[0].typed('uint8');
    expect(await returned).toEqual({ copied: 0, failures: [], left: 0 });
    await lent();
    tensor.data.fill(7);
    expect(home.every((byte) => byte === 7)).toBe(true);
    expect(context.counters().copiedBytes).toBe(0);
    await expect(tensor.settled({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    tensors[0].release();
    expect(home).toHaveLength(0);
    await within(tensor.settled(), 'the settling');
    expect(tensor.data[0]).toBe(7);
  });

  it('comes back from a third process that refuses it, and from one that is killed', async () => {
    await using third = await reader();
    await pipe.write({ tensors: [tensor] });
    const forwarded = forwarder.tell('forward');
    await third.tell('refuse');
    expect(await forwarded).toMatchObject({ failures: [expect.stringContaining('not wanted')], left: 0 });
    await lent();
    await pipe.write({ tensors: [tensor] });
    const again = forwarder.tell('forward');
    await third.tell('borrow');
    await again;
    await lent('borrower');
    third.peer.kill('SIGKILL');
    await within(tensor.settled(), 'the settling after the death of the third process');
  });

  it('is intact in the third process after the forwarder was killed', async () => {
    await using third = await reader();
    await pipe.write({ tensors: [tensor] });
    void forwarder.tell('forward').catch(() => {});
    expect(await third.tell('borrow')).toMatchObject({ sum: 2 * LENGTH });
    forwarder.peer.kill('SIGKILL');
    await forwarder.peer.exit();
    await lent('borrower');
    expect(await third.tell('sum')).toBe(2 * LENGTH);
    await third.tell('release');
    await within(tensor.settled(), 'the settling');
  });
});

/** Here this process forwards, so that its owner can be killed. */
describe('memory whose owner is gone', () => {
  let owner: Obedient;
  let third: Obedient;
  let toThird: Pipe;

  beforeEach(async () => {
    context = new Context({ name: 'forwarder' });
    listener = await context.listen('unix://');
    owner = Obedient.start('borrower', [listener.url('unix')]);
    pipe = await within(listener.accept(), 'accepting the owner');
    pipe.on('error', () => {});
    third = Obedient.start('borrower', [listener.url('unix')]);
    toThird = await within(listener.accept(), 'accepting the third');
    toThird.on('error', () => {});
  });
  afterEach(async () => {
    await owner[Symbol.asyncDispose]();
    await third[Symbol.asyncDispose]();
  });

  const sum = 5 * LENGTH;

  /** Borrows what the owner lends, writes it on and releases it; the third has been told nothing yet. */
  async function forward(): Promise<{ readonly written: Promise<void>; readonly view: Uint8Array }> {
    const lent = owner.tell('lend');
    const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
    using message = await within(pipe.read(descriptor?.allocate('borrow') ?? {}), 'the read');
    expect(await lent).toMatchObject({ shared: true });
    return { written: toThird.write(message), view: message.tensors[0].typed('uint8') };
  }

  it('is copied by who forwards it: it had died before the third process read', async () => {
    const { written, view } = await forward();
    owner.peer.kill('SIGKILL');
    await owner.peer.exit();
    expect(view).toHaveLength(LENGTH);
    expect(await third.tell('borrow')).toMatchObject({ sum });
    await within(written, 'the write');
    expect(view).toHaveLength(0);
    expect(context.statistics().sharedMemory?.forwarded).toBe(0);
  });

  it('is intact where it was leased before the owner died', async () => {
    const { written } = await forward();
    expect(await third.tell('borrow')).toMatchObject({ sum, copied: 0 });
    await within(written, 'the write');
    expect(context.statistics().sharedMemory?.forwarded).toBe(1);
    owner.peer.kill('SIGKILL');
    await owner.peer.exit();
    expect(await third.tell('sum')).toBe(sum);
    await third.tell('release');
    expect(context.counters().copiedBytes).toBe(0);
  });

  it.each([0, 2, 5])('arrives whole if the owner dies %i turns after the third began to read', async (turns) => {
    const { written } = await forward();
    third.peer.send('borrow');
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    owner.peer.kill('SIGKILL');
    expect(await third.answer('what it has borrowed')).toMatchObject({ sum });
    await within(written, 'the write');
    await third.tell('release');
    await owner.peer.exit();
  });

  it('is copied when the owner is stopped, and what it grants too late goes back to it', async () => {
    const first = await forward();
    owner.peer.kill('SIGSTOP');
    expect(await third.tell('borrow')).toMatchObject({ sum });
    await within(first.written, 'the write');
    expect(first.view).toHaveLength(0);
    owner.peer.kill('SIGCONT');
    await third.tell('release');
    let leases: unknown = -1;
    while (leases !== 0) leases = await owner.tell('leases');
    const second = await forward();
    expect(await third.tell('borrow')).toMatchObject({ sum });
    await within(second.written, 'the second write');
  });
});

it('is copied into a third process whose runtime forbids views of it', async () => {
  await own();
  process.env.TENSORDUCT_NO_EXTERNAL_BUFFERS = '1';
  const third = await reader().finally(() => delete process.env.TENSORDUCT_NO_EXTERNAL_BUFFERS);
  try {
    await pipe.write({ tensors: [tensor] });
    const forwarded = forwarder.tell('forward');
    expect(await third.tell('borrow')).toEqual({ sum: 2 * LENGTH, copied: LENGTH });
    expect(await forwarded).toEqual({ copied: 0, failures: [], left: 0 });
    await within(tensor.settled(), 'the settling');
  } finally {
    await third[Symbol.asyncDispose]();
    await forwarder[Symbol.asyncDispose]();
  }
});
