import { afterEach, describe, expect, it } from 'vitest';
import { basic, Context, shm, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { readSample, sampleMessage, type Sample } from '../peers/samples.js';
import { established } from '../support/ends.js';

const MIB = 2 ** 20;

const contexts: Context[] = [];
afterEach(() => within(Promise.all(contexts.splice(0).map((context) => context.join())), 'the end of the contexts'));

/** With no other way than over rings of this size, also for tensors. */
function contextOf(name: string, ringBytes: number): Context {
  const context = new Context({ name, defaults: false });
  context.registerTransport(1, 'shm', shm({ ringBytes }));
  context.registerChannel(1, 'basic', basic());
  contexts.push(context);
  return context;
}

async function open(ringBytes: number): Promise<readonly [Pipe, Pipe]> {
  const listener = await contextOf('far', ringBytes).listen('shm://');
  const near = contextOf('near', ringBytes).connect(listener.urls[0]);
  const far = await within(listener.accept(), 'the other end');
  await within(Promise.all([established(near), established(far)]), 'the handshake');
  return [near, far];
}

describe.each([4096, 65536, 4 * MIB])('over rings of %d bytes', (ringBytes) => {
  /** Around the size of the ring, and of what travels inside of a frame. */
  const sizes = [0, 1, ringBytes - 1, ringBytes, ringBytes + 1, 65_536, 65_537, 4 * MIB].filter(
    (size) => size <= 4 * MIB,
  );
  const samples = sizes.flatMap((bytes, index): Sample[] => [
    { seed: 3 * index, payloads: 1, tensors: 0, bytes },
    { seed: 3 * index + 1, payloads: 0, tensors: 1, bytes },
    { seed: 3 * index + 2, payloads: 2, tensors: 2, bytes },
  ]);

  it('payloads and tensors up to 4 MiB arrive, both ways at once', async () => {
    const ends = await open(ringBytes);
    const writes = ends.map((pipe) => samples.map((sample) => pipe.write(sampleMessage(sample))));
    const reads = ends.map(async (pipe) => {
      for (const sample of samples) await readSample(pipe, sample);
    });
    await within(Promise.all([...reads, ...writes.flat()]), 'all messages');
    for (const pipe of ends) expect(pipe.explain().transport?.name).toBe('shm');
  });

  it('a reader that comes late finds all of them', async () => {
    const [near, far] = await open(ringBytes);
    const writes = samples.map((sample) => near.write(sampleMessage(sample)));
    const closing = near.close();
    for (const sample of samples) await within(readSample(far, sample), 'a message');
    expect(await within(far.readDescriptor(), 'the end')).toBeNull();
    await within(Promise.all([closing, ...writes]), 'the end of the writes');
  });
});
