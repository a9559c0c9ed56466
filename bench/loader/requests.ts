import type { Mode } from '../names.js';

/** Whoever brings items from a worker. */
export type LoaderContestant = 'tensorduct' | 'child_process' | 'worker_threads' | 'piscina';

/** What an item is. */
export interface ItemTerms {
  readonly bytes: number;
  /** Read where it is put, or in memory of the consumer's own. */
  readonly mode: Exclude<Mode, 'born-shared'>;
  /** The number of the item that is spoiled, to see that the run fails; null for none. */
  readonly corrupt: number | null;
}

/** The consumer does these. */
export type ConsumerRequest =
  | { readonly task: 'open'; readonly contestant: LoaderContestant; readonly terms: ItemTerms }
  /** So many items of a new iteration, timed from its beginning until the last one was read. */
  | { readonly task: 'consume'; readonly count: number }
  | { readonly task: 'close' };

/** A trainer does these. */
export type TrainerRequest =
  /** So many batches from the first one on, decoded by workers or in the trainer itself. */
  | {
      readonly task: 'train';
      readonly by: 'tensorduct' | 'same-process';
      readonly count: number;
      /** The picture that is spoiled; null for none. */
      readonly corrupt: number | null;
    }
  | { readonly task: 'close' };

/** Items that the worker may be ahead. */
export const AHEAD = 4;
