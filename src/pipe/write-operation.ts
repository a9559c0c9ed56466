import type { TensorductError } from '../errors.js';
import type { Message, PreparedMessage } from '../message/message.js';
import { Operation, type ResultCallback } from '../operations.js';

/** Of messages that have none: never changed. */
export const NONE: Set<number> = new Set();

/**
 * One write: *queued* until there is credit, *announced* when its descriptor is on the wire, over when no lower layer
 * holds its memory.
 */
export class WriteOperation extends Operation<Message> {
  /** Position in the stream of messages, from 1; 0 while queued. */
  number = 0;
  /** Parts of the message that lower layers still hold: the frame and each transfer. */
  outstanding = 0;
  /** What the callback will get; null for success so far. */
  verdict: TensorductError | null = null;
  readonly transfers: { readonly channel: number; readonly transfer: number }[] = [];
  /** Tensors whose device the reader has yet to name. */
  undecided: Set<number> = NONE;
  /** Transfers that were refused before the reader's word on the message has come. */
  refused = 0;
  /** The peer was told that it is taken back. */
  withdrawn = false;
  grace: NodeJS.Timeout | undefined;

  constructor(
    callback: ResultCallback<Message>,
    readonly message: Message,
    public prepared: PreparedMessage,
    readonly eager: boolean,
  ) {
    super(callback);
  }
}
