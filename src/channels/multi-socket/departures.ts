import { windowOf, type HostMemory } from '../../message/bytes.js';
import { soon } from '../../soon.js';
import { CHUNK_BYTES } from './codec.js';
import type { Lanes, RangeCallback } from './lanes.js';

/** A range that is being sent. */
interface OutgoingRange {
  readonly transfer: number;
  readonly offset: number;
  readonly source: HostMemory;
  readonly callback: RangeCallback;
  /** Bytes that lanes have taken, all from the start on; and how many of those are out. */
  taken: number;
  sent: number;
  /** Chunks that lanes hold. */
  writes: number;
  stopped: boolean;
}

/** A chunk that one lane sends. */
export interface OutgoingChunk {
  readonly range: OutgoingRange;
  readonly transfer: number;
  readonly offset: number;
  readonly body: Uint8Array;
}

/** The chunks that wait for a free lane: transfers take turns, a chunk at a time, each in order. */
export class Departures {
  private readonly waiting = new Map<number, OutgoingRange[]>();
  private readonly ranges = new Set<OutgoingRange>();

  /** Whether a lane would find something to do. */
  get any(): boolean {
    return this.waiting.size > 0;
  }

  add(transfer: number, offset: number, source: HostMemory, callback: RangeCallback): void {
    const range = { transfer, offset, source, callback, taken: 0, sent: 0, writes: 0, stopped: false };
    this.ranges.add(range);
    const before = this.waiting.get(transfer);
    if (before === undefined) this.waiting.set(transfer, [range]);
    else before.push(range);
  }

  /** The next chunk, for a lane that is free; {@link done} must follow. */
  take(): OutgoingChunk | null {
    for (const [transfer, ranges] of this.waiting) {
      const [range] = ranges;
      this.waiting.delete(transfer);
      const length = Math.min(CHUNK_BYTES, range.source.byteLength - range.taken);
      const body = windowOf(range.source, range.taken, length);
      const chunk = { range, transfer, offset: range.offset + range.taken, body };
      range.taken += length;
      range.writes++;
      if (range.taken === range.source.byteLength) ranges.shift();
      // Behind the others.
      if (ranges.length > 0) this.waiting.set(transfer, ranges);
      return chunk;
    }
    return null;
  }

  /** A chunk is out, or its lane is over. */
  done({ range, body }: OutgoingChunk, sent: boolean): void {
    range.writes--;
    if (sent) range.sent += body.length;
    else range.stopped = true;
    this.settle(range);
  }

  stop(transfer: number): void {
    this.waiting.delete(transfer);
    for (const range of [...this.ranges]) if (range.transfer === transfer) this.stopRange(range);
  }

  stopAll(): void {
    this.waiting.clear();
    for (const range of [...this.ranges]) this.stopRange(range);
  }

  /** Hands what waits to lanes, before any was taken. */
  moveTo(lanes: Lanes): void {
    for (const { transfer, offset, source, callback } of this.ranges) lanes.send(transfer, offset, source, callback);
    this.ranges.clear();
    this.waiting.clear();
  }

  private stopRange(range: OutgoingRange): void {
    range.stopped = true;
    this.settle(range);
  }

  private settle(range: OutgoingRange): void {
    if (range.writes > 0 || !(range.stopped || range.sent === range.source.byteLength)) return;
    this.ranges.delete(range);
    soon(() => range.callback(range.sent));
  }
}
