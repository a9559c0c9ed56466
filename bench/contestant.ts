import type { LivePeerName, MessageShape, Mode, TransportName } from './names.js';
import type { Port } from './port.js';

/** Everybody who does the work: us and the peers that are measured beside us. */
export type ContestantName = 'tensorduct' | LivePeerName;

/** What both ends of a course agree on. What one end sends is what the other one receives. */
export interface Terms {
  readonly contestant: ContestantName;
  readonly transport: TransportName;
  readonly mode: Mode;
  /** Which form of our calls. Peers have but one. */
  readonly form: 'callbacks' | 'promises';
  /** The one channel that ours may use; null for the choice of its own. */
  readonly channel: string | null;
  readonly sends: MessageShape;
  readonly receives: MessageShape;
  /** Messages that may be under way at once; each has memory of its own. */
  readonly depth: number;
}

/** One way of moving messages between processes. Both ends run the same code. */
export interface Contestant {
  open(terms: Terms): Promise<Station> | Station;
}

/** One end: the memory that it sends from, and its links to other ends. */
export interface Station {
  /** Messages that are sent in turns. */
  readonly slots: readonly Slot[];
  /**
   * @param port the channel to the other process, for who sends through that one
   * @returns where others connect to
   */
  listen(port: Port, onLink: (link: Link) => void): Promise<string>;
  /** @param port as above */
  connect(address: string, port: Port): Promise<Link>;
  /** Ends what is left. */
  close(): Promise<void>;
}

/** One message's memory. */
export interface Slot {
  readonly parts: readonly Uint8Array[];
  /** Resolves when the readers need it no more; absent where `done` of `post` says so. */
  readonly settled?: () => Promise<void>;
}

/** Takes a message. Its memory may be used until the return, or until the promise is resolved: then the next one comes. */
export type Handler = (parts: readonly Uint8Array[]) => void | Promise<void>;

/** A connection to one other end. */
export interface Link {
  /**
   * Sends the message of a slot.
   * @param done called when the memory is needed no more, also at once
   */
  post(slot: number, done: () => void): void;
  /** Nothing while more may be posted; else what resolves when it may. */
  waits(): Promise<void> | undefined;
  /** Called once, before anything comes. */
  receive(handler: Handler): void;
  /** The channel that tensors have taken; absent for who has none. */
  readonly channel?: () => string | undefined;
  /** Ends it in order. */
  close(): Promise<void>;
}
