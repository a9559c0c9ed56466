import type { TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';
import { soon } from '../../soon.js';
import type { TransportConnection } from '../../transports/transport.js';
import { FrameReader, type FrameHandler } from '../../wire/frame-reader.js';
import { FrameWriter } from '../../wire/frame-writer.js';
import { FrameType } from '../../wire/frame.js';
import { Arrivals, violation, type IncomingRange } from './arrivals.js';
import { readStriped, STRIPED_HEAD_BYTES, writeStriped } from './codec.js';
import { Departures } from './departures.js';
import type { Lanes, LanesOwner, RangeCallback } from './lanes.js';

/** Chunks that a lane holds at a time: enough to keep it busy, few enough that a slow one is given no more. */
const MAX_WRITES = 2;

/** Lanes that are read and written by the event loop, over any transport. */
export class LoopLanes implements Lanes {
  readonly departures = new Departures();
  readonly arrivals = new Map<number, Arrivals>();
  private readonly lanes: LoopLane[] = [];
  private scheduled = false;
  /** Whether this turn of the event loop has had its writes. */
  private wroteThisTurn = false;
  closed = false;

  constructor(readonly owner: LanesOwner) {}

  add(index: number, lane: TransportConnection): void {
    this.lanes.push(new LoopLane(index, lane, this));
    this.schedule();
  }

  send(transfer: number, offset: number, source: HostMemory, callback: RangeCallback): void {
    this.departures.add(transfer, offset, source, callback);
    this.schedule();
  }

  stop(transfer: number): void {
    this.departures.stop(transfer);
  }

  expect(transfer: number, length: number): void {
    this.arrivals.set(transfer, new Arrivals(transfer, length));
  }

  receive(transfer: number, offset: number, target: Uint8Array, callback: RangeCallback): void {
    this.arrivals.get(transfer)?.add({ offset, target, callback, filled: 0, readers: 0 });
  }

  cancel(transfer: number): void {
    this.arrivals.get(transfer)?.cancel();
  }

  end(transfer: number, total: number): boolean {
    const arrivals = this.arrivals.get(transfer);
    if (arrivals === undefined) return true;
    const fits = arrivals.end(total);
    if (arrivals.over) this.arrivals.delete(transfer);
    return fits;
  }

  close(): void {
    this.closed = true;
    this.departures.stopAll();
    for (const arrivals of this.arrivals.values()) arrivals.cancel();
    for (const lane of this.lanes) lane.stop();
  }

  /** Hands everything to other lanes, before there was any lane here. */
  moveTo(lanes: Lanes): void {
    for (const arrivals of this.arrivals.values()) arrivals.moveTo(lanes);
    this.arrivals.clear();
    this.departures.moveTo(lanes);
  }

  // ---- what lanes ask for ----

  /**
   * Gives chunks to free lanes. A reader that is as fast as we are would let every write complete within its call, and the
   * event loop would not go round before all is sent: so each lane is given one chunk a turn.
   */
  schedule(): void {
    if (this.scheduled || this.closed || !this.departures.any) return;
    if (!this.lanes.some(({ free }) => free)) return;
    this.scheduled = true;
    if (this.wroteThisTurn) setImmediate(this.distribute);
    else soon(this.distribute);
  }

  private readonly distribute = (): void => {
    this.scheduled = false;
    if (this.closed) return;
    for (const lane of this.lanes) {
      const chunk = lane.free ? this.departures.take() : null;
      if (chunk !== null) lane.write(chunk);
    }
    if (!this.wroteThisTurn) {
      this.wroteThisTurn = true;
      setImmediate(() => {
        this.wroteThisTurn = false;
      });
    }
    this.schedule();
  };
}

/** One lane of {@link LoopLanes}. */
class LoopLane implements FrameHandler {
  private readonly writer: FrameWriter;
  private readonly reader: FrameReader;
  private writes = 0;
  private broken = false;
  private copied = 0;
  /** The transfer whose chunk is being read, and where it goes. */
  private current: Arrivals | null = null;
  private currentTransfer = 0;
  private currentRange: IncomingRange | null = null;
  private currentLength = 0;

  constructor(
    private readonly index: number,
    lane: TransportConnection,
    private readonly lanes: LoopLanes,
  ) {
    this.writer = new FrameWriter(lane);
    this.reader = new FrameReader(lane, this);
    this.reader.run();
  }

  get free(): boolean {
    return this.writes < MAX_WRITES && !this.broken;
  }

  write(chunk: NonNullable<ReturnType<Departures['take']>>): void {
    const { departures, owner } = this.lanes;
    this.writes++;
    writeStriped(this.writer.begin(STRIPED_HEAD_BYTES), chunk.transfer, chunk.offset);
    const copied = this.writer.end(FrameType.stripedChunk, [chunk.body], (error) => {
      this.writes--;
      departures.done(chunk, error === null);
      if (error === null) owner.onCrossed(this.index, chunk.body.length);
      else this.fail(error);
      this.lanes.schedule();
    });
    if (copied > 0) owner.onCopied(copied);
  }

  /** Reads no more, once nothing is being read to where it belongs. */
  stop(): void {
    if (this.currentRange === null) this.reader.stop();
  }

  // ---- frames ----

  headLimit(type: number): number {
    return type === FrameType.stripedChunk ? STRIPED_HEAD_BYTES : -1;
  }

  onHead(_type: number, head: Uint8Array, bodyLength: number): Uint8Array | 'discard' {
    const { transfer, offset } = readStriped(head);
    const arrivals = this.lanes.arrivals.get(transfer);
    if (arrivals === undefined) throw violation(transfer, 'is not open');
    const range = arrivals.begin(offset, bodyLength);
    this.current = arrivals;
    this.currentTransfer = transfer;
    this.currentRange = range;
    this.currentLength = bodyLength;
    if (range === null) return 'discard';
    const start = offset - range.offset;
    // Detached meanwhile, it has no room any more; its owner will see.
    const place = range.target.subarray(start, start + bodyLength);
    return place.length === bodyLength ? place : 'discard';
  }

  onFrame(): void {
    const { current, currentRange, currentLength, lanes } = this;
    this.current = this.currentRange = null;
    const copied = this.reader.bytesCopied - this.copied;
    this.copied += copied;
    if (copied > 0) lanes.owner.onCopied(copied);
    lanes.owner.onCrossed(this.index, currentLength);
    current?.finish(currentRange, currentLength);
    if (current?.over === true) lanes.arrivals.delete(this.currentTransfer);
    if (lanes.closed) this.reader.stop();
  }

  onError(error: TensorductError): void {
    const { current, currentRange } = this;
    this.current = this.currentRange = null;
    if (currentRange !== null) current?.abandon(currentRange);
    this.fail(error);
  }

  private fail(error: TensorductError): void {
    if (this.broken) return;
    this.broken = true;
    this.lanes.owner.onLaneError(error);
  }
}
