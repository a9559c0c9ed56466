import type { ItemTerms } from './requests.js';

/** A worker that is there, as its consumer sees it. */
export interface Source {
  /** Of the worker; null for a thread. */
  readonly pid: number | null;
  /** The worker's, where it is a thread of this process. */
  readonly threadId?: number;
  /** Items from number 0 on, each valid until the next one is asked for. Ended by `return`. */
  items(): AsyncGenerator<Uint8Array, void, void>;
  close(): Promise<void>;
}

/** Starts a worker. */
export type OpenSource = (terms: ItemTerms) => Promise<Source>;
