import { TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import { Outcome, type Native, type NativeLanes } from '../../memory/native.js';
import type { HostMemory } from '../../message/bytes.js';
import type { TransportConnection } from '../../transports/transport.js';
import type { Lanes, LanesOwner, RangeCallback } from './lanes.js';

/** Lanes that native threads read and write, straight from and into the memory of tensors: the JS thread touches no byte. */
export class ThreadLanes implements Lanes {
  private readonly native: NativeLanes;
  /** Of each lane: its index, and how much of what it has carried is counted. */
  private readonly lanes: { readonly index: number; counted: number }[] = [];
  private closed = false;

  constructor(
    addon: Native,
    private readonly owner: LanesOwner,
  ) {
    this.native = addon.Lanes.create();
  }

  /**
   * A lane has been joined.
   * @param prepare called right before its first byte can be read or written
   * @returns false where it has no descriptor that could be used
   * @throws Error of the system where there are no descriptors or threads left; the lane is then as before
   */
  add(index: number, lane: TransportConnection, prepare: () => void): boolean {
    const adopt = (fd: number, early: Uint8Array): { close(): void } => {
      const number = this.native.add(fd, early, (outcome) => this.onEnd(outcome));
      this.lanes[number] = { index, counted: 0 };
      prepare();
      this.native.start(number);
      faultPoint('lane-handed-over');
      return { close: () => this.native.shut(number) };
    };
    return lane.handOver?.(adopt) ?? false;
  }

  send(transfer: number, offset: number, source: HostMemory, callback: RangeCallback): void {
    this.native.send(transfer, offset, source, this.counting(callback));
  }

  stop(transfer: number): void {
    if (!this.closed) this.native.stop(transfer);
  }

  expect(transfer: number, length: number): void {
    this.native.expect(transfer, length);
  }

  receive(transfer: number, offset: number, target: Uint8Array, callback: RangeCallback): void {
    this.native.receive(transfer, offset, target, this.counting(callback));
  }

  cancel(transfer: number): void {
    if (!this.closed) this.native.cancel(transfer);
  }

  end(transfer: number, total: number): boolean {
    return this.closed || this.native.end(transfer, total);
  }

  close(): void {
    if (this.closed) return;
    this.count();
    this.closed = true;
    this.native.close();
  }

  private counting(callback: RangeCallback): (outcome: Outcome, bytes: number) => void {
    return (_outcome, bytes) => {
      this.count();
      callback(bytes);
    };
  }

  /** Tells what lanes have carried since the last time. */
  private count(): void {
    if (this.closed) return;
    for (const [number, lane] of this.lanes.entries()) {
      const carried = this.native.carried(number);
      if (carried > lane.counted) this.owner.onCrossed(lane.index, carried - lane.counted);
      lane.counted = carried;
    }
  }

  private onEnd(outcome: Outcome): void {
    if (this.closed) return;
    this.owner.onLaneError(
      outcome === Outcome.Broken
        ? new TensorductError('ERR_PROTOCOL', 'the peer sent a chunk that may not come, or what is no chunk')
        : new TensorductError('ERR_PEER_LOST', 'the stream of a lane has ended'),
    );
  }
}
