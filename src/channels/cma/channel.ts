import type { Native, PeerReader } from '../../memory/native.js';
import type { Nameplate } from '../../memory/peer-memory.js';
import { AskedChannel } from '../asked-channel.js';
import type { ChannelEnvironment } from '../channel.js';
import { decodeAnswer } from './codec.js';
import { CmaReceiver } from './receiver.js';
import { CmaSender } from './sender.js';

/**
 * Bytes that the receiver reads out of the sender's memory, without the sender's help.
 *
 * The offer is empty. A receiver that wants the bytes says so; the sender, if it still has them, says where they are, and
 * holds them until the receiver has answered by the number of the transfer. So a stopped sender does not stop a read, and
 * transfers may end in another order than they began.
 */
export class CmaChannel extends AskedChannel {
  protected readonly sender: CmaSender;
  protected readonly receiver: CmaReceiver;

  /**
   * @param open gives a reader of the peer's memory, which is owned
   * @param shown the peer's nameplate in our memory; owned
   */
  constructor(
    environment: ChannelEnvironment,
    native: Native,
    open: () => PeerReader,
    shown: Nameplate,
    private readonly onClosed: (channel: CmaChannel) => void,
  ) {
    super(environment);
    this.sender = new CmaSender(environment, native, shown);
    this.receiver = new CmaReceiver(environment, open, (error) => this.fail(error));
  }

  protected handle(bytes: Uint8Array): void {
    const answer = decodeAnswer(bytes);
    if (answer.word === 'place' || answer.word === 'withdrawn') this.receiver.answered(answer.transfer, answer);
    else this.sender.answered(answer.transfer, answer);
  }

  protected closed(): void {
    this.onClosed(this);
  }
}
