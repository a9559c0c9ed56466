import {
  TensorductError,
  type Channel,
  type ChannelEnvironment,
  type Completion,
  type DeviceBuffer,
  type Received,
  type ReceiveTarget,
  type TransportConnection,
} from 'tensorduct';
import { Receiver } from './receiver.js';
import { Sender } from './sender.js';
import { decodeAnswer, violation } from './wire.js';

const NO_OFFER = new Uint8Array(0);

/** The contract's methods; the work is done by the two halves. */
export class ChecksummedChannel implements Channel {
  private readonly sender: Sender;
  private readonly receiver: Receiver;
  private laneRequested = false;
  private laneError: TensorductError | null = null;
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly onClosed: () => void,
  ) {
    this.sender = new Sender(environment, this.onLaneError);
    this.receiver = new Receiver(environment, this.onLaneError);
  }

  send(transfer: number, source: Uint8Array | DeviceBuffer, callback: Completion): Uint8Array {
    if (!(source instanceof Uint8Array)) throw new TensorductError('ERR_INVALID_ARGUMENT', 'this is no CPU memory');
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
    if (offer.length > 0) this.fail(violation('an offer is not empty'));
    if (this.receiver.take(transfer, length, target, callback)) this.needLane();
  }

  cancel(transfer: number): void {
    this.receiver.cancel(transfer);
  }

  refuse(transfer: number, offer: Uint8Array): void {
    if (offer.length > 0) return this.fail(violation('an offer is not empty'));
    this.receiver.refuse(transfer);
  }

  answered(bytes: Uint8Array): void {
    if (this.failure !== null) return;
    try {
      const answer = decodeAnswer(bytes);
      this.sender.answered(answer);
      if (answer.kind === 'pull') this.needLane();
    } catch (error) {
      this.fail(TensorductError.from(error, 'ERR_PROTOCOL', 'an answer was not understood'));
    }
  }

  close(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.sender.close(error);
    this.receiver.close(error);
    this.onClosed();
  }

  /** Both ends ask for the lane when they first need it: the connecting end opens it, the other gets it then. */
  private needLane(): void {
    if (this.laneError !== null) return this.fail(this.laneError);
    if (this.laneRequested) return;
    this.laneRequested = true;
    this.environment.lane(0, this.onLane);
  }

  private readonly onLane = (error: TensorductError | null, lane: TransportConnection | null): void => {
    if (this.failure !== null) return;
    if (lane === null) return this.onLaneError(error ?? violation('there is no lane'));
    this.sender.start(lane);
    this.receiver.start(lane);
  };

  /** The lane failed. While nothing needs it that may be the pipe's orderly end. */
  private readonly onLaneError = (error: TensorductError): void => {
    if (this.laneError !== null) return;
    const code = error.code === 'ERR_PROTOCOL' ? error.code : 'ERR_PEER_LOST';
    this.laneError = new TensorductError(code, 'a lane failed', { backend: this.environment.name, cause: error });
    if (code === 'ERR_PROTOCOL' || this.sender.busy || this.receiver.busy) this.fail(this.laneError);
  };

  private fail(error: TensorductError): void {
    if (this.failure !== null) return;
    this.close(error);
    this.environment.fail(error);
  }
}
