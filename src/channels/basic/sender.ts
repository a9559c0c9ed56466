import { type Completion, TensorductError } from '../../errors.js';
import { windowOf, type HostMemory } from '../../message/bytes.js';
import { soon } from '../../soon.js';
import type { ByteStream } from '../../wire/byte-stream.js';
import { FrameWriter } from '../../wire/frame-writer.js';
import { FrameType } from '../../wire/frame.js';
import type { ChannelEnvironment } from '../channel.js';
import { fateOf, type ChunkAnswer, type Verdict } from '../chunk-answer.js';
import { LANDING_WINDOW } from '../sink-landing.js';
import { CHUNK_BOUND, writeChunk } from './chunk-codec.js';

/** The largest chunk: the kernel copies it within one call, and a sink consumes one as the next is on its way. */
const CHUNK_BYTES = LANDING_WINDOW / 4;
/** Chunks are gathered into writes of about this size. */
const WRITE_BYTES = CHUNK_BYTES;
/** Writes that the lane holds at a time: enough to keep it busy, few enough for an abort to act soon. */
const MAX_WRITES = 2;

/** One transfer that was offered. It is known until its verdict is in and its stream on the lane, if any, has ended. */
interface Outgoing {
  readonly transfer: number;
  readonly source: HostMemory;
  readonly length: number;
  /** Null once called. */
  callback: Completion | null;
  granted: number;
  sent: number;
  /** The lane has its last byte, or its `end`. */
  ended: boolean;
  /** Writes that hold the source's memory. */
  writes: number;
  verdict: Verdict | null;
  /** Why it was taken back. */
  withdrawn: TensorductError | null;
}

/**
 * The sending half of a channel: transfers take turns, a chunk at a time, on one lane.
 *
 * Every transfer that was granted room ends on the lane with its last byte or with an `end`, so that the receiver
 * always knows when it will hear no more of it.
 */
export class ChunkSender {
  private readonly transfers = new Map<number, Outgoing>();
  /** Those with something to put on the lane, in turn. */
  private readonly ready = new Set<Outgoing>();
  private writer: FrameWriter | null = null;
  private writes = 0;
  private scheduled = false;
  /** Whether this turn of the event loop has had its write. */
  private wroteThisTurn = false;
  private failure: TensorductError | null = null;

  /** @param onLaneError a write to the lane failed */
  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly onLaneError: (error: TensorductError) => void,
  ) {}

  /** Whether the lane is needed to find out how a transfer ends. */
  get usesLane(): boolean {
    for (const { granted, callback } of this.transfers.values()) if (granted > 0 && callback !== null) return true;
    return false;
  }

  /** The lane is there. */
  start(lane: ByteStream): void {
    this.writer = new FrameWriter(lane);
    this.schedule();
  }

  offer(transfer: number, source: HostMemory, callback: Completion): void {
    if (this.failure !== null) {
      const { failure } = this;
      soon(() => callback(failure));
      return;
    }
    this.transfers.set(transfer, {
      transfer,
      source,
      length: source.byteLength,
      callback,
      granted: 0,
      sent: 0,
      ended: false,
      writes: 0,
      verdict: null,
      withdrawn: null,
    });
  }

  /** See {@link Channel.withdraw}. When the lane has all its bytes already, the verdict decides. */
  withdraw(transfer: number): void {
    const outgoing = this.transfers.get(transfer);
    if (outgoing === undefined || outgoing.callback === null) return;
    this.takeBack(outgoing, new TensorductError('ERR_ABORTED', `transfer ${transfer} was withdrawn`));
  }

  /** @throws TensorductError `ERR_PROTOCOL` when the answer does not fit what is known of the transfer */
  answered({ transfer, granted, verdict }: ChunkAnswer): void {
    const outgoing = this.transfers.get(transfer);
    if (outgoing === undefined || outgoing.verdict !== null) throw violation(transfer, 'is not open');
    if (verdict === null) {
      if (granted <= outgoing.granted || granted > outgoing.length) throw violation(transfer, 'cannot be granted that');
      outgoing.granted = granted;
      this.enqueue(outgoing);
      return;
    }
    if (verdict === 'done' && outgoing.sent < outgoing.length) throw violation(transfer, 'was not sent completely');
    if (verdict === 'refused' && outgoing.granted > 0) throw violation(transfer, 'was taken, it cannot be refused');
    outgoing.verdict = verdict;
    this.settle(outgoing);
    if (outgoing.granted > 0 && !outgoing.ended) this.enqueue(outgoing);
    else this.transfers.delete(transfer);
  }

  /** Ends every transfer. Memory that the lane holds is waited for. */
  close(error: TensorductError): void {
    this.failure = error;
    this.ready.clear();
    for (const outgoing of this.transfers.values()) soon(() => this.settle(outgoing));
    this.transfers.clear();
  }

  private takeBack(outgoing: Outgoing, error: TensorductError): void {
    outgoing.withdrawn ??= error;
    if (outgoing.granted > 0) this.enqueue(outgoing);
    soon(() => this.settle(outgoing));
  }

  /** Calls back if the fate of the transfer is known and nothing holds its memory. */
  private settle(outgoing: Outgoing): void {
    const { callback } = outgoing;
    const fate = fateOf(outgoing, this.failure);
    if (callback === null || outgoing.writes > 0 || fate === undefined) return;
    outgoing.callback = null;
    callback(fate);
  }

  private enqueue(outgoing: Outgoing): void {
    if (outgoing.ended || this.failure !== null) return;
    this.ready.add(outgoing);
    this.schedule();
  }

  private schedule(): void {
    if (this.scheduled || this.writer === null || this.writes >= MAX_WRITES || this.ready.size === 0) return;
    this.scheduled = true;
    if (this.wroteThisTurn) setImmediate(this.gather);
    else soon(this.gather);
  }

  /** Makes one write of the chunks whose turn it is; the next one is made after the frame writer has flushed it. */
  private readonly gather = (): void => {
    this.scheduled = false;
    const { writer } = this;
    if (writer === null || this.failure !== null) return;
    const holders: Outgoing[] = [];
    let bytes = 0;
    const written: Completion = (error) => this.written(error, holders, bytes);
    // A transfer that is added again has its next turn behind the others.
    for (const outgoing of this.ready) {
      this.ready.delete(outgoing);
      const length = this.nextChunk(outgoing);
      writeChunk(writer.begin(CHUNK_BOUND), outgoing.transfer, outgoing.sent, length === 0);
      if (length === 0) {
        writer.end(FrameType.chunk);
        this.end(outgoing);
        continue;
      }
      const body = windowOf(outgoing.source, outgoing.sent, length);
      // All frames made here go out as one write, so the first one's completion is that of all.
      const copied = writer.end(FrameType.chunk, [body], holders.length === 0 ? written : undefined);
      if (copied > 0) this.environment.counters.copiedOnLoop(copied);
      holders.push(outgoing);
      bytes += length;
      outgoing.writes++;
      outgoing.sent += length;
      if (outgoing.sent === outgoing.length) outgoing.ended = true;
      else if (outgoing.sent < outgoing.granted) this.ready.add(outgoing);
      if (bytes >= WRITE_BYTES) break;
    }
    if (holders.length > 0) {
      this.writes++;
      this.endTurn();
    }
    this.schedule();
  };

  /**
   * A reader that is as fast as we are would let every write complete within its call, and the event loop would not go
   * round before all is sent: measured over loopback, 25 ms.
   */
  private endTurn(): void {
    if (this.wroteThisTurn) return;
    this.wroteThisTurn = true;
    setImmediate(() => {
      this.wroteThisTurn = false;
    });
  }

  private written(error: TensorductError | null, holders: readonly Outgoing[], bytes: number): void {
    this.writes--;
    if (error === null) this.environment.counters.crossed(this.environment.name, bytes);
    else this.onLaneError(error);
    for (const outgoing of holders) {
      outgoing.writes--;
      this.settle(outgoing);
    }
    this.schedule();
  }

  /** Bytes of the next chunk; 0 when the transfer ends before its time. */
  private nextChunk(outgoing: Outgoing): number {
    const { source, granted, sent } = outgoing;
    if (outgoing.withdrawn !== null || outgoing.verdict !== null) return 0;
    if (source.buffer.byteLength === 0) {
      this.takeBack(outgoing, new TensorductError('ERR_MEMORY_DETACHED', 'memory that was being sent was detached'));
      return 0;
    }
    return Math.min(granted - sent, CHUNK_BYTES - (sent % CHUNK_BYTES));
  }

  private end(outgoing: Outgoing): void {
    outgoing.ended = true;
    this.ready.delete(outgoing);
    if (outgoing.verdict !== null) this.transfers.delete(outgoing.transfer);
  }
}

function violation(transfer: number, what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer answered transfer ${transfer}, which ${what}`);
}
