import { type Completion, TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';
import type { DeviceBuffer } from '../../message/device.js';
import type { TransportConnection } from '../../transports/transport.js';
import type { Channel, ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { readAnswer } from './chunk-codec.js';
import { ChunkReceiver } from './receiver.js';
import { ChunkSender } from './sender.js';

const NO_OFFER = new Uint8Array(0);

/**
 * Bytes over one lane, once the receiver has asked for them.
 *
 * The offer is empty. `recv` answers it by granting room: all of it for given memory, a window that moves on for a
 * sink. The sender then sends chunks, and the receiver ends the transfer with a verdict. Both directions share the
 * lane, which is opened when it is first needed.
 */
export class BasicChannel implements Channel {
  private readonly sender: ChunkSender;
  private readonly receiver: ChunkReceiver;
  private laneRequested = false;
  /** Why the lane is gone; matters only to transfers that need it. */
  private laneError: TensorductError | null = null;
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly onClosed: (channel: BasicChannel) => void,
  ) {
    this.sender = new ChunkSender(environment, this.onLaneError);
    this.receiver = new ChunkReceiver(environment, this.onLaneError);
  }

  send(transfer: number, source: HostMemory | DeviceBuffer, callback: Completion): Uint8Array {
    if (!ArrayBuffer.isView(source)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'memory of a device was given to a channel of the CPU');
    }
    this.sender.offer(transfer, source, callback);
    return NO_OFFER;
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
    this.checkOffer(transfer, offer);
    if (this.receiver.take(transfer, length, target, callback)) this.needLane();
  }

  cancel(transfer: number): void {
    this.receiver.cancel(transfer);
  }

  refuse(transfer: number, offer: Uint8Array): void {
    this.checkOffer(transfer, offer);
    this.receiver.refuse(transfer);
  }

  answered(bytes: Uint8Array): void {
    if (this.failure !== null) return;
    try {
      const answer = readAnswer(bytes);
      this.sender.answered(answer);
      if (answer.granted > 0) this.needLane();
    } catch (thrown) {
      this.fail(TensorductError.from(thrown, 'ERR_PROTOCOL', 'an answer could not be handled'));
    }
  }

  close(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.sender.close(error);
    this.receiver.close(error);
    this.onClosed(this);
  }

  private checkOffer(transfer: number, offer: Uint8Array): void {
    if (offer.length === 0) return;
    this.fail(new TensorductError('ERR_PROTOCOL', `the offer of transfer ${transfer} is not empty`, this.details()));
  }

  private needLane(): void {
    if (this.laneError !== null) return this.fail(this.laneError);
    if (this.laneRequested) return;
    this.laneRequested = true;
    this.environment.lane(0, this.onLane);
  }

  private readonly onLane = (error: TensorductError | null, lane: TransportConnection | null): void => {
    if (this.failure !== null) return;
    if (error !== null || lane === null) {
      return this.onLaneError(error ?? new TensorductError('ERR_PEER_LOST', 'there is no lane', this.details()));
    }
    this.sender.start(lane);
    this.receiver.start(lane);
  };

  /**
   * A lane that ends while nothing needs it is no failure: it may close before the pipe's own connection does when
   * the peer closes the pipe in good order.
   */
  private readonly onLaneError = (error: TensorductError): void => {
    if (this.laneError !== null) return;
    this.laneError = this.explain(error);
    const needed = this.sender.usesLane || this.receiver.usesLane;
    if (needed || this.laneError.code === 'ERR_PROTOCOL') this.fail(this.laneError);
  };

  /** The channel is broken: so is the pipe. */
  private fail(error: TensorductError): void {
    if (this.failure !== null) return;
    this.close(error);
    this.environment.fail(error);
  }

  private explain(error: TensorductError): TensorductError {
    const details = { ...this.details(), cause: error };
    switch (error.code) {
      case 'ERR_PROTOCOL':
      case 'ERR_LIMIT_EXCEEDED':
        return new TensorductError('ERR_PROTOCOL', 'the peer broke the protocol of a lane', details);
      case 'ERR_TIMEOUT':
        return error.at(this.details());
      default:
        return new TensorductError('ERR_PEER_LOST', 'a lane ended', details);
    }
  }

  private details(): { readonly backend: string } {
    return { backend: this.environment.name };
  }
}
