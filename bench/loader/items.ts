/** What an item is, whoever makes it: its number in every byte, and stamped with that at both ends. */
import { stampMessage, stampOf } from '../stamps.js';

const PAGE_BYTES = 4096;

/** Writes all of an item: the work of the producer. */
export function makeItem(data: Uint8Array, number: number): void {
  data.fill(number);
  stampMessage([data], number);
}

/** Reads a byte of each page of an item, as little as can show that all of it is there. */
export function readItem(data: Uint8Array): number {
  let sum = 0;
  for (let at = PAGE_BYTES / 2; at < data.length; at += PAGE_BYTES) sum += data[at];
  return sum;
}

/** What was read of items, to be looked at afterwards. */
export class ItemNotes {
  private readonly stamps: number[] = [];
  private readonly sums: number[] = [];
  private readonly lengths: number[] = [];

  note(data: Uint8Array): void {
    this.sums.push(readItem(data));
    this.stamps.push(stampOf([data]) === stampOf([data.subarray(-4)]) ? stampOf([data]) : -1);
    this.lengths.push(data.length);
  }

  /** Throws where an item was missing, twice there, out of order, short or not what was made. */
  check(count: number, bytes: number): void {
    if (this.stamps.length !== count) throw new Error(`${this.stamps.length} items have come, not ${count}`);
    const pages = Math.floor((bytes + PAGE_BYTES / 2 - 1) / PAGE_BYTES);
    for (let number = 0; number < count; number++) {
      const [stamp, sum, length] = [this.stamps[number], this.sums[number], this.lengths[number]];
      if (stamp === number && sum === (number & 0xff) * pages && length === bytes) continue;
      throw new Error(`item ${number} is corrupt: ${length} bytes of ${bytes}, stamp ${stamp}, sum ${sum}`);
    }
  }
}
