import type { Received } from '../channels/channel.js';
import type { TensorductError } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import type { ReceivedMessage } from '../message/received-message.js';
import { Operation, type ResultCallback } from '../operations.js';
import type { WireOffer } from '../wire/descriptor.js';
import type { Incoming } from './incoming.js';

/** A part of a message that is still to come through a channel. */
export interface Part {
  readonly item: number;
  readonly target: ReceiveTarget;
  /** Null until the writer has offered, where it waits for the device. */
  offer: WireOffer | null;
}

/** One read: over when no lower layer holds the reader's memory. */
export class ReadOperation extends Operation<ReceivedMessage> {
  outstanding = 0;
  verdict: TensorductError | null = null;
  /** What has arrived, by item: payloads, then tensors. */
  readonly received: Received[] = [];
  readonly parts: Part[] = [];
  /** Each ends the wait for a sink that was given inline bytes. */
  readonly sinks: ((error: TensorductError) => void)[] = [];

  constructor(
    callback: ResultCallback<ReceivedMessage>,
    readonly incoming: Incoming,
  ) {
    super(callback);
  }
}
