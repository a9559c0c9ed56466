import { type Completion, TensorductError } from '../errors.js';
import type { HostMemory } from '../message/bytes.js';
import type { DeviceBuffer } from '../message/device.js';
import type { Channel, ChannelEnvironment, Received, ReceiveTarget } from './channel.js';

const NO_OFFER = new Uint8Array(0);

/** The sending half of an {@link AskedChannel}. */
export interface AskedSender {
  /** As {@link Channel.send}. */
  offer(transfer: number, source: HostMemory, callback: Completion): void;
  /** As {@link Channel.withdraw}. */
  withdraw(transfer: number): void;
  /** Ends every transfer. Memory that is still being sent is waited for. */
  close(error: TensorductError): void;
}

/** The receiving half of an {@link AskedChannel}. */
export interface AskedReceiver {
  /** As {@link Channel.recv}. */
  take(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): void;
  /** As {@link Channel.cancel}. */
  cancel(transfer: number): void;
  /** As {@link Channel.refuse}. */
  refuse(transfer: number): void;
  /** Ends every transfer. Memory that is still being filled is waited for. */
  close(error: TensorductError): void;
}

/** As that of {@link Channel.recv}. */
export type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/**
 * What channels of the CPU have in common whose offer is empty: nothing moves before the receiver has asked for it, in an
 * answer. Each half keeps account of its transfers; this is how both are reached, and how both end.
 */
export abstract class AskedChannel implements Channel {
  protected abstract readonly sender: AskedSender;
  protected abstract readonly receiver: AskedReceiver;
  private failure: TensorductError | null = null;

  constructor(protected readonly environment: ChannelEnvironment) {}

  /** Handles an answer of the peer's. @throws TensorductError `ERR_PROTOCOL` */
  protected abstract handle(answer: Uint8Array): void;

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

  recv(transfer: number, offer: Uint8Array, length: number, target: ReceiveTarget, callback: ReceiveCallback): void {
    this.checkOffer(transfer, offer);
    this.take(transfer, length, target, callback);
  }

  cancel(transfer: number): void {
    this.receiver.cancel(transfer);
  }

  refuse(transfer: number, offer: Uint8Array): void {
    this.checkOffer(transfer, offer);
    this.receiver.refuse(transfer);
  }

  answered(bytes: Uint8Array): void {
    if (this.isClosed) return;
    try {
      this.handle(bytes);
    } catch (thrown) {
      this.fail(TensorductError.from(thrown, 'ERR_PROTOCOL', 'an answer could not be handled'));
    }
  }

  close(error: TensorductError): void {
    if (this.isClosed) return;
    this.failure = error;
    this.sender.close(error);
    this.receiver.close(error);
    this.closed();
  }

  /** The peer's transfer is wanted. */
  protected take(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): void {
    this.receiver.take(transfer, length, target, callback);
  }

  protected get isClosed(): boolean {
    return this.failure !== null;
  }

  /** The channel is broken: so is the pipe. */
  protected fail(error: TensorductError): void {
    if (this.isClosed) return;
    const located = error.at({ backend: this.environment.name });
    this.close(located);
    this.environment.fail(located);
  }

  private checkOffer(transfer: number, offer: Uint8Array): void {
    if (offer.length === 0) return;
    this.fail(new TensorductError('ERR_PROTOCOL', `the offer of transfer ${transfer} is not empty`));
  }
}
