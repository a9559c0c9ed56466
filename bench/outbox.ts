import type { Link, Station } from './contestant.js';
import { fillPattern, stampMessage } from './stamps.js';

/** Which of its messages is spoilt: the first one only tells that there is a way. */
const CORRUPT_MESSAGE = 2;

/** Sends stamped messages out of the slots of a station, in turns; a slot waits until all readers of its last message are done. */
export class Outbox {
  private readonly busy: Int32Array;
  private readonly done: readonly (() => void)[];
  private wake: (() => void) | null = null;
  private turn = 0;
  private posted = 0;

  /** @param corrupt spoils one message, to see that it is noticed */
  constructor(
    private readonly station: Station,
    private readonly corrupt = false,
  ) {
    const { slots } = station;
    this.busy = new Int32Array(slots.length);
    this.done = slots.map((_, slot) => () => {
      this.busy[slot]--;
      const { wake } = this;
      this.wake = null;
      wake?.();
    });
    for (const { parts } of slots) parts.forEach(fillPattern);
  }

  /**
   * Sends one message to each of the links.
   * @returns what to wait for before the next one, if there is anything
   */
  send(stamp: number, links: readonly Link[]): Promise<void> | undefined {
    const { slots } = this.station;
    const slot = this.turn;
    this.turn = (slot + 1) % slots.length;
    if (this.busy[slot] > 0) return this.sendLater(slot, stamp, links);
    const settled = slots[slot].settled?.();
    if (settled !== undefined) return settled.then(() => this.post(slot, stamp, links));
    return this.post(slot, stamp, links);
  }

  private async sendLater(slot: number, stamp: number, links: readonly Link[]): Promise<void> {
    while (this.busy[slot] > 0) await new Promise<void>((resolve) => (this.wake = resolve));
    await this.station.slots[slot].settled?.();
    await this.post(slot, stamp, links);
  }

  private post(slot: number, stamp: number, links: readonly Link[]): Promise<void> | undefined {
    const { parts } = this.station.slots[slot];
    stampMessage(parts, stamp);
    if (++this.posted === CORRUPT_MESSAGE && this.corrupt) parts[0][parts[0].length - 1] ^= 1;
    this.busy[slot] = links.length;
    let waits: Promise<void> | undefined;
    for (const link of links) link.post(slot, this.done[slot]);
    for (const link of links) {
      const wait = link.waits();
      if (wait !== undefined) waits = waits === undefined ? wait : Promise.all([waits, wait]).then(() => {});
    }
    return waits;
  }
}
