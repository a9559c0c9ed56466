import { afterEach, describe, expect, it } from 'vitest';
import { basic, Context, tcp, type ChannelContext, type Limits, type Pipe } from '../../src/index.js';
import { shmArena } from '../../src/channels/shm-arena/index.js';
import type { SharedMemory } from '../../src/memory/shared-memory.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { established } from '../support/ends.js';
import { Proxy } from '../support/proxy.js';

/** Copied into a slot while its message is written. */
const EAGER_BYTES = 100_000;

const contexts: Context[] = [];

afterEach(async () => {
  await within(Promise.all(contexts.splice(0).map((context) => context.close())), 'the end of all contexts');
});

/** A context without the channel that would outrank shared memory within one process. @param change wraps the channel */
function create(
  name: string,
  limits: Partial<Limits> = {},
  change = (channel: ChannelContext): ChannelContext => channel,
): Context {
  const context = new Context({ name, limits, defaults: false, arena: { budgetBytes: 16 * 2 ** 20 } });
  contexts.push(context);
  if (context.memory === null) throw new Error('there is no shared memory');
  context.registerTransport(1, 'tcp', tcp());
  context.registerChannel(2, 'shm-arena', change(shmArena(context.memory, basic())));
  context.registerChannel(1, 'basic', basic());
  return context;
}

function memoryOf(context: Context): SharedMemory {
  const memory = context.memory?.current;
  if (!memory) throw new Error('there is no shared memory yet');
  return memory;
}

/** Has a free slot, so that the next tensor is lent. */
async function warm(context: Context): Promise<void> {
  (await context.allocate('uint8', [EAGER_BYTES])).release();
}

describe('leases on a pipe that its reader has ended in the handshake', () => {
  it('come back, although the link lives on', async () => {
    const listening = create('listening');
    const listener = await listening.listen('tcp://127.0.0.1:0');
    await using proxy = await Proxy.before(listener.url('tcp'));
    const connecting = create('connecting', {}, (channel) => ({
      lanes: channel.lanes,
      viability: () => channel.viability(),
      deviceDescriptors: () => channel.deviceDescriptors(),
      canReach: (local, remote) => channel.canReach(local, remote),
      prove: async (remote, signal) => {
        await channel.prove?.(remote, signal);
        // The listening end does not hear any more that the handshake is through.
        proxy.freeze();
      },
      createChannel: (environment) => channel.createChannel(environment),
      close: () => channel.close(),
      join: () => channel.join(),
    }));
    await warm(connecting);
    const near = connecting.connect(proxy.url);
    near.on('error', () => {});
    const far = await within(listener.accept(), 'the other end');
    far.on('error', () => {});
    await within(established(near), 'the establishing of one end');
    near.write({ tensors: [{ data: new Uint8Array(EAGER_BYTES) }] }, () => {});
    expect(memoryOf(connecting).statistics()).toMatchObject({ links: 1, leases: 1 });
    far.destroy();
    await eventually(() => memoryOf(connecting).statistics().leases === 0, 'the return of the lease');
    expect(memoryOf(connecting).statistics()).toMatchObject({ links: 1, usedSlots: 0 });
  });
});

describe('messages in shared memory, whose writer is gone', () => {
  /** A reader with messages that it has not read. */
  async function bereaved(): Promise<{ memory: SharedMemory; pipe: Pipe }> {
    const writing = create('writing');
    const reading = create('reading', { drainTimeoutMs: 50 });
    await warm(writing);
    const listener = await reading.listen('tcp://127.0.0.1:0');
    const near = writing.connect(listener.url('tcp'));
    near.on('error', () => {});
    const pipe = await within(listener.accept(), 'the other end');
    for (let count = 0; count < 3; count++) await near.write({ tensors: [{ data: new Uint8Array(EAGER_BYTES) }] });
    const over = new Promise<void>((resolve) => pipe.once('error', () => resolve()));
    await within(pipe.readDescriptor(), 'the first message');
    await pipe.read({ tensors: [{ data: new Uint8Array(EAGER_BYTES) }] });
    await eventually(() => pipe.counters.wireBytesRead === near.counters.wireBytesWritten, 'the others');
    await writing.close();
    await within(over, 'the end of the pipe');
    const memory = memoryOf(reading);
    expect(memory.statistics()).toMatchObject({ links: 0 });
    expect(memory.statistics().mappedBytes).toBeGreaterThan(0);
    return { memory, pipe };
  }

  it('can be read, and then its memory is unmapped', async () => {
    const { memory, pipe } = await bereaved();
    for (let count = 0; count < 2; count++) {
      const descriptor = await within(pipe.readDescriptor(), 'a message');
      (await pipe.read(descriptor?.allocate('borrow') ?? {})).release();
    }
    await expect(pipe.readDescriptor()).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    expect(memory.statistics().mappedBytes).toBe(0);
  });

  it('are let go at once when the pipe is destroyed', async () => {
    const { memory, pipe } = await bereaved();
    pipe.destroy();
    expect(memory.statistics().mappedBytes).toBe(0);
    await expect(pipe.readDescriptor()).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
  });

  it('are let go when the pipe is closed and nobody reads them in time', async () => {
    const { memory, pipe } = await bereaved();
    await pipe.close();
    const descriptor = await within(pipe.readDescriptor(), 'a message after the close');
    expect(descriptor?.tensors).toHaveLength(1);
    (await pipe.read(descriptor?.allocate('borrow') ?? {})).release();
    await eventually(() => memory.statistics().mappedBytes === 0, 'the end of the mapping');
  });
});
