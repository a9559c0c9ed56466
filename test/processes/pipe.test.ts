import { describe, it } from 'vitest';
import { readSample, sampleMessage, type Sample } from '../peers/samples.js';
import { SETTINGS, useExchange } from './exchange.js';

const exchange = useExchange();

describe.each(SETTINGS)('a pipe between two processes over $transport, $size', ({ transport, bytes }) => {
  /** The peer writes, this end reads. */
  async function simple(shape: Omit<Sample, 'seed' | 'bytes'>): Promise<void> {
    const sample = { seed: 1, bytes, ...shape };
    await exchange(transport, { writes: [sample] }, async (pipe) => {
      await readSample(pipe, sample);
    });
  }

  it('payloads and tensors arrive with all that was said of them [TP Pipe.SimpleWriteRead]', () =>
    simple({ payloads: 3, tensors: 3 }));

  it('a message may have payloads only [TP Pipe.SimpleWriteReadPayloadsOnly]', () =>
    simple({ payloads: 3, tensors: 0 }));

  it('a message may have tensors only [TP Pipe.SimpleWriteReadTensorsOnly]', () => simple({ payloads: 0, tensors: 3 }));

  it('the writer may name all target devices [TP Pipe.SimpleWriteReadWithAllTargetDevices]', () =>
    simple({ payloads: 3, tensors: 3, targeted: [0, 1, 2] }));

  it('the writer may name some target devices [TP Pipe.SimpleWriteReadWithSomeTargetDevices]', () =>
    simple({ payloads: 3, tensors: 3, targeted: [1] }));

  it('two writes and two reads are outstanding at a time, and keep their order [TP Pipe.MultipleWriteRead]', () =>
    multiple([
      { seed: 1, payloads: 2, tensors: 2, bytes },
      { seed: 2, payloads: 3, tensors: 1, bytes },
    ]));

  it('a message with a target device does not overtake one without [TP Pipe.MultipleWriteReadWithSomeTargetDevices]', () =>
    multiple([
      { seed: 1, payloads: 1, tensors: 2, bytes },
      { seed: 2, payloads: 1, tensors: 2, bytes, targeted: [0, 1] },
    ]));

  async function multiple(samples: readonly Sample[]): Promise<void> {
    await exchange(transport, { writes: samples }, async (pipe) => {
      await Promise.all(samples.map((sample) => readSample(pipe, sample)));
    });
  }

  it('both ends write first and read then [TP Pipe.WriteFromBothThenRead]', async () => {
    const theirs = { seed: 1, payloads: 3, tensors: 3, bytes };
    const ours = { seed: 2, payloads: 2, tensors: 4, bytes };
    await exchange(transport, { writes: [theirs], reads: [ours] }, async (pipe) => {
      const written = pipe.write(sampleMessage(ours));
      await readSample(pipe, theirs);
      await written;
    });
  });
});
