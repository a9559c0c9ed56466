import { randomBytes } from 'node:crypto';
import { type Completion, TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';
import type { DeviceBuffer } from '../../message/device.js';
import { soon } from '../../soon.js';
import type { Channel, ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { Transfer, type TransferEnd } from './transfer.js';

const ID_BYTES = 16;

/** The open channels of this isolate, by the id that stands in their offers. */
const openChannels = new Map<string, InProcessChannel>();

/**
 * Bytes that do not leave the isolate: the receiving end finds the sending end by the offer, and they deal with each
 * other directly. Nothing crosses the pipe but the offer, so every answer of the peer is a violation.
 *
 * Ids are random, so that a peer elsewhere, which may claim to be here, cannot name a channel of somebody else.
 */
export class InProcessChannel implements Channel, TransferEnd {
  readonly borrowable: boolean;
  readonly outgoing = new Map<number, Transfer>();
  readonly incoming = new Map<number, Transfer>();
  private readonly id = new Uint8Array(randomBytes(ID_BYTES));
  /** The other end, once either has received. */
  private peer: InProcessChannel | null = null;
  private failure: TensorductError | null = null;

  /** @param share whether a borrower gets the sender's memory itself */
  constructor(
    readonly environment: ChannelEnvironment,
    share: boolean,
    private readonly onClosed: (channel: InProcessChannel) => void,
  ) {
    this.borrowable = share;
    openChannels.set(keyOf(this.id), this);
  }

  send(transfer: number, source: HostMemory | DeviceBuffer, callback: Completion): Uint8Array {
    if (!ArrayBuffer.isView(source)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'memory of a device was given to a channel of the CPU');
    }
    const { failure } = this;
    if (failure !== null) soon(() => callback(failure));
    else this.outgoing.set(transfer, new Transfer(transfer, source, this, callback));
    return this.id;
  }

  withdraw(transfer: number): void {
    this.outgoing.get(transfer)?.withdraw(aborted(transfer));
  }

  recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: (error: TensorductError | null, received: Received | null) => void,
  ): void {
    const offered = this.find(transfer, offer);
    if (offered?.canBeTaken(length) === true) return offered.take(this, length, target, this.borrowable, callback);
    const error = this.failure ?? this.violation(`transfer ${transfer} has another length than was announced`);
    soon(() => callback(error, null));
  }

  cancel(transfer: number): void {
    this.incoming.get(transfer)?.giveUp(aborted(transfer));
  }

  refuse(transfer: number, offer: Uint8Array): void {
    this.find(transfer, offer)?.refuse();
  }

  answered(): void {
    this.violation('it answers, which this channel never does');
  }

  close(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    openChannels.delete(keyOf(this.id));
    for (const transfer of this.outgoing.values()) transfer.senderClosed(error);
    for (const transfer of this.incoming.values()) transfer.receiverClosed(error);
    this.outgoing.clear();
    this.incoming.clear();
    this.onClosed(this);
  }

  peerClosed(): void {
    soon(() => this.fail('ERR_PEER_LOST', 'the other end of the channel was closed'));
  }

  /** What an offer stands for; null when the channel has failed, also by this offer. */
  private find(transfer: number, offer: Uint8Array): Transfer | null {
    if (this.failure !== null) return null;
    if (offer.length !== ID_BYTES) {
      this.violation(`the offer of transfer ${transfer} has ${offer.length} bytes`);
      return null;
    }
    const sender = openChannels.get(keyOf(offer));
    if (sender === undefined) {
      this.fail('ERR_PEER_LOST', 'the other end of the channel was closed');
      return null;
    }
    this.peer ??= sender;
    sender.peer ??= this;
    const offered = sender.outgoing.get(transfer);
    if (sender === this || this.peer !== sender || sender.peer !== this || offered === undefined) {
      this.violation(`transfer ${transfer} was never offered`);
      return null;
    }
    return offered;
  }

  private violation(what: string): TensorductError {
    return this.fail('ERR_PROTOCOL', `the peer of the channel broke the protocol: ${what}`);
  }

  /** The channel is broken: so is the pipe. @returns what it failed with, now or before */
  private fail(code: 'ERR_PROTOCOL' | 'ERR_PEER_LOST', what: string): TensorductError {
    if (this.failure !== null) return this.failure;
    const error = new TensorductError(code, what, { backend: this.environment.name });
    this.close(error);
    this.environment.fail(error);
    return error;
  }
}

function keyOf(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString('latin1');
}

function aborted(transfer: number): TensorductError {
  return new TensorductError('ERR_ABORTED', `transfer ${transfer} was given up`);
}
