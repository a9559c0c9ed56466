import { describe, expect, it } from 'vitest';
import type { Descriptor, Pipe, ReceivedMessage } from '../../src/index.js';
import { checkDescriptor, checkMessage, readSample, sampleMessage, type Sample } from '../peers/samples.js';
import { mixed, SETTINGS, useExchange } from './exchange.js';

const exchange = useExchange();

describe.each(SETTINGS)('two processes over $transport, $size', ({ transport, size, bytes }) => {
  it('a mixed message is accepted, described and read step by step [TP Context.ClientPingSerial]', async () => {
    const sample = mixed(1, bytes);
    await exchange(transport, { writes: [sample] }, async (pipe) => {
      await readSample(pipe, sample);
      const crossed = Object.values(pipe.counters.channelBytes).reduce((sum, figure) => sum + figure, 0);
      expect(crossed).toBe(size === 'inline' ? 0 : 8 * bytes);
    });
  });

  it('a message is read from within the callback of its descriptor [TP Context.ClientPingInline]', async () => {
    const sample = mixed(2, bytes);
    await exchange(transport, { writes: [sample] }, async (pipe) => {
      checkMessage(sample, await readInline(pipe, sample));
    });
  });

  it('two messages come back in order, each echo read as its write completes [TP Context.ServerPingPongTwice]', async () => {
    const samples = [mixed(3, bytes), mixed(4, bytes)];
    await exchange(transport, { echoes: 2 }, async (pipe) => {
      const order: string[] = [];
      await Promise.all(
        samples.map(async (sample) => {
          await pipe.write(sampleMessage(sample));
          order.push(`wrote ${sample.seed}`);
          await readSample(pipe, sample);
          order.push(`read ${sample.seed}`);
        }),
      );
      expect(order.filter((step) => step.startsWith('wrote'))).toEqual(['wrote 3', 'wrote 4']);
      expect(order.filter((step) => step.startsWith('read'))).toEqual(['read 3', 'read 4']);
    });
  });

  it('a mixed message and an empty one behind it arrive in order [TP Context.MixedTensorMessage]', async () => {
    const samples = [mixed(5, bytes), { seed: 6, payloads: 0, tensors: 0, bytes: 0 }];
    await exchange(transport, { writes: samples }, async (pipe) => {
      for (const sample of samples) await readSample(pipe, sample);
    });
  });
});

function readInline(pipe: Pipe, sample: Sample): Promise<ReceivedMessage> {
  const readNow = async (descriptor: Descriptor | null): Promise<ReceivedMessage> => {
    checkDescriptor(sample, descriptor);
    return pipe.read(descriptor.allocate());
  };
  return new Promise((resolve) => {
    pipe.readDescriptor((error, descriptor) => resolve(error === null ? readNow(descriptor) : Promise.reject(error)));
  });
}
