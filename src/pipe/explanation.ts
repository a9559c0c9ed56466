import type { Verdict } from './negotiation.js';

/** What a pipe has chosen, and why each other backend was passed over. */
export interface Explanation {
  /** The pipe's id, as in logs and errors. */
  readonly id: string;
  /** Name of the peer's context, '' while it is unknown. */
  readonly remoteName: string;
  /** Where the pipe is in its life. */
  readonly state: 'connecting' | 'established' | 'closed';
  /** The transport in use; null while connecting. */
  readonly transport: {
    /** Its name. */
    readonly name: string;
    /** This end's address; '' where it has none. */
    readonly localAddress: string;
    /** The other end's address; '' where it has none. */
    readonly remoteAddress: string;
    /** The transport of the URL, from which the pipe may have moved to a better one. */
    readonly bootstrap: string;
  } | null;
  /** The channel for each pair of devices. */
  readonly channels: readonly {
    /** Its name. */
    readonly name: string;
    /** Our device. */
    readonly local: string;
    /** The peer's. */
    readonly remote: string;
    /** How it moves bytes at this end, where it could do so in several ways. */
    readonly note?: string;
  }[];
  /** Backends not used, each with its reason. */
  readonly passedOver: readonly Verdict[];
  /** Payloads and host tensors up to so many bytes travel inside the descriptor's frame. */
  readonly inlineItemBytes: number;
}
