import { TensorductError, type ChannelEnvironment, type Completion, type TransportConnection } from 'tensorduct';
import { encodeHeader, PIECE_BYTES, violation, type Answer } from './wire.js';

const END = new Uint8Array(0);

interface Outgoing {
  readonly transfer: number;
  readonly source: Uint8Array;
  readonly length: number;
  /** Null once called. */
  callback: Completion | null;
  taken: boolean;
  sent: number;
  /** Writes of the lane that hold the source. */
  writes: number;
  /** The lane has its last byte, or its end. */
  ended: boolean;
  verdict: Answer['kind'] | null;
  withdrawn: TensorductError | null;
}

/** Sends a piece for every pull. Each transfer that was taken ends on the lane: with its last byte, or with an end. */
export class Sender {
  private readonly transfers = new Map<number, Outgoing>();
  private lane: TransportConnection | null = null;
  /** Pulled before the lane was there. */
  private readonly waiting = new Set<Outgoing>();
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly onLaneError: (error: TensorductError) => void,
  ) {}

  /** Whether the lane decides how a transfer ends. */
  get busy(): boolean {
    return [...this.transfers.values()].some(({ taken, callback }) => taken && callback !== null);
  }

  start(lane: TransportConnection): void {
    this.lane = lane;
    for (const outgoing of this.waiting) this.sendNext(outgoing);
    this.waiting.clear();
  }

  offer(transfer: number, source: Uint8Array, callback: Completion): void {
    const outgoing: Outgoing = {
      transfer,
      source,
      length: source.length,
      callback,
      taken: false,
      sent: 0,
      writes: 0,
      ended: false,
      verdict: null,
      withdrawn: null,
    };
    if (this.failure === null) this.transfers.set(transfer, outgoing);
    else queueMicrotask(() => this.settle(outgoing));
  }

  withdraw(transfer: number): void {
    const outgoing = this.transfers.get(transfer);
    if (outgoing !== undefined) this.takeBack(outgoing, new TensorductError('ERR_ABORTED', 'a transfer was withdrawn'));
  }

  answered({ kind, transfer, offset }: Answer): void {
    const outgoing = this.transfers.get(transfer);
    if (outgoing === undefined) throw violation(`transfer ${transfer} is not open`);
    if (kind === 'pull') {
      if (outgoing.ended && outgoing.withdrawn !== null) return;
      if (offset !== outgoing.sent || outgoing.ended || this.waiting.has(outgoing)) throw violation('a pull is wrong');
      outgoing.taken = true;
      this.sendNext(outgoing);
      return;
    }
    if (kind === 'done' && outgoing.sent < outgoing.length) throw violation('bytes are done that were not sent');
    if (kind === 'refused' && outgoing.taken) throw violation('a transfer is refused that was taken');
    outgoing.verdict = kind;
    if (outgoing.taken && !outgoing.ended) this.sendNext(outgoing);
    this.transfers.delete(transfer);
    this.settle(outgoing);
  }

  close(error: TensorductError): void {
    this.failure = error;
    for (const outgoing of this.transfers.values()) queueMicrotask(() => this.settle(outgoing));
    this.transfers.clear();
    this.waiting.clear();
  }

  private takeBack(outgoing: Outgoing, error: TensorductError): void {
    outgoing.withdrawn ??= error;
    if (outgoing.taken && !outgoing.ended) this.sendNext(outgoing);
    queueMicrotask(() => this.settle(outgoing));
  }

  /** The next piece, or the end of a transfer that somebody has given up. */
  private sendNext(outgoing: Outgoing): void {
    const { lane } = this;
    const { transfer, source, length, sent } = outgoing;
    if (lane === null) return void this.waiting.add(outgoing);
    if (outgoing.withdrawn === null && source.length !== length) {
      return this.takeBack(outgoing, new TensorductError('ERR_MEMORY_DETACHED', 'the memory of a send was detached'));
    }
    const givenUp = outgoing.withdrawn !== null || outgoing.verdict !== null;
    const piece = givenUp ? END : source.subarray(sent, sent + PIECE_BYTES);
    outgoing.sent += piece.length;
    outgoing.ended = givenUp || outgoing.sent === length;
    if (!givenUp) outgoing.writes++;
    lane.write([encodeHeader(transfer, sent, piece), piece], (error) => {
      if (error !== null) this.onLaneError(error);
      else this.environment.counters.crossed(this.environment.name, piece.length);
      if (!givenUp) outgoing.writes--;
      this.settle(outgoing);
    });
  }

  /** Calls back once the fate of the transfer is known and the lane has let go of its memory. */
  private settle(outgoing: Outgoing): void {
    const { callback, verdict, withdrawn, sent, length } = outgoing;
    const revoked = withdrawn !== null && sent < length;
    if (callback === null || outgoing.writes > 0) return;
    if (verdict === null && !revoked && this.failure === null) return;
    outgoing.callback = null;
    if (verdict === 'done') callback(null);
    else if (withdrawn !== null && (revoked || verdict !== null)) callback(withdrawn);
    else if (verdict === 'refused') callback(new TensorductError('ERR_REJECTED', 'the peer refused a transfer'));
    else callback(verdict === 'cancelled' ? null : this.failure);
  }
}
