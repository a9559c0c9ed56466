import { type Completion, TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';
import type { DeviceBuffer } from '../../message/device.js';
import type { Native, PeerReader } from '../../memory/native.js';
import type { Nameplate } from '../../memory/peer-memory.js';
import type { Channel, ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { decodeAnswer } from './codec.js';
import { CmaReceiver } from './receiver.js';
import { CmaSender } from './sender.js';

const NO_OFFER = new Uint8Array(0);

/**
 * Bytes that the receiver reads out of the sender's memory, without the sender's help.
 *
 * The offer is empty. A receiver that wants the bytes says so; the sender, if it still has them, says where they are, and
 * holds them until the receiver has answered by the number of the transfer. So a stopped sender does not stop a read, and
 * transfers may end in another order than they began.
 */
export class CmaChannel implements Channel {
  private readonly sender: CmaSender;
  private readonly receiver: CmaReceiver;
  private failure: TensorductError | null = null;

  /**
   * @param open gives a reader of the peer's memory, which is owned
   * @param shown the peer's nameplate in our memory; owned
   */
  constructor(
    private readonly environment: ChannelEnvironment,
    native: Native,
    open: () => PeerReader,
    shown: Nameplate,
    private readonly onClosed: (channel: CmaChannel) => void,
  ) {
    this.sender = new CmaSender(environment, native, shown);
    this.receiver = new CmaReceiver(environment, open, (error) => this.fail(error));
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
    this.receiver.take(transfer, length, target, callback);
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
      const answer = decodeAnswer(bytes);
      if (answer.word === 'place' || answer.word === 'withdrawn') this.receiver.answered(answer.transfer, answer);
      else this.sender.answered(answer.transfer, answer);
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
    this.fail(new TensorductError('ERR_PROTOCOL', `the offer of transfer ${transfer} is not empty`));
  }

  /** The channel is broken: so is the pipe. */
  private fail(error: TensorductError): void {
    if (this.failure !== null) return;
    const located = error.at({ backend: this.environment.name });
    this.close(located);
    this.environment.fail(located);
  }
}
