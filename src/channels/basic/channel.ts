import type { TransportConnection } from '../../transports/transport.js';
import type { ChannelEnvironment } from '../channel.js';
import { readAnswer } from '../chunk-answer.js';
import { LaneChannel } from '../lane-channel.js';
import { ChunkReceiver } from './receiver.js';
import { ChunkSender } from './sender.js';

/**
 * Bytes over one lane, once the receiver has asked for them.
 *
 * The offer is empty. `recv` answers it by granting room: all of it for given memory, a window that moves on for a
 * sink. The sender then sends chunks, and the receiver ends the transfer with a verdict. Both directions share the
 * lane, which is opened when it is first needed.
 */
export class BasicChannel extends LaneChannel {
  protected readonly sender: ChunkSender;
  protected readonly receiver: ChunkReceiver;

  constructor(
    environment: ChannelEnvironment,
    private readonly onClosed: (channel: BasicChannel) => void,
  ) {
    super(environment, 1);
    this.sender = new ChunkSender(environment, this.onLaneError);
    this.receiver = new ChunkReceiver(environment, this.onLaneError);
  }

  protected start(_index: number, lane: TransportConnection): void {
    this.sender.start(lane);
    this.receiver.start(lane);
  }

  protected respond(bytes: Uint8Array): boolean {
    const answer = readAnswer(bytes);
    this.sender.answered(answer);
    return answer.granted > 0;
  }

  protected closed(): void {
    this.onClosed(this);
  }
}
