import type { Native } from '../../memory/native.js';
import type { TransportConnection } from '../../transports/transport.js';
import type { ChannelEnvironment } from '../channel.js';
import { readAnswer } from '../chunk-answer.js';
import { LaneChannel } from '../lane-channel.js';
import { readEnd } from './codec.js';
import { LaneChoice } from './lane-choice.js';
import { StripeReceiver } from './receiver.js';
import { StripeSender } from './sender.js';

/**
 * Bytes over several lanes, once the receiver has asked for them.
 *
 * As in `basic`, the offer is empty, `recv` answers it by granting room, and the receiver ends the transfer with a verdict.
 * Each chunk of what is granted goes by whichever lane is free. So no lane tells where a transfer that was given up ends:
 * the sender says so in an answer.
 */
export class MultiSocketChannel extends LaneChannel {
  protected readonly sender: StripeSender;
  protected readonly receiver: StripeReceiver;
  private readonly carriers: LaneChoice;

  constructor(
    environment: ChannelEnvironment,
    private readonly laneCount: number,
    addon: Native | null,
    private readonly onClosed: (channel: MultiSocketChannel) => void,
  ) {
    super(environment, laneCount);
    const { counters, name } = environment;
    this.carriers = new LaneChoice(addon, {
      onLaneError: this.onLaneError,
      onCrossed: (index, bytes) => counters.crossed(name, bytes, index),
      onCopied: (bytes) => counters.copiedOnLoop(bytes),
    });
    this.sender = new StripeSender(environment, this.carriers, (error) => this.fail(error));
    this.receiver = new StripeReceiver(environment, this.carriers);
  }

  get note(): string {
    const { native } = this.carriers;
    const who = native === null ? '' : native ? ' of native threads' : ' of the event loop';
    return `${this.laneCount} ${this.laneCount === 1 ? 'lane' : 'lanes'}${who}`;
  }

  protected start(index: number, lane: TransportConnection): void {
    this.carriers.add(index, lane);
  }

  protected respond(bytes: Uint8Array): boolean {
    const end = readEnd(bytes);
    if (end !== null) {
      this.receiver.ended(end);
      return false;
    }
    const answer = readAnswer(bytes);
    this.sender.answered(answer);
    return answer.granted > 0;
  }

  protected closed(): void {
    this.carriers.close();
    this.onClosed(this);
  }
}
