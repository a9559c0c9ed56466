import { describe, expect, it } from 'vitest';
import { CPU, type Channel, type ChannelEnvironment, type Descriptor, type Pipe } from '../../src/index.js';
import { turns } from '../../src/testing/channel/pair.js';
import { StalledSink } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { arrived, assertInStep, bytes, Ends, LARGE } from '../support/ends.js';
import { thrown } from '../support/errors.js';
import { TOY, ToyBuffer, ToyChannelContext } from '../support/toy-channel.js';

function open(medium: string): Promise<Ends> {
  return Ends.open({ medium, channels: { toy: () => new ToyChannelContext() } });
}

async function nextDescriptor(pipe: Pipe): Promise<Descriptor> {
  const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
  if (descriptor === null) throw new Error('there is no message');
  return descriptor;
}

/** What became of a write. */
function outcomeOf(written: Promise<void>): Promise<unknown> {
  const outcome = written.then(
    () => 'done',
    (error: unknown) => error,
  );
  return within(outcome, 'the callback of the write');
}

function codeOf(outcome: unknown): unknown {
  return typeof outcome === 'object' && outcome !== null && 'code' in outcome ? outcome.code : outcome;
}

/** Memory on either device, and the same bytes on the other. */
const PAIRS = [
  { from: 'host', to: 'host' },
  { from: 'host', to: 'toy' },
  { from: 'toy', to: 'host' },
  { from: 'toy', to: 'toy' },
] as const;

function memoryOn(place: 'host' | 'toy', data: Uint8Array): Uint8Array | ToyBuffer {
  return place === 'host' ? data : new ToyBuffer(data);
}

const MEDIA = ['memory and in-process', 'memory and basic', 'tcp and basic'];

describe.each(MEDIA)('tensors on devices, over %s and a channel of a third party,', (medium) => {
  it('go wherever the reader chooses when no device is named [TP Pipe.CudaSimpleWriteReadWithoutTargetDevice]', async () => {
    await using ends = await open(medium);
    const sent = PAIRS.map(() => bytes(LARGE));
    const into = PAIRS.map(() => new Uint8Array(LARGE));
    const written = ends.near.write({ tensors: PAIRS.map(({ from }, i) => ({ data: memoryOn(from, sent[i]) })) });
    const { tensors } = await nextDescriptor(ends.far);
    expect(tensors.map(({ sourceDevice }) => sourceDevice.type)).toEqual(['cpu', 'cpu', 'toy', 'toy']);
    expect(tensors.map(({ targetDevice }) => targetDevice)).toEqual(PAIRS.map(() => undefined));
    const reading = ends.far.read({ tensors: PAIRS.map(({ to }, i) => ({ data: memoryOn(to, into[i]) })) });
    const message = await within(reading, 'the read');
    expect(message.tensors.map(({ device }) => device.type)).toEqual(['cpu', 'toy', 'cpu', 'toy']);
    for (const [i, data] of sent.entries()) expect(Buffer.compare(into[i], data)).toBe(0);
    await within(written, 'the write');
    await assertInStep(ends.near, ends.far);
  });

  it.for([
    { length: 10, what: 'small' },
    { length: LARGE, what: 'large' },
  ])(
    'go where the writer names a device, $what ones too [TP Pipe.CudaSimpleWriteReadWithAllTargetDevices, TP Pipe.SimpleWriteReadWithAllTargetDevices]',
    async ({ length }) => {
      await using ends = await open(medium);
      const sent = PAIRS.map(() => bytes(length));
      const into = PAIRS.map(() => new Uint8Array(length));
      const written = ends.near.write({
        tensors: PAIRS.map(({ from, to }, i) => ({
          data: memoryOn(from, sent[i]),
          targetDevice: to === 'host' ? CPU : TOY,
        })),
      });
      const { tensors } = await nextDescriptor(ends.far);
      expect(tensors.map(({ targetDevice }) => targetDevice?.type)).toEqual(['cpu', 'toy', 'cpu', 'toy']);
      thrown('ERR_ALLOCATION_MISMATCH', () => ends.far.read({ tensors: into.map((data) => ({ data })) }, () => {}));
      await within(ends.far.read({ tensors: PAIRS.map(({ to }, i) => ({ data: memoryOn(to, into[i]) })) }), 'the read');
      for (const [i, data] of sent.entries()) expect(Buffer.compare(into[i], data)).toBe(0);
      await within(written, 'the write');
    },
  );

  it('may name a device or not, side by side [TP Pipe.CudaSimpleWriteReadWithSomeTargetDevices, TP Pipe.SimpleWriteReadWithSomeTargetDevices]', async () => {
    await using ends = await open(medium);
    const sent = [bytes(LARGE), bytes(LARGE), bytes(LARGE)];
    const written = ends.near.write({
      tensors: [
        { data: new ToyBuffer(sent[0]), targetDevice: TOY },
        { data: new ToyBuffer(sent[1]) },
        { data: sent[2] },
      ],
    });
    await nextDescriptor(ends.far);
    const into = sent.map(() => new Uint8Array(LARGE));
    const tensors = [{ data: new ToyBuffer(into[0]) }, { data: into[1] }, { data: into[2] }];
    await within(ends.far.read({ tensors }), 'the read');
    for (const [i, data] of sent.entries()) expect(Buffer.compare(into[i], data)).toBe(0);
    await within(written, 'the write');
  });

  it('do not overtake each other where the second names its device and the first does not [TP Pipe.MultipleWriteReadWithSomeTargetDevices]', async () => {
    await using ends = await open(medium);
    const order: string[] = [];
    const sent = [bytes(LARGE), bytes(LARGE)];
    ends.near.write({ tensors: [{ data: sent[0] }] }, () => order.push('first'));
    const second = ends.near
      .write({ tensors: [{ data: sent[1], targetDevice: CPU }] })
      .then(() => order.push('second'));
    const into = sent.map(() => new Uint8Array(LARGE));
    await nextDescriptor(ends.far);
    const { sink, started, letGo } = new StalledSink();
    const reading = ends.far.read({ tensors: [{ sink }] });
    await within(started, 'the first piece');
    await nextDescriptor(ends.far);
    const behind = ends.far.read({ tensors: [{ data: into[1] }] });
    await turns(30);
    expect(order).toEqual([]);
    letGo();
    await within(Promise.all([reading, behind, second]), 'both messages');
    expect(order).toEqual(['first', 'second']);
    expect(Buffer.compare(into[1], sent[1])).toBe(0);
  });

  it('can be borrowed, or drained into a sink, before any device was chosen', async () => {
    await using ends = await open(medium);
    const data = bytes(LARGE);
    const written = ends.near.write({ tensors: [{ data }, { data: new ToyBuffer(data) }] });
    await nextDescriptor(ends.far);
    let drained = 0;
    const sink = (chunk: Uint8Array): void => void (drained += chunk.length);
    const message = await within(ends.far.read({ tensors: ['borrow', { sink }] }), 'the read');
    expect(Buffer.compare(Buffer.from(message.tensors[0].typed().buffer), data)).toBe(0);
    expect(drained).toBe(LARGE);
    await within(written, 'the write');
  });

  it('are not copied by an eager write where they do not lie on the host: it waits for the reader', async () => {
    await using ends = await open(medium);
    let complete = false;
    const tensors = [{ data: new ToyBuffer(bytes(LARGE)), targetDevice: CPU }];
    const written = ends.near.write({ tensors }, { eager: true }).then(() => (complete = true));
    const descriptor = await nextDescriptor(ends.far);
    await turns(20);
    expect(complete).toBe(false);
    await within(ends.far.read(descriptor.allocate()), 'the read');
    await within(written, 'the write');
  });

  it('of length 0 are valid on any device', async () => {
    await using ends = await open(medium);
    const data = new ToyBuffer(new Uint8Array(0));
    await within(ends.near.write({ tensors: [{ data }, { data, targetDevice: CPU }] }), 'the write');
    const { tensors } = await nextDescriptor(ends.far);
    expect(tensors.map(({ length, sourceDevice }) => [length, sourceDevice])).toEqual([
      [0, TOY],
      [0, TOY],
    ]);
    const message = await within(ends.far.read({ tensors: [{ data }, 'borrow'] }), 'the read');
    expect(message.tensors.map(({ device }) => device)).toEqual([TOY, CPU]);
  });

  it('refuse memory on a device that they cannot reach, and consume nothing', async () => {
    await using ends = await open(medium);
    const { near, far } = ends;
    const written = near.write({ tensors: [{ data: bytes(10) }, { data: bytes(LARGE) }] });
    await nextDescriptor(far);
    const nowhere = { device: { type: 'nowhere', index: 0 }, byteLength: LARGE };
    for (const tensors of [
      // What came inside the frame is on the host already.
      [{ data: new ToyBuffer(new Uint8Array(10)) }, 'borrow' as const],
      ['borrow' as const, { data: nowhere }],
    ]) {
      thrown('ERR_ALLOCATION_MISMATCH', () => far.read({ tensors }, () => {}));
    }
    await within(far.read({ tensors: ['borrow', { data: new ToyBuffer(new Uint8Array(LARGE)) }] }), 'the right read');
    await within(written, 'the write');
  });

  it('cannot be written where no channel leads, and the pipe goes on [TP gap: error in mid-message]', async () => {
    await using ends = await open(medium);
    const { near, far } = ends;
    const nowhere = { type: 'nowhere', index: 0 };
    const messages = [
      { tensors: [{ data: bytes(10), targetDevice: nowhere }] },
      { tensors: [{ data: { device: nowhere, byteLength: 10 } }] },
      { tensors: [{ data: bytes(LARGE) }, { data: new ToyBuffer(bytes(10)), targetDevice: nowhere }] },
    ];
    for (const message of messages) expect(codeOf(await outcomeOf(near.write(message)))).toBe('ERR_NO_CHANNEL');
    await assertInStep(near, far);
    expect(near.counters.messagesWritten).toBe(1);
  });
});

describe.each(MEDIA)('a tensor whose device is yet to be chosen, over %s,', (medium) => {
  it('can be rejected', async () => {
    await using ends = await open(medium);
    const outcome = outcomeOf(ends.near.write({ tensors: [{ data: bytes(LARGE) }] }));
    await nextDescriptor(ends.far);
    ends.far.reject('not now');
    const error = await outcome;
    expect(codeOf(error)).toBe('ERR_REJECTED');
    expect(String(error)).toContain('not now');
    await assertInStep(ends.near, ends.far);
  });

  it.for(['queued at the reader', 'delivered', 'read a moment ago'])(
    'can be withdrawn when it is %s',
    async (state) => {
      await using ends = await open(medium);
      const { near, far } = ends;
      const controller = new AbortController();
      const outcome = outcomeOf(
        near.write({ tensors: [{ data: bytes(LARGE) }, { data: bytes(LARGE), targetDevice: CPU }] }, controller),
      );
      if (state === 'queued at the reader') {
        await arrived(near, far);
        controller.abort();
        await arrived(near, far);
        await expect(far.readDescriptor()).rejects.toMatchObject({ code: 'ERR_MESSAGE_WITHDRAWN' });
      } else {
        const descriptor = await nextDescriptor(far);
        if (state === 'delivered') {
          controller.abort();
          await arrived(near, far);
        }
        const reading = far.read(descriptor.allocate());
        // The reply and the withdrawal cross.
        controller.abort();
        await expect(within(reading, 'the read')).rejects.toMatchObject({ code: 'ERR_MESSAGE_WITHDRAWN' });
      }
      expect(codeOf(await outcome)).toBe('ERR_ABORTED');
      await assertInStep(near, far);
    },
  );

  it('can be given up by its reader', async () => {
    await using ends = await open(medium);
    const { near, far } = ends;
    const outcome = outcomeOf(near.write({ tensors: [{ data: bytes(LARGE) }] }));
    const descriptor = await nextDescriptor(far);
    const controller = new AbortController();
    const reading = far.read(descriptor.allocate(), controller);
    controller.abort();
    await expect(within(reading, 'the read')).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await outcome;
    await assertInStep(near, far);
  });

  it.for(['near', 'far'] as const)('fails with the pipe, on both ends, when the %s end is destroyed', async (end) => {
    await using ends = await open(medium);
    const { near, far } = ends;
    const outcome = outcomeOf(near.write({ tensors: [{ data: bytes(LARGE) }] }));
    const descriptor = await nextDescriptor(far);
    const reading = far.read(descriptor.allocate()).catch((error: unknown) => error);
    ends[end].destroy();
    for (const error of [await outcome, await within(reading, 'the end of the read')]) {
      expect(codeOf(error)).toBe('ERR_PIPE_CLOSED');
    }
  });

  it('cannot be read any more once the writer is gone', async () => {
    await using ends = await open(medium);
    const { near, far } = ends;
    const outcome = outcomeOf(near.write({ tensors: [{ data: bytes(LARGE) }] }));
    const descriptor = await nextDescriptor(far);
    near.destroy();
    await within(new Promise<void>((resolve) => far.once('close', resolve)), 'the end of the pipe');
    await expect(within(far.read(descriptor.allocate()), 'the read')).rejects.toMatchObject({
      code: 'ERR_PIPE_CLOSED',
    });
    expect(codeOf(await outcome)).toBe('ERR_PIPE_CLOSED');
  });
});

describe('a channel of a third party that breaks its contract', () => {
  /** The toy channel, whose offers are replaced. */
  class FaultyContext extends ToyChannelContext {
    constructor(private readonly replace: () => Uint8Array) {
      super();
    }

    override createChannel(environment: ChannelEnvironment): Channel {
      const channel = super.createChannel(environment);
      const send = channel.send.bind(channel);
      channel.send = (...transfer) => {
        send(...transfer);
        return this.replace();
      };
      return channel;
    }
  }

  it.for([
    {
      what: 'throws',
      replace: (): Uint8Array => {
        throw new Error('out of toys');
      },
    },
    { what: 'makes an offer that is too long', replace: () => new Uint8Array(257) },
  ])('because it $what ends the pipe, and every write is called back', async ({ replace }) => {
    await using ends = await Ends.open({ channels: { toy: () => new FaultyContext(replace) } });
    const { near } = ends;
    const outcomes = [1, 2].map(() =>
      outcomeOf(near.write({ tensors: [{ data: new ToyBuffer(bytes(10)), targetDevice: TOY }] })),
    );
    for (const outcome of outcomes) expect(codeOf(await outcome)).not.toBe('done');
    expect(near.explain().state).toBe('closed');
  });
});
