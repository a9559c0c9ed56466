import type { MessageShape } from '../names.js';

/** Whoever hands arrays over. */
export type PoolContestant = 'tensorduct' | 'worker_threads' | 'child_process';

/** What goes with a message of 8 bytes: nothing, an array of the pool, its handle in place of the 8 bytes. */
export type Cargo = 'nothing' | 'array' | 'handle';

/** The owner of arrays does these. */
export type OwnerRequest =
  | { readonly task: 'open'; readonly contestant: PoolContestant; readonly corrupt: boolean }
  /** So many blocks are live from now on. */
  | { readonly task: 'blocks'; readonly count: number }
  /** One after another, each timed until the other end has what came; answered with times. */
  | { readonly task: 'hand-over'; readonly cargo: Cargo; readonly count: number }
  /** The same with new copies of an ordinary array. */
  | { readonly task: 'put'; readonly count: number };

/** Whoever gets them does these. */
export type TakerRequest =
  /** @param url of the owner's pipe; null where everything comes through the port */
  | { readonly task: 'connect'; readonly url: string | null }
  | { readonly task: 'expect'; readonly shape: MessageShape; readonly count: number }
  /** Fails where something that came was not what was sent. */
  | { readonly task: 'verify'; readonly first: number };

/** What a block of the pool holds, in bytes. */
export const BLOCK_BYTES = 1024;
/** What is put. */
export const PUT_BYTES = 800_000;

/** What the taker writes into the array itself, so that the owner sees that it is the same memory. */
export function answerTo(stamp: number): number {
  return stamp ^ 0x40_0000;
}
