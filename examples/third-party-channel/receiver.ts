import {
  TensorductError,
  type ChannelEnvironment,
  type Received,
  type ReceiveTarget,
  type Sink,
  type TransportConnection,
} from 'tensorduct';
import { checksum, decodeHeader, encodeAnswer, HEADER_BYTES, PIECE_BYTES, violation, type AnswerKind } from './wire.js';

type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

interface Incoming {
  readonly transfer: number;
  readonly length: number;
  readonly callback: ReceiveCallback;
  /** Takes all bytes; with a sink, one piece after the other. */
  readonly memory: Uint8Array;
  readonly memoryLength: number;
  readonly sink: Sink | null;
  readonly received: Received;
  arrived: number;
  pulled: boolean;
  /** Why the receiver wants no more. */
  givenUp: TensorductError | null;
  calledBack: boolean;
}

/** Pulls one piece of each transfer at a time, and checks it. */
export class Receiver {
  private readonly transfers = new Map<number, Incoming>();
  private readonly header = new Uint8Array(HEADER_BYTES);
  private readonly scratch = new Uint8Array(PIECE_BYTES);
  private lane: TransportConnection | null = null;
  /** The transfer whose piece is being read, and where to. */
  private reading: { readonly incoming: Incoming; readonly piece: Uint8Array } | null = null;
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly onLaneError: (error: TensorductError) => void,
  ) {}

  /** Whether the lane decides how a transfer ends. */
  get busy(): boolean {
    return [...this.transfers.values()].some(({ givenUp }) => givenUp === null);
  }

  start(lane: TransportConnection): void {
    this.lane = lane;
    this.readHeader();
  }

  /** @returns whether the lane will be needed */
  take(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): boolean {
    if (this.failure !== null) {
      const { failure } = this;
      queueMicrotask(() => callback(failure, null));
      return false;
    }
    try {
      const incoming = prepare(transfer, length, target, callback);
      this.transfers.set(transfer, incoming);
      this.pull(incoming);
      return true;
    } catch (thrown) {
      this.answer('cancelled', transfer);
      queueMicrotask(() => callback(TensorductError.from(thrown, 'ERR_TOO_LARGE', 'there is no memory'), null));
      return false;
    }
  }

  cancel(transfer: number): void {
    const incoming = this.transfers.get(transfer);
    if (incoming !== undefined) this.giveUp(incoming, new TensorductError('ERR_ABORTED', 'a receive was cancelled'));
  }

  refuse(transfer: number): void {
    if (this.failure === null) this.answer('refused', transfer);
  }

  close(error: TensorductError): void {
    this.failure = error;
    for (const incoming of this.transfers.values()) this.giveUp(incoming, error);
    this.transfers.clear();
  }

  private answer(kind: AnswerKind, transfer: number, offset = 0): void {
    if (this.failure === null) this.environment.answer(encodeAnswer({ kind, transfer, offset }));
  }

  private pull(incoming: Incoming): void {
    incoming.pulled = true;
    this.answer('pull', incoming.transfer, incoming.arrived);
  }

  private giveUp(incoming: Incoming, error: TensorductError): void {
    if (incoming.givenUp !== null || incoming.calledBack) return;
    incoming.givenUp = error;
    if (incoming.arrived < incoming.length) this.answer('cancelled', incoming.transfer);
    else this.transfers.delete(incoming.transfer);
    queueMicrotask(() => this.callBack(incoming));
  }

  private finish(incoming: Incoming): void {
    if (incoming.givenUp !== null) return;
    this.transfers.delete(incoming.transfer);
    this.callBack(incoming);
  }

  /** Unless the lane is reading into the memory: then once it has. */
  private callBack(incoming: Incoming): void {
    if (incoming.calledBack || this.reading?.incoming === incoming) return;
    incoming.calledBack = true;
    incoming.callback(incoming.givenUp, incoming.givenUp === null ? incoming.received : null);
  }

  // ---- the lane ----

  private readHeader(): void {
    this.lane?.read(this.header, HEADER_BYTES, (error) => {
      if (this.failure !== null) return;
      if (error !== null) return this.onLaneError(error);
      try {
        this.onHeader();
      } catch (thrown) {
        this.onLaneError(TensorductError.from(thrown, 'ERR_PROTOCOL', 'a piece was not understood'));
      }
    });
  }

  private onHeader(): void {
    const { transfer, offset, length, crc } = decodeHeader(this.header);
    const incoming = this.transfers.get(transfer);
    if (incoming === undefined || offset !== incoming.arrived) throw violation('a piece belongs nowhere');
    if (length === 0) {
      if (crc !== checksum(this.header, this.scratch.subarray(0, 0))) throw violation('an end is corrupt');
      this.giveUp(incoming, new TensorductError('ERR_MESSAGE_WITHDRAWN', 'the peer withdrew a transfer'));
      this.transfers.delete(transfer);
      return this.readHeader();
    }
    const expected = Math.min(PIECE_BYTES, incoming.length - offset);
    if (!incoming.pulled || length !== expected) throw violation('a piece was not asked for');
    this.readPiece(incoming, this.placeFor(incoming, length), crc);
  }

  private placeFor(incoming: Incoming, length: number): Uint8Array {
    if (incoming.givenUp === null && incoming.memory.length !== incoming.memoryLength) {
      this.giveUp(incoming, new TensorductError('ERR_MEMORY_DETACHED', 'the memory of a receive was detached'));
    }
    if (incoming.givenUp !== null) return this.scratch.subarray(0, length);
    const start = incoming.sink === null ? incoming.arrived : 0;
    return incoming.memory.subarray(start, start + length);
  }

  private readPiece(incoming: Incoming, piece: Uint8Array, crc: number): void {
    this.reading = { incoming, piece };
    this.lane?.read(piece, piece.length, (error) => {
      this.reading = null;
      if (error !== null) this.onLaneError(error);
      else if (checksum(this.header, piece) !== crc) this.onLaneError(violation('a piece is corrupt'));
      else if (this.failure === null) this.onPiece(incoming, piece);
      if (incoming.givenUp !== null) this.callBack(incoming);
      if (this.failure === null) this.readHeader();
    });
  }

  private onPiece(incoming: Incoming, piece: Uint8Array): void {
    const offset = incoming.arrived;
    incoming.pulled = false;
    incoming.arrived += piece.length;
    this.environment.counters.crossed(this.environment.name, piece.length);
    if (incoming.givenUp !== null) {
      if (incoming.arrived === incoming.length) this.transfers.delete(incoming.transfer);
      return;
    }
    if (incoming.arrived === incoming.length) this.answer('done', incoming.transfer);
    if (incoming.sink === null) return this.goOn(incoming);
    void this.feed(incoming, incoming.sink, piece, offset);
  }

  private async feed(incoming: Incoming, sink: Sink, piece: Uint8Array, offset: number): Promise<void> {
    try {
      await sink(piece, offset);
    } catch (thrown) {
      this.giveUp(incoming, new TensorductError('ERR_SYSTEM', 'a sink failed', { cause: thrown }));
    }
    if (incoming.givenUp === null) this.goOn(incoming);
  }

  private goOn(incoming: Incoming): void {
    if (incoming.arrived === incoming.length) this.finish(incoming);
    else this.pull(incoming);
  }
}

function prepare(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): Incoming {
  const state = { transfer, length, callback, sink: null, arrived: 0, pulled: false, givenUp: null, calledBack: false };
  if (target === 'borrow') {
    const memory = new Uint8Array(new ArrayBuffer(length));
    const release = (): void => void structuredClone(memory.buffer, { transfer: [memory.buffer] });
    return { ...state, memory, memoryLength: length, received: { data: memory, release } };
  }
  if (target instanceof Uint8Array)
    return { ...state, memory: target, memoryLength: length, received: { data: target } };
  if (!('sink' in target)) throw new TensorductError('ERR_INVALID_ARGUMENT', 'this is no CPU memory');
  const memory = new Uint8Array(Math.min(length, PIECE_BYTES));
  const received = { data: new Uint8Array(0) };
  return { ...state, memory, memoryLength: memory.length, sink: target.sink, received };
}
