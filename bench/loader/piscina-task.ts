/** What piscina runs in its thread: makes one item. */
import { readlinkSync } from 'node:fs';
import { move } from 'piscina';
import { makeItem } from './items.js';
import type { ItemTerms } from './requests.js';

/** An item to be made. */
export interface ItemTask {
  readonly terms: ItemTerms;
  readonly number: number;
  /** Memory that has come back; null for the thread's own. */
  readonly back: Uint8Array | null;
}

let own: Uint8Array | null = null;

/** Makes it in place of what came back and moves it, or in memory of its own, of which piscina clones the item. */
export default function makeOne({ terms, number, back }: ItemTask): unknown {
  const moves = terms.mode === 'borrowed';
  const data = back ?? (moves ? null : own) ?? new Uint8Array(terms.bytes);
  if (!moves) own = data;
  makeItem(data, number);
  if (number === terms.corrupt) data[0] ^= 0x80;
  return moves ? move(data) : data;
}

/** For pinning. */
export function threadId(): number {
  return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
}
