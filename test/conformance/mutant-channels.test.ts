import { strict as assert } from 'node:assert';
import { closeSync, openSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { basic } from '../../src/channels/basic/index.js';
import type {
  Channel,
  ChannelContext,
  ChannelEnvironment,
  Received,
  ReceiveTarget,
} from '../../src/channels/channel.js';
import type { Completion, TensorductError } from '../../src/errors.js';
import type { DeviceBuffer } from '../../src/message/device.js';
import { DEADLINE_MS, expectingToWait } from '../../src/testing/deadlines.js';
import { channelCases, testChannel } from '../../src/testing/index.js';
import type { TransportConnection } from '../../src/transports/transport.js';

type Source = Uint8Array | DeviceBuffer;
type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/** Passes everything on to a `basic` channel; mutants override what they do wrong. */
class Wrapper implements Channel {
  constructor(protected readonly inner: Channel) {}

  send(transfer: number, source: Source, callback: Completion): Uint8Array {
    return this.inner.send(transfer, source, callback);
  }

  withdraw(transfer: number): void {
    this.inner.withdraw(transfer);
  }

  recv(transfer: number, offer: Uint8Array, length: number, target: ReceiveTarget, callback: ReceiveCallback): void {
    this.inner.recv(transfer, offer, length, target, callback);
  }

  cancel(transfer: number): void {
    this.inner.cancel(transfer);
  }

  refuse(transfer: number, offer: Uint8Array): void {
    this.inner.refuse(transfer, offer);
  }

  answered(bytes: Uint8Array): void {
    this.inner.answered(bytes);
  }

  close(error: TensorductError): void {
    this.inner.close(error);
  }
}

type Wrap = (inner: Channel) => Channel;
type WrapLane = (lane: TransportConnection) => TransportConnection;

function wrapped(wrap: Wrap, wrapLane: WrapLane = (lane) => lane): () => ChannelContext {
  return () => {
    const context = basic();
    return {
      lanes: context.lanes,
      viability: () => context.viability(),
      deviceDescriptors: () => context.deviceDescriptors(),
      canReach: (local, remote) => context.canReach(local, remote),
      createChannel: (environment) => wrap(context.createChannel(withLanes(environment, wrapLane))),
      close: () => context.close(),
      join: () => context.join(),
    };
  };
}

function withLanes(environment: ChannelEnvironment, wrapLane: WrapLane): ChannelEnvironment {
  return {
    name: environment.name,
    role: environment.role,
    pipe: environment.pipe,
    remoteDescriptors: environment.remoteDescriptors,
    counters: environment.counters,
    lane: (index, callback) =>
      environment.lane(index, (error, lane) => callback(error, lane === null ? null : wrapLane(lane))),
    answer: (bytes) => environment.answer(bytes),
    fail: (error) => environment.fail(error),
  };
}

/** The first byte of every large write is lost. */
function dropAByte(lane: TransportConnection): TransportConnection {
  const write: TransportConnection['write'] = (buffers, callback) =>
    lane.write(
      buffers.map((buffer) => (buffer.length > 4096 ? buffer.subarray(1) : buffer)),
      callback,
    );
  return new Proxy(lane, {
    get(target, property) {
      if (property === 'write') return write;
      const member: unknown = Reflect.get(target, property);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

class FlipAByte extends Wrapper {
  override send(transfer: number, source: Source, callback: Completion): Uint8Array {
    assert(source instanceof Uint8Array);
    const flipped = Uint8Array.from(source);
    flipped[flipped.length >> 1] ^= 1;
    return this.inner.send(transfer, flipped, callback);
  }
}

class SwapTwoTransfers extends Wrapper {
  private previous: Uint8Array | null = null;

  override send(transfer: number, source: Source, callback: Completion): Uint8Array {
    assert(source instanceof Uint8Array);
    const sent = Uint8Array.from(source);
    if (this.previous?.length === sent.length) {
      sent.set(this.previous);
      this.previous.set(source);
    }
    this.previous = sent;
    return this.inner.send(transfer, sent, callback);
  }
}

class CallBackTwice extends Wrapper {
  override send(transfer: number, source: Source, callback: Completion): Uint8Array {
    return this.inner.send(transfer, source, (error) => {
      callback(error);
      setImmediate(callback, error);
    });
  }
}

class NeverCallBack extends Wrapper {
  override send(transfer: number, source: Source): Uint8Array {
    return this.inner.send(transfer, source, () => {});
  }
}

class CallBackInline extends Wrapper {
  override withdraw(transfer: number): void {
    this.callbacks.get(transfer)?.(null);
  }

  private readonly callbacks = new Map<number, Completion>();

  override send(transfer: number, source: Source, callback: Completion): Uint8Array {
    this.callbacks.set(transfer, callback);
    return this.inner.send(transfer, source, callback);
  }
}

class SendCallsBackEarly extends Wrapper {
  override send(transfer: number, source: Source, callback: Completion): Uint8Array {
    setImmediate(callback, null);
    return this.inner.send(transfer, source, () => {});
  }
}

class ReceiveCallsBackEarly extends Wrapper {
  override recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: ReceiveCallback,
  ): void {
    if (target instanceof Uint8Array) setImmediate(callback, null, { data: target });
    this.inner.recv(transfer, offer, length, target, target instanceof Uint8Array ? () => {} : callback);
  }
}

class SwallowClose extends Wrapper {
  override close(): void {}
}

class SwallowWithdraw extends Wrapper {
  override withdraw(): void {}
}

class SwallowCancel extends Wrapper {
  override cancel(): void {}
}

class SwallowRefuse extends Wrapper {
  override refuse(): void {}
}

class BelieveAnyAnswer extends Wrapper {
  override answered(bytes: Uint8Array): void {
    if (bytes.length > 0 && bytes.length < 32) this.inner.answered(bytes);
  }
}

class IgnoreThePromise extends Wrapper {
  override recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: ReceiveCallback,
  ): void {
    if (typeof target !== 'object' || !('sink' in target)) {
      return this.inner.recv(transfer, offer, length, target, callback);
    }
    const sink = (chunk: Uint8Array, offset: number): void => void target.sink(chunk, offset);
    this.inner.recv(transfer, offer, length, { sink }, callback);
  }
}

class BorrowedForEver extends Wrapper {
  override recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: ReceiveCallback,
  ): void {
    this.inner.recv(transfer, offer, length, target, (error, received) =>
      callback(error, received === null ? null : { data: received.data, release: () => {} }),
    );
  }
}

const leaked: number[] = [];
afterAll(() => leaked.forEach((descriptor) => closeSync(descriptor)));

function leakADescriptor(inner: Channel): Channel {
  leaked.push(openSync('/dev/null', 'r'));
  return inner;
}

const plain: Wrap = (inner) => new Wrapper(inner);
const mutants: readonly (readonly [what: string, createContext: () => ChannelContext, caughtBy: string])[] = [
  ['loses a byte', wrapped(plain, dropAByte), 'sixteen MiB of random bytes arrive as they were sent'],
  ['flips a bit', wrapped((inner) => new FlipAByte(inner)), 'the listening end sends to the connecting end'],
  ['swaps two transfers', wrapped((inner) => new SwapTwoTransfers(inner)), 'two transfers under way are not mixed up'],
  [
    'calls back twice',
    wrapped((inner) => new CallBackTwice(inner)),
    'callbacks never come inside the call, and each comes once',
  ],
  ['never calls back', wrapped((inner) => new NeverCallBack(inner)), 'the listening end sends to the connecting end'],
  [
    'calls back inside the call',
    wrapped((inner) => new CallBackInline(inner)),
    'callbacks never come inside the call, and each comes once',
  ],
  [
    'calls the sender back before its memory is free',
    wrapped((inner) => new SendCallsBackEarly(inner)),
    'a sender may change its memory once it was called back',
  ],
  [
    'calls the receiver back before its memory is free',
    wrapped((inner) => new ReceiveCallsBackEarly(inner)),
    'a receiver has all bytes when it is called back, and its memory to itself from then on',
  ],
  [
    'swallows close',
    wrapped((inner) => new SwallowClose(inner)),
    'close calls back whatever is pending, with its error',
  ],
  [
    'swallows withdraw',
    wrapped((inner) => new SwallowWithdraw(inner)),
    'a transfer is withdrawn in the middle, and the next one is intact',
  ],
  [
    'swallows cancel',
    wrapped((inner) => new SwallowCancel(inner)),
    'a sink is not called again after its receive was cancelled',
  ],
  [
    'swallows refuse',
    wrapped((inner) => new SwallowRefuse(inner)),
    'a refused transfer ends with ERR_REJECTED, and the others go on',
  ],
  [
    'overlooks bad answers',
    wrapped((inner) => new BelieveAnyAnswer(inner)),
    'an answer that no channel gave fails the channel with ERR_PROTOCOL, and pending callbacks get it',
  ],
  [
    'does not wait for a sink',
    wrapped((inner) => new IgnoreThePromise(inner)),
    'a sink gets the pieces in order and each is awaited before its memory is used again',
  ],
  [
    'does not empty views of released memory',
    wrapped((inner) => new BorrowedForEver(inner)),
    'borrowed memory holds the bytes until its release, which empties views of it',
  ],
  ['leaks a descriptor', wrapped(leakADescriptor), 'nothing stays open after channels were closed'],
];

/** These are found out by a wait that does not end. */
const HANGING: readonly string[] = [
  'never calls back',
  'swallows withdraw',
  'swallows cancel',
  'swallows refuse',
  'overlooks bad answers',
  'leaks a descriptor',
];

describe('the wrapper without a fault', () => {
  testChannel({ createContext: wrapped(plain) }, { describe, it });
});

describe('the suite catches a channel that', () => {
  for (const [what, createContext, caughtBy] of mutants) {
    const run = async (): Promise<void> => {
      const found = channelCases.find(({ name }) => name === caughtBy);
      assert(found !== undefined, `there is no case "${caughtBy}"`);
      const caught = (): Promise<void> => found.run({ createContext });
      await expect(HANGING.includes(what) ? expectingToWait(caught) : caught()).rejects.toThrow();
    };
    it.concurrent(what, run, 3 * DEADLINE_MS);
  }
});
