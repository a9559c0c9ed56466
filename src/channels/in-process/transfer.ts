import { type Completion, TensorductError } from '../../errors.js';
import { windowOf, type HostMemory } from '../../message/bytes.js';
import { soon } from '../../soon.js';
import type { ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { createLanding, type Landing, type LandingOwner } from '../landing.js';
import { LANDING_WINDOW } from '../sink-landing.js';
import { copyLoop, type CopyJob } from './copy-loop.js';

type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/** One end of a channel, as its transfers see it. */
export interface TransferEnd {
  readonly environment: ChannelEnvironment;
  readonly outgoing: Map<number, Transfer>;
  readonly incoming: Map<number, Transfer>;
  /** The other end was closed although a transfer needs it. */
  peerClosed(): void;
}

/**
 * One transfer, as both ends see it: since they share an isolate there is one object for the two, and they cannot
 * disagree on its state. Every callback is deferred to a microtask.
 *
 * The sender's table knows it until it was called back and the receiver has taken or refused it; the receiver's until
 * the receiver was called back.
 */
export class Transfer implements CopyJob, LandingOwner {
  private readonly length: number;
  private receiver: TransferEnd | null = null;
  private onReceived: ReceiveCallback | null = null;
  private landing: Landing | null = null;
  private copied = 0;
  private lent = false;

  constructor(
    readonly number: number,
    private readonly source: HostMemory,
    private readonly sender: TransferEnd,
    /** Null once called. */
    private onSent: Completion | null,
  ) {
    this.length = source.byteLength;
  }

  // ---- the receiving end ----

  /** @param share whether a borrower gets the sender's memory itself */
  take(receiver: TransferEnd, length: number, target: ReceiveTarget, share: boolean, callback: ReceiveCallback): void {
    this.receiver = receiver;
    this.onReceived = callback;
    receiver.incoming.set(this.number, this);
    if (this.onSent === null) {
      this.sender.outgoing.delete(this.number);
      return this.finishReceive(withdrawn(this.number), null);
    }
    const { source } = this;
    if (share && target === 'borrow' && source instanceof Uint8Array && this.checkSource()) return this.lend(source);
    try {
      this.landing = createLanding(target, length, this);
    } catch (thrown) {
      return this.giveUp(TensorductError.from(thrown, 'ERR_SYSTEM', 'a receive could not begin'));
    }
    copyLoop.add(this);
  }

  /** Whether the receiving end may take it, with this length. */
  canBeTaken(length: number): boolean {
    return this.receiver === null && this.length === length;
  }

  refuse(): void {
    this.sender.outgoing.delete(this.number);
    this.finishSend(new TensorductError('ERR_REJECTED', 'the peer refused a transfer'));
  }

  /** The receiver wants no more. */
  giveUp(error: TensorductError): void {
    this.stop();
    this.finishReceive(error, null);
    this.finishSend(null);
  }

  /** The receiving end is closed. */
  receiverClosed(error: TensorductError): void {
    this.stop();
    this.finishReceive(error, null);
    if (this.onSent !== null) this.sender.peerClosed();
  }

  // ---- the sending end ----

  /** The sender takes it back, unless the receiver has it all. */
  withdraw(error: TensorductError): void {
    if (this.onSent === null || this.lent) return;
    this.stop();
    this.finishSend(error);
    if (this.receiver !== null) this.finishReceive(withdrawn(this.number), null);
  }

  /** The sending end is closed. What was lent stays lent: the memory is in use, and `release` still completes it. */
  senderClosed(error: TensorductError): void {
    if (this.lent) return;
    this.stop();
    this.finishSend(error);
    if (this.onReceived !== null) this.receiver?.peerClosed();
  }

  // ---- copying ----

  get hasWork(): boolean {
    return this.onSent !== null && this.landing !== null && this.copied < this.landing.limit;
  }

  copyPiece(limit: number): number {
    const { landing, receiver, copied } = this;
    if (landing === null || receiver === null || !this.hasWork || !this.checkSource()) return 0;
    const length = Math.min(limit, landing.limit - copied, LANDING_WINDOW - (copied % LANDING_WINDOW));
    try {
      landing.place(copied, length).set(windowOf(this.source, copied, length));
      this.copied += length;
      receiver.environment.counters.copiedOnLoop(length);
      this.count(length);
      landing.arrived(length);
    } catch (thrown) {
      this.giveUp(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'));
    }
    return length;
  }

  roomGrew(): void {
    if (this.hasWork) copyLoop.add(this);
  }

  landed(received: Received): void {
    this.finishSend(null);
    this.finishReceive(null, received);
  }

  landingFailed(error: TensorductError): void {
    this.giveUp(error);
  }

  // ---- the inside ----

  private lend(source: Uint8Array): void {
    this.lent = true;
    this.count(this.length);
    this.finishReceive(null, { data: source.subarray(), release: () => this.finishSend(null) });
  }

  private count(bytes: number): void {
    for (const end of [this.sender, this.receiver]) end?.environment.counters.crossed(end.environment.name, bytes);
  }

  /** Whether the sender's memory is what it was; if not, that ends the transfer. */
  private checkSource(): boolean {
    if (this.source.buffer.byteLength > 0) return true;
    this.withdraw(new TensorductError('ERR_MEMORY_DETACHED', 'memory that was being sent was detached'));
    return false;
  }

  /** From here on no memory is touched. */
  private stop(): void {
    copyLoop.delete(this);
    this.landing?.abandon();
  }

  private finishSend(error: TensorductError | null): void {
    const { onSent } = this;
    if (onSent === null) return;
    this.onSent = null;
    if (this.receiver !== null) this.sender.outgoing.delete(this.number);
    soon(() => onSent(error));
  }

  private finishReceive(error: TensorductError | null, received: Received | null): void {
    const { onReceived } = this;
    if (onReceived === null) return;
    this.onReceived = null;
    this.receiver?.incoming.delete(this.number);
    soon(() => onReceived(error, received));
  }
}

function withdrawn(number: number): TensorductError {
  return new TensorductError('ERR_MESSAGE_WITHDRAWN', `the peer withdrew transfer ${number}`);
}
