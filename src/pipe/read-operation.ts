import type { Received } from '../channels/channel.js';
import type { TensorductError } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import { holdableOf, type Holdable } from '../message/holdable.js';
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
  /** Shared memory that is read into: it stays the reader's until the end, whatever its program does. */
  private readonly held: Holdable[] = [];

  constructor(
    callback: ResultCallback<ReceivedMessage>,
    readonly incoming: Incoming,
    targets: readonly ReceiveTarget[],
  ) {
    super(callback);
    for (const target of targets) {
      const memory = target instanceof Uint8Array ? holdableOf(target) : undefined;
      if (memory === undefined) continue;
      memory.hold();
      this.held.push(memory);
    }
  }

  /** The memory that was read into is needed no more. */
  letGo(): void {
    for (const memory of this.held.splice(0)) memory.letGo();
  }
}
