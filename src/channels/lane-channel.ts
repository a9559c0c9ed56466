import { type Completion, TensorductError } from '../errors.js';
import type { HostMemory } from '../message/bytes.js';
import type { DeviceBuffer } from '../message/device.js';
import type { TransportConnection } from '../transports/transport.js';
import type { Channel, ChannelEnvironment, Received, ReceiveTarget } from './channel.js';

const NO_OFFER = new Uint8Array(0);

/** The sending half of a {@link LaneChannel}. */
export interface LaneSender {
  /** Whether lanes are needed to find out how a transfer ends. */
  readonly usesLane: boolean;
  /** As {@link Channel.send}. */
  offer(transfer: number, source: HostMemory, callback: Completion): void;
  /** As {@link Channel.withdraw}. */
  withdraw(transfer: number): void;
  /** Ends every transfer. Memory that a lane holds is waited for. */
  close(error: TensorductError): void;
}

/** The receiving half of a {@link LaneChannel}. */
export interface LaneReceiver {
  /** Whether lanes are needed to find out how a transfer ends. */
  readonly usesLane: boolean;
  /** As {@link Channel.recv}. @returns whether lanes will be needed */
  take(
    transfer: number,
    length: number,
    target: ReceiveTarget,
    callback: (error: TensorductError | null, received: Received | null) => void,
  ): boolean;
  /** As {@link Channel.cancel}. */
  cancel(transfer: number): void;
  /** As {@link Channel.refuse}. */
  refuse(transfer: number): void;
  /** Ends every transfer. Memory that a lane holds is waited for. */
  close(error: TensorductError): void;
}

/**
 * What channels have in common that move bytes over lanes once the receiver has asked for them, with an empty offer:
 * when lanes are opened, what it means when one ends, and one end of it all.
 */
export abstract class LaneChannel implements Channel {
  protected abstract readonly sender: LaneSender;
  protected abstract readonly receiver: LaneReceiver;
  private lanesRequested = false;
  /** Why a lane is gone; matters only to transfers that need it. */
  private laneError: TensorductError | null = null;
  private failure: TensorductError | null = null;

  /** @param lanes how many it asks for, all at once */
  constructor(
    protected readonly environment: ChannelEnvironment,
    private readonly lanes: number,
  ) {}

  /** A lane is there. */
  protected abstract start(index: number, lane: TransportConnection): void;

  /**
   * Handles an answer of the peer's.
   * @returns whether lanes will be needed
   * @throws TensorductError `ERR_PROTOCOL`
   */
  protected abstract handle(answer: Uint8Array): boolean;

  /** The channel is closed: called once. */
  protected abstract closed(): void;

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
    if (this.receiver.take(transfer, length, target, callback)) this.needLanes();
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
      if (this.handle(bytes)) this.needLanes();
    } catch (thrown) {
      this.fail(TensorductError.from(thrown, 'ERR_PROTOCOL', 'an answer could not be handled'));
    }
  }

  close(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.sender.close(error);
    this.receiver.close(error);
    this.closed();
  }

  /**
   * A lane that ends while nothing needs it is no failure: it may close before the pipe's own connection does when
   * the peer closes the pipe in good order.
   */
  protected readonly onLaneError = (error: TensorductError): void => {
    if (this.laneError !== null) return;
    this.laneError = this.explain(error);
    const needed = this.sender.usesLane || this.receiver.usesLane;
    if (needed || this.laneError.code === 'ERR_PROTOCOL') this.fail(this.laneError);
  };

  /** The channel is broken: so is the pipe. */
  protected fail(error: TensorductError): void {
    if (this.failure !== null) return;
    this.close(error);
    this.environment.fail(error);
  }

  private checkOffer(transfer: number, offer: Uint8Array): void {
    if (offer.length === 0) return;
    this.fail(new TensorductError('ERR_PROTOCOL', `the offer of transfer ${transfer} is not empty`, this.details()));
  }

  private needLanes(): void {
    if (this.laneError !== null) return this.fail(this.laneError);
    if (this.lanesRequested) return;
    this.lanesRequested = true;
    for (let index = 0; index < this.lanes; index++) this.requestLane(index);
  }

  private requestLane(index: number): void {
    this.environment.lane(index, (error, lane) => {
      if (this.failure !== null) return;
      if (lane !== null) this.start(index, lane);
      else this.onLaneError(error ?? new TensorductError('ERR_PEER_LOST', 'there is no lane', this.details()));
    });
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
