import { TensorductError } from '../../errors.js';
import { soon } from '../../soon.js';
import type { ByteStream } from '../../wire/byte-stream.js';
import { FrameType } from '../../wire/frame.js';
import { FrameReader, type FrameHandler } from '../../wire/frame-reader.js';
import type { ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { encodeAnswer } from '../chunk-answer.js';
import { createLanding, type Landing, type LandingOwner } from '../landing.js';
import { LANDING_WINDOW } from '../sink-landing.js';
import { CHUNK_HEAD_LIMIT, readChunk } from './chunk-codec.js';

type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/**
 * The receiving half of a channel: chunks are read from one lane straight to where they belong.
 *
 * Memory of a receive that was given up is in use only for as long as the piece that is just being read; the pieces
 * that follow are discarded until the sender has ended the transfer.
 */
export class ChunkReceiver implements FrameHandler {
  private readonly transfers = new Map<number, Incoming>();
  private reader: FrameReader | null = null;
  /** The transfer of the frame that is being read, how long its body is, and whether it is an `end`. */
  private current: Incoming | null = null;
  private currentLength = 0;
  private currentEnds = false;
  private copied = 0;
  private failure: TensorductError | null = null;

  /** @param onLaneError the lane failed, or the peer broke the protocol on it */
  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly onLaneError: (error: TensorductError) => void,
  ) {}

  /** Whether the lane is needed to find out how a transfer ends. */
  get usesLane(): boolean {
    for (const { isPending } of this.transfers.values()) if (isPending) return true;
    return false;
  }

  /** The lane is there. */
  start(lane: ByteStream): void {
    this.reader = new FrameReader(lane, this);
    this.reader.run();
  }

  /** Takes a transfer. @returns whether the lane will be needed */
  take(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): boolean {
    if (this.failure !== null) {
      const { failure } = this;
      soon(() => callback(failure, null));
      return false;
    }
    try {
      const incoming = new Incoming(transfer, length, target, callback, this);
      this.transfers.set(transfer, incoming);
      this.answer(transfer, incoming.granted);
      return true;
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a receive could not begin');
      this.answer(transfer, 'cancelled');
      soon(() => callback(error, null));
      return false;
    }
  }

  cancel(transfer: number): void {
    const error = new TensorductError('ERR_ABORTED', `the receive of transfer ${transfer} was cancelled`);
    this.transfers.get(transfer)?.giveUp(error);
  }

  refuse(transfer: number): void {
    if (this.failure === null) this.answer(transfer, 'refused');
  }

  /** Ends every transfer. Memory that the lane is reading into is waited for. */
  close(error: TensorductError): void {
    this.failure = error;
    for (const incoming of this.transfers.values()) incoming.giveUp(error);
    this.transfers.clear();
    if (this.current === null) this.reader?.stop();
  }

  // ---- what an incoming transfer asks for ----

  answer(transfer: number, what: Parameters<typeof encodeAnswer>[1]): void {
    if (this.failure === null) this.environment.answer(encodeAnswer(transfer, what));
  }

  isReadingInto(incoming: Incoming): boolean {
    return this.current === incoming;
  }

  forget(incoming: Incoming): void {
    this.transfers.delete(incoming.transfer);
  }

  // ---- frames of the lane ----

  headLimit(type: number): number {
    return type === FrameType.chunk ? CHUNK_HEAD_LIMIT : -1;
  }

  onHead(_type: number, head: Uint8Array, bodyLength: number): Uint8Array | 'discard' {
    const { transfer, offset, end } = readChunk(head);
    const incoming = this.transfers.get(transfer);
    if (incoming === undefined) throw violation(transfer, 'is not open');
    if (offset !== incoming.arrived) throw violation(transfer, 'is at another offset');
    if (end !== (bodyLength === 0)) throw violation(transfer, 'has an empty piece, or ends with a full one');
    if (bodyLength > incoming.granted - offset) throw violation(transfer, 'has no room for that');
    if ((offset % LANDING_WINDOW) + bodyLength > LANDING_WINDOW)
      throw violation(transfer, 'has a piece across windows');
    this.current = incoming;
    this.currentLength = bodyLength;
    this.currentEnds = end;
    return end ? 'discard' : incoming.place(bodyLength);
  }

  onFrame(): void {
    const incoming = this.current;
    if (incoming === null) return;
    this.current = null;
    if (this.currentEnds) {
      incoming.onEnd();
    } else {
      this.count();
      incoming.onArrived(this.currentLength);
    }
    if (this.failure !== null) this.reader?.stop();
  }

  private count(): void {
    const { counters, name } = this.environment;
    counters.crossed(name, this.currentLength);
    const copied = this.reader?.bytesCopied ?? 0;
    if (copied > this.copied) counters.copiedOnLoop(copied - this.copied);
    this.copied = copied;
  }

  onError(error: TensorductError): void {
    const incoming = this.current;
    this.current = null;
    this.onLaneError(error);
    incoming?.deliver();
  }
}

/** One transfer that was taken. It is known until it was called back and its stream on the lane has ended. */
class Incoming implements LandingOwner {
  granted: number;
  arrived = 0;
  private readonly landing: Landing;
  private outcome: { readonly error: TensorductError | null; readonly received: Received | null } | null = null;
  private answered = false;
  private ended = false;
  private delivered = false;

  constructor(
    readonly transfer: number,
    private readonly length: number,
    target: ReceiveTarget,
    private readonly callback: ReceiveCallback,
    private readonly receiver: ChunkReceiver,
  ) {
    this.landing = createLanding(target, length, this);
    this.granted = this.landing.limit;
  }

  /** Whether its fate is open. */
  get isPending(): boolean {
    return this.outcome === null;
  }

  place(length: number): Uint8Array | 'discard' {
    if (this.outcome !== null) return 'discard';
    try {
      return this.landing.place(this.arrived, length);
    } catch (thrown) {
      this.giveUp(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'));
      return 'discard';
    }
  }

  onArrived(length: number): void {
    this.arrived += length;
    this.ended = this.arrived === this.length;
    if (this.outcome !== null) return this.deliver();
    try {
      this.landing.arrived(length);
    } catch (thrown) {
      return this.giveUp(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'));
    }
  }

  onEnd(): void {
    this.ended = true;
    this.giveUp(new TensorductError('ERR_MESSAGE_WITHDRAWN', `the peer withdrew transfer ${this.transfer}`));
    this.deliver();
  }

  giveUp(error: TensorductError): void {
    if (this.outcome !== null) return;
    this.outcome = { error, received: null };
    this.landing.abandon();
    this.conclude('cancelled');
    soon(this.deliver);
  }

  roomGrew(limit: number): void {
    this.granted = limit;
    this.receiver.answer(this.transfer, limit);
  }

  landed(received: Received): void {
    this.outcome = { error: null, received };
    this.conclude('done');
    this.deliver();
  }

  landingFailed(error: TensorductError): void {
    this.giveUp(error);
  }

  /** Calls back unless the lane still holds the memory. */
  readonly deliver = (): void => {
    if (this.outcome === null || this.receiver.isReadingInto(this)) return;
    if (this.ended) this.receiver.forget(this);
    if (this.delivered) return;
    this.delivered = true;
    this.callback(this.outcome.error, this.outcome.received);
  };

  /** Sends the one verdict. */
  private conclude(verdict: 'done' | 'cancelled'): void {
    if (this.answered) return;
    this.answered = true;
    this.receiver.answer(this.transfer, verdict);
  }
}

function violation(transfer: number, what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer sent a piece of transfer ${transfer}, which ${what}`);
}
