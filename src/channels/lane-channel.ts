import { TensorductError } from '../errors.js';
import type { TransportConnection } from '../transports/transport.js';
import { AskedChannel, type AskedReceiver, type AskedSender } from './asked-channel.js';
import type { ChannelEnvironment } from './channel.js';

/** What a half of a {@link LaneChannel} knows of its lanes. */
interface LaneHalf {
  /** Whether lanes are needed to find out how a transfer ends. */
  readonly usesLane: boolean;
}

/** The sending half of a {@link LaneChannel}. */
export interface LaneSender extends AskedSender, LaneHalf {}

/** The receiving half of a {@link LaneChannel}. */
export interface LaneReceiver extends AskedReceiver, LaneHalf {
  /** As {@link Channel.recv}. @returns whether lanes will be needed */
  take(...transfer: Parameters<AskedReceiver['take']>): boolean;
}

/**
 * What channels have in common that move bytes over lanes: when these are opened, and what it means when one ends.
 */
export abstract class LaneChannel extends AskedChannel {
  protected abstract override readonly sender: LaneSender;
  protected abstract override readonly receiver: LaneReceiver;
  private lanesRequested = false;
  /** Why a lane is gone; matters only to transfers that need it. */
  private laneError: TensorductError | null = null;

  /** @param lanes how many it asks for, all at once */
  constructor(
    environment: ChannelEnvironment,
    private readonly lanes: number,
  ) {
    super(environment);
  }

  /** A lane is there. */
  protected abstract start(index: number, lane: TransportConnection): void;

  /**
   * As {@link AskedChannel.handle}.
   * @returns whether lanes will be needed
   */
  protected abstract respond(answer: Uint8Array): boolean;

  protected handle(answer: Uint8Array): void {
    if (this.respond(answer)) this.needLanes();
  }

  protected override take(...transfer: Parameters<AskedReceiver['take']>): void {
    if (this.receiver.take(...transfer)) this.needLanes();
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

  private needLanes(): void {
    if (this.laneError !== null) return this.fail(this.laneError);
    if (this.lanesRequested) return;
    this.lanesRequested = true;
    for (let index = 0; index < this.lanes; index++) this.requestLane(index);
  }

  private requestLane(index: number): void {
    this.environment.lane(index, (error, lane) => {
      if (this.isClosed) return;
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
