import { TensorductError } from '../../errors.js';
import type { Native } from '../../memory/native.js';
import type { HostMemory } from '../../message/bytes.js';
import type { TransportConnection } from '../../transports/transport.js';
import type { Lanes, LanesOwner, RangeCallback } from './lanes.js';
import { LoopLanes } from './loop-lanes.js';
import { ThreadLanes } from './thread-lanes.js';

/**
 * The lanes of one channel: of native threads where the first lane can be handed to them, else of the event loop. All are of
 * one transport, so what holds for the first should hold for the others. What was asked for before it came moves along.
 */
export class LaneChoice implements Lanes {
  private readonly loop: LoopLanes;
  private chosen: Lanes;
  private threads: ThreadLanes | null = null;
  private closed = false;

  /** @param addon null where threads are not wanted, or not there */
  constructor(
    private addon: Native | null,
    private readonly owner: LanesOwner,
  ) {
    this.chosen = this.loop = new LoopLanes(owner);
  }

  /** Whether native threads move the bytes; null while no lane is there. */
  get native(): boolean | null {
    if (this.threads !== null) return true;
    return this.addon === null ? false : null;
  }

  add(index: number, lane: TransportConnection): void {
    if (this.addon === null) return this.loop.add(index, lane);
    // What was written before, by the handshake, must be out.
    lane.write([], (error) => {
      if (this.closed) return;
      if (error !== null) this.owner.onLaneError(error);
      else this.decide(index, lane);
    });
  }

  send(transfer: number, offset: number, source: HostMemory, callback: RangeCallback): void {
    this.chosen.send(transfer, offset, source, callback);
  }

  stop(transfer: number): void {
    this.chosen.stop(transfer);
  }

  expect(transfer: number, length: number): void {
    this.chosen.expect(transfer, length);
  }

  receive(transfer: number, offset: number, target: Uint8Array, callback: RangeCallback): void {
    this.chosen.receive(transfer, offset, target, callback);
  }

  cancel(transfer: number): void {
    this.chosen.cancel(transfer);
  }

  end(transfer: number, total: number): boolean {
    return this.chosen.end(transfer, total);
  }

  close(): void {
    this.closed = true;
    this.chosen.close();
  }

  private decide(index: number, lane: TransportConnection): void {
    if (this.addon === null) return this.loop.add(index, lane);
    const threads = this.threads ?? new ThreadLanes(this.addon, this.owner);
    const prepare = (): void => {
      if (this.threads === null) this.loop.moveTo(threads);
      this.chosen = this.threads = threads;
    };
    let reason: unknown;
    try {
      if (threads.add(index, lane, prepare)) return;
    } catch (thrown) {
      reason = thrown;
    }
    if (this.threads !== null) {
      const what = 'a lane could not join those of native threads';
      return this.owner.onLaneError(new TensorductError('ERR_SYSTEM', what, { cause: reason }));
    }
    threads.close();
    this.addon = null;
    this.loop.add(index, lane);
  }
}
