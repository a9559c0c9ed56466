import { type Completion, TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';
import type { DeviceBuffer } from '../../message/device.js';
import type { Link } from '../../memory/link.js';
import type { SharedMemory } from '../../memory/shared-memory.js';
import { soon } from '../../soon.js';
import type { Channel, ChannelContext, ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { decodeAnswer, encodeAnswer } from './codec.js';
import { ArenaReceiver } from './receiver.js';
import { ArenaSender } from './sender.js';

/**
 * Bytes through shared memory.
 *
 * The offer names a lease where the bytes are in a slot already: small ones, which the sender has copied there, and those
 * that were born there. Where the sender has borrowed them it says from whom, and the receiver gets a lease there.
 * Otherwise the offer is empty, and the receiver says that it wants them; then the sender copies them into a slot, or,
 * where none is free, hands them to the fallback channel. Nothing ever waits for a slot.
 */
export class ArenaChannel implements Channel {
  readonly borrowable: boolean;
  private readonly fallback: Channel;
  private readonly sender: ArenaSender;
  private readonly receiver: ArenaReceiver;
  private failure: TensorductError | null = null;

  /** @param link null where it is gone already: the fallback carries everything */
  constructor(
    private readonly environment: ChannelEnvironment,
    memory: SharedMemory,
    link: Link | null,
    fallback: ChannelContext,
    private readonly onClosed: (channel: ArenaChannel) => void,
  ) {
    this.borrowable = memory.lendsViews;
    link?.open(environment.pipe);
    this.fallback = fallback.createChannel({
      name: `${environment.name}-fallback`,
      role: environment.role,
      pipe: environment.pipe,
      remoteDescriptors: environment.remoteDescriptors,
      counters: environment.counters,
      lane: (index, callback) => environment.lane(index, callback),
      answer: (bytes) => environment.answer(encodeAnswer(0, { word: 'inner', bytes })),
      fail: (error) => this.fail(error),
    });
    this.sender = new ArenaSender(environment, memory, link, this.fallback);
    this.receiver = new ArenaReceiver(environment, memory, link, this.fallback, (error) => this.fail(error));
  }

  send(transfer: number, source: HostMemory | DeviceBuffer, callback: Completion): Uint8Array {
    if (!ArrayBuffer.isView(source)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'memory of a device was given to a channel of the CPU');
    }
    return this.sender.offer(transfer, source, callback);
  }

  lends(source: HostMemory | DeviceBuffer): boolean {
    return ArrayBuffer.isView(source) && this.sender.lends(source);
  }

  withdraw(transfer: number): void {
    this.sender.withdraw(transfer);
  }

  recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: (error: TensorductError | null, received: Received | null) => void,
  ): void {
    this.guard(
      () => this.receiver.take(transfer, offer, length, target, callback),
      (error) => soon(() => callback(error, null)),
    );
  }

  cancel(transfer: number): void {
    this.receiver.cancel(transfer);
  }

  refuse(transfer: number, offer: Uint8Array): void {
    this.guard(() => this.receiver.refuse(transfer, offer));
  }

  answered(bytes: Uint8Array): void {
    if (this.failure !== null) return;
    this.guard(() => {
      const answer = decodeAnswer(bytes);
      if (answer.word === 'inner') this.fallback.answered(answer.bytes);
      else if (answer.word === 'lease' || answer.word === 'fallback' || answer.word === 'withdrawn') {
        this.receiver.answered(answer.transfer, answer);
      } else this.sender.answered(answer.transfer, answer);
    });
  }

  finish(error: TensorductError): void {
    if (this.failure !== null) return;
    this.sender.close(error);
    this.receiver.finish(error);
    this.fallback.close(error);
  }

  close(error: TensorductError): void {
    if (this.failure !== null) return;
    this.finish(error);
    this.failure = error;
    this.receiver.close(error);
    this.onClosed(this);
  }

  /** Runs what peers can break. */
  private guard(run: () => void, otherwise: (error: TensorductError) => void = () => {}): void {
    try {
      run();
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the peer broke the protocol of the channel', {
        backend: this.environment.name,
      });
      otherwise(error);
      this.fail(error);
    }
  }

  /** The channel is broken: so is the pipe. */
  private fail(error: TensorductError): void {
    if (this.failure !== null) return;
    this.close(error);
    this.environment.fail(error);
  }
}
