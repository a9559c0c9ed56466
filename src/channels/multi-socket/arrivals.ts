import { TensorductError } from '../../errors.js';
import { soon } from '../../soon.js';
import type { Lanes, RangeCallback } from './lanes.js';
import { CHUNK_BYTES } from './codec.js';

/** A range that is being received. */
export interface IncomingRange {
  readonly offset: number;
  readonly target: Uint8Array;
  readonly callback: RangeCallback;
  filled: number;
  /** Lanes that are reading into it. */
  readers: number;
}

/**
 * Which chunks of one transfer have come, by whichever lane, and where those belong that come next. Every chunk comes once,
 * and none before there is room for it.
 */
export class Arrivals {
  private readonly ranges: IncomingRange[] = [];
  /** Every chunk below this offset has begun to come; and so have these above it. */
  private begun = 0;
  private readonly beyond = new Set<number>();
  private arrived = 0;
  private total: number;
  private cancelled = false;

  constructor(
    private readonly transfer: number,
    private readonly length: number,
  ) {
    this.total = length;
  }

  /** Whether nothing of it comes any more. */
  get over(): boolean {
    return this.arrived === this.total;
  }

  add(range: IncomingRange): void {
    this.ranges.push(range);
  }

  /**
   * A chunk begins to come.
   * @returns the range where it belongs, or null where nobody wants it any more
   * @throws TensorductError `ERR_PROTOCOL`
   */
  begin(offset: number, bytes: number): IncomingRange | null {
    const misplaced = offset % CHUNK_BYTES !== 0 || offset >= this.length;
    if (misplaced || bytes !== Math.min(CHUNK_BYTES, this.length - offset))
      throw violation(this.transfer, 'has no such chunk');
    const range = this.ranges.find((each) => offset >= each.offset && offset < each.offset + each.target.length);
    if (range === undefined && !this.cancelled) throw violation(this.transfer, 'has no room');
    if (offset < this.begun || this.beyond.has(offset)) throw violation(this.transfer, 'has come before');
    this.beyond.add(offset);
    while (this.beyond.delete(this.begun)) this.begun += CHUNK_BYTES;
    if (range === undefined || this.cancelled) return null;
    range.readers++;
    return range;
  }

  /** It has come. */
  finish(range: IncomingRange | null, bytes: number): void {
    this.arrived += bytes;
    if (this.arrived > this.total) throw violation(this.transfer, 'has ended');
    if (range === null) return;
    range.readers--;
    range.filled += bytes;
    this.settle(range);
  }

  /** The lane that was reading into it is over. */
  abandon(range: IncomingRange): void {
    range.readers--;
    this.settle(range);
  }

  /** Nobody wants it any more. */
  cancel(): void {
    this.cancelled = true;
    for (const range of [...this.ranges]) this.settle(range);
  }

  /** @returns false when more has come */
  end(total: number): boolean {
    if (total > this.length || this.arrived > total) return false;
    this.total = total;
    return true;
  }

  /** Hands everything to lanes, before anything has come. */
  moveTo(lanes: Lanes): void {
    const { transfer, length, total } = this;
    lanes.expect(transfer, length);
    for (const { offset, target, callback } of this.ranges) lanes.receive(transfer, offset, target, callback);
    if (this.cancelled) lanes.cancel(transfer);
    if (total < length) lanes.end(transfer, total);
  }

  private settle(range: IncomingRange): void {
    const complete = range.filled === range.target.length;
    if (range.readers > 0 || !(complete || this.cancelled)) return;
    this.ranges.splice(this.ranges.indexOf(range), 1);
    soon(() => range.callback(range.filled));
  }
}

/** The error for a chunk that may not come. */
export function violation(transfer: number, what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer sent a chunk of transfer ${transfer}, which ${what}`);
}
