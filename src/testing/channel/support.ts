import { strict as assert } from 'node:assert';
import { randomFillSync } from 'node:crypto';
import type { ErrorCode, TensorductError } from '../../errors.js';
import type { Sink } from '../../channels/channel.js';
import type { ChannelEnd, ChannelPair, ReceiveOutcome, Sending } from './pair.js';

export const MIB = 1024 * 1024;

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return randomFillSync(new Uint8Array(length));
}

export function sameBytes(actual: Uint8Array, expected: Uint8Array): boolean {
  return Buffer.compare(actual, expected) === 0;
}

export function assertSameBytes(actual: unknown, expected: Uint8Array): void {
  assert(actual instanceof Uint8Array, 'what was received is no memory of the CPU');
  assert.equal(actual.length, expected.length);
  assert(sameBytes(actual, expected), 'the bytes differ');
}

export function assertFilled(memory: Uint8Array, byte: number): void {
  assertSameBytes(memory, new Uint8Array(memory.length).fill(byte));
}

export function assertCode(error: TensorductError | null, code: ErrorCode): void {
  assert.equal(error?.code, code, error?.message);
}

/** Checks that `sending` arrived in `into`, and that both ends say so. */
export async function assertMoved(
  sending: Sending,
  receiving: Promise<ReceiveOutcome>,
  into: Uint8Array,
  expected: Uint8Array,
): Promise<void> {
  const { error, received } = await receiving;
  assert.equal(error, null);
  assert.equal(received?.data, into);
  assertSameBytes(into, expected);
  assert.equal(await sending.outcome, null);
}

/** Moves fresh random bytes from one end to the other. */
export async function moveBytes(from: ChannelEnd, to: ChannelEnd, length = 100_000): Promise<void> {
  const source = randomBytes(length);
  const into = new Uint8Array(length);
  const sending = from.send(source);
  await assertMoved(sending, to.recv(sending, into), into, source);
}

/** Shows that the channel works in both directions. */
export async function assertIntact({ connect, listen }: ChannelPair): Promise<void> {
  await Promise.all([moveBytes(connect, listen), moveBytes(listen, connect)]);
}

/** Resolves once `condition` holds, looked at in each turn of the event loop. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** A sink that waits, with its first piece, until it is let go. */
export class StalledSink {
  /** Bytes that it was given. */
  bytes = 0;
  readonly started: Promise<void>;
  letGo: () => void = () => {};
  private start: () => void = () => {};
  private readonly gate = new Promise<void>((resolve) => (this.letGo = resolve));

  constructor() {
    this.started = new Promise((resolve) => (this.start = resolve));
  }

  readonly sink: Sink = (chunk) => {
    this.bytes += chunk.length;
    this.start();
    return this.gate;
  };
}
