import { type Completion, TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';
import { soon } from '../../soon.js';
import { fateOf, type ChunkAnswer, type Verdict } from '../chunk-answer.js';
import type { ChannelEnvironment } from '../channel.js';
import type { LaneSender } from '../lane-channel.js';
import { encodeEnd } from './codec.js';
import type { Lanes } from './lanes.js';

/** One transfer that was offered. */
interface Outgoing {
  readonly transfer: number;
  readonly source: HostMemory;
  readonly length: number;
  /** Null once called. */
  callback: Completion | null;
  granted: number;
  /** Bytes that are out, all from the start on: known when no range is under way. */
  sent: number;
  /** Ranges that hold the source's memory. */
  ranges: number;
  verdict: Verdict | null;
  /** Why it was taken back. */
  withdrawn: TensorductError | null;
  /** The receiver was told where it ends. */
  ended: boolean;
}

/**
 * The sending half of a channel. What the receiver grants is given to the lanes at once; what the lanes have begun cannot be
 * taken back. Of a transfer that is taken and does not end with `done`, the receiver is told how much is on the lanes.
 */
export class StripeSender implements LaneSender {
  private readonly transfers = new Map<number, Outgoing>();
  private failure: TensorductError | null = null;

  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly lanes: Lanes,
    private readonly fail: (error: TensorductError) => void,
  ) {}

  get usesLane(): boolean {
    for (const { granted, callback } of this.transfers.values()) if (granted > 0 && callback !== null) return true;
    return false;
  }

  offer(transfer: number, source: HostMemory, callback: Completion): void {
    if (this.failure !== null) {
      const { failure } = this;
      soon(() => callback(failure));
      return;
    }
    const progress = { granted: 0, sent: 0, ranges: 0, verdict: null, withdrawn: null, ended: false };
    this.transfers.set(transfer, { transfer, source, length: source.byteLength, callback, ...progress });
  }

  withdraw(transfer: number): void {
    const outgoing = this.transfers.get(transfer);
    if (outgoing === undefined || outgoing.callback === null) return;
    this.takeBack(outgoing, new TensorductError('ERR_ABORTED', `transfer ${transfer} was withdrawn`));
  }

  /** @throws TensorductError `ERR_PROTOCOL` when the answer does not fit what is known of the transfer */
  answered({ transfer, granted, verdict }: ChunkAnswer): void {
    const outgoing = this.transfers.get(transfer);
    if (outgoing === undefined || outgoing.verdict !== null) throw violation(transfer, 'is not open');
    if (verdict === null) return this.grant(outgoing, granted);
    if (verdict === 'done' && outgoing.granted < outgoing.length) throw violation(transfer, 'was not sent completely');
    if (verdict === 'refused' && outgoing.granted > 0) throw violation(transfer, 'was taken, it cannot be refused');
    outgoing.verdict = verdict;
    if (verdict === 'cancelled') this.lanes.stop(transfer);
    this.settle(outgoing);
  }

  close(error: TensorductError): void {
    this.failure = error;
    for (const outgoing of this.transfers.values()) soon(() => this.settle(outgoing));
    this.transfers.clear();
  }

  private grant(outgoing: Outgoing, granted: number): void {
    const { transfer, source, length } = outgoing;
    const offset = outgoing.granted;
    if (granted <= offset || granted > length) throw violation(transfer, 'cannot be granted that');
    outgoing.granted = granted;
    if (source.buffer.byteLength === 0) {
      this.takeBack(outgoing, new TensorductError('ERR_MEMORY_DETACHED', 'memory that was being sent was detached'));
    }
    if (outgoing.withdrawn !== null) return this.settle(outgoing);
    outgoing.ranges++;
    this.lanes.send(transfer, offset, rangeOf(source, offset, granted - offset), (bytes) => {
      outgoing.ranges--;
      outgoing.sent += bytes;
      this.settle(outgoing);
    });
  }

  private takeBack(outgoing: Outgoing, error: TensorductError): void {
    outgoing.withdrawn ??= error;
    this.lanes.stop(outgoing.transfer);
    soon(() => this.settle(outgoing));
  }

  /** Calls back if the fate of the transfer is known and nothing holds its memory, and tells the receiver where it ends. */
  private settle(outgoing: Outgoing): void {
    const { callback, verdict, withdrawn, transfer, sent, granted } = outgoing;
    if (outgoing.ranges > 0) return;
    const complete = sent === outgoing.length;
    if (this.failure === null) {
      if (verdict === 'done' && !complete) return this.fail(violation(transfer, 'was not sent completely'));
      if (granted > 0 && !outgoing.ended && (verdict === 'cancelled' || (withdrawn !== null && !complete))) {
        outgoing.ended = true;
        this.environment.answer(encodeEnd(transfer, sent));
      }
      if (verdict !== null) this.transfers.delete(transfer);
    }
    const fate = fateOf(outgoing, this.failure);
    if (callback === null || fate === undefined) return;
    outgoing.callback = null;
    callback(fate);
  }
}

/** A part of memory of any length. */
function rangeOf(memory: HostMemory, offset: number, length: number): HostMemory {
  if (length === memory.byteLength) return memory;
  if (memory instanceof Uint8Array) return memory.subarray(offset, offset + length);
  return new DataView(memory.buffer, memory.byteOffset + offset, length);
}

function violation(transfer: number, what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer answered transfer ${transfer}, which ${what}`);
}
