import { describe, expect, it } from 'vitest';
import { basic, CPU, type ChannelContext, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { Ends, MEDIA } from '../support/ends.js';

const MESSAGES = 400;
/** The writer learns of the reader's choices while this many messages are on their way. */
const READERS = 16;

/** The basic channel, with a second device that nobody uses: so a writer must ask where the reader wants a tensor. */
function channelOfTwoDevices(): ChannelContext {
  const channel = basic();
  return {
    lanes: channel.lanes,
    viability: () => channel.viability(),
    deviceDescriptors: () => new Map(['cpu:0', 'other:0'].map((device) => [device, 'any'])),
    canReach: (local, remote) => channel.canReach(local, remote),
    createChannel: (environment) => channel.createChannel(environment),
    close: () => channel.close(),
    join: () => channel.join(),
  };
}

/** A deterministic mix of sizes: some inline, most through the channel. */
function bytesOf(number: number): number {
  return 1 + ((number * 7919) % 5) * 40_000;
}

function isTargeted(number: number): boolean {
  return number % 3 === 0;
}

describe.each(Object.keys(MEDIA))('tensors over %s whose device the reader chooses', (medium) => {
  it('arrive in order among others, in both directions at once [TP gap: reply ordering under stress]', async () => {
    await using ends = await Ends.open({ medium, channels: { 'two-devices': channelOfTwoDevices } });
    const both = [ends.near, ends.far].map((pipe) => Promise.all([writeAll(pipe), readAll(pipe)]));
    const orders = await within(Promise.all(both), 'all messages in both directions');
    const inOrder = Array.from({ length: MESSAGES }, (_, number) => number);
    for (const [written, read] of orders) {
      expect(written).toEqual(inOrder);
      expect(read).toEqual(inOrder);
    }
  });
});

/** @returns the numbers in the order in which the writes were called back */
async function writeAll(pipe: Pipe): Promise<number[]> {
  const order: number[] = [];
  const write = async (number: number): Promise<void> => {
    const data = new Uint8Array(bytesOf(number)).fill(number);
    await pipe.write({ tensors: [{ data, targetDevice: isTargeted(number) ? CPU : undefined }] });
    order.push(number);
  };
  await Promise.all(Array.from({ length: MESSAGES }, (_, number) => write(number)));
  return order;
}

/** @returns the numbers in the order in which the reads were called back, each found to have the right bytes */
async function readAll(pipe: Pipe): Promise<number[]> {
  const order: number[] = [];
  let described = 0;
  const readSome = async (): Promise<void> => {
    while (described < MESSAGES) {
      const number = described++;
      const descriptor = await pipe.readDescriptor();
      const [tensor] = descriptor?.tensors ?? [];
      expect(tensor).toMatchObject({ length: bytesOf(number), targetDevice: isTargeted(number) ? CPU : undefined });
      const data = new Uint8Array(bytesOf(number));
      await pipe.read({ tensors: [{ data }] });
      if (data.every((byte) => byte === number % 256)) order.push(number);
    }
  };
  await Promise.all(Array.from({ length: READERS }, readSome));
  return order;
}
