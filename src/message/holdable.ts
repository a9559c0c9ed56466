import { BufferNotes } from './buffer-notes.js';

/**
 * Memory that is not the program's own to keep: what it has borrowed, or what it shares. It stays valid while an
 * operation of ours holds it, also over a release in between.
 */
export interface Holdable {
  /** Keeps the memory until {@link letGo}, called exactly once for each hold. */
  hold(): void;
  letGo(): void;
}

/** By the buffer that stands over the memory. */
const holdables = new BufferNotes<Holdable>();

/** Every view of the buffer, also one inside of an `ort.Tensor`, stands for this memory from now on. */
export function makeHoldable(buffer: ArrayBufferLike, holdable: Holdable): void {
  holdables.set(buffer, holdable);
}

/** What an operation over this memory has to hold; undefined for the program's own memory. */
export function holdableOf(memory: ArrayBufferView | ArrayBufferLike): Holdable | undefined {
  return holdables.get('buffer' in memory ? memory.buffer : memory);
}

/**
 * Makes the memory under a buffer holdable.
 * @param free called once: when the program has released the memory and nothing holds it any more
 * @returns releases it for the program; idempotent
 */
export function countHolds(buffer: ArrayBufferLike, free: () => void): () => void {
  let uses = 1;
  let released = false;
  const letGo = (): void => {
    if (--uses === 0) free();
  };
  const hold = (): void => {
    uses++;
  };
  makeHoldable(buffer, { hold, letGo });
  return () => {
    if (!released) letGo();
    released = true;
  };
}
