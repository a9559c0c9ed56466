import { TensorductError } from '../errors.js';
import type { ReceivedTensor } from './received-tensor.js';

/** A payload that has arrived, in memory of the reader's own. */
export interface ReceivedPayload {
  /** The bytes. */
  readonly data: Uint8Array;
  /** What the writer has attached; empty where it attached nothing. */
  readonly metadata: Uint8Array;
}

/**
 * A message that has arrived. It can be sent on as it is.
 *
 * It is counted: it begins with one use, `retain()` adds one, `release()` takes one away, and with the last one every
 * tensor is released. The pipe's iterator releases each message when it advances.
 */
export class ReceivedMessage {
  /** Of the message as a whole; empty where the writer gave none. */
  readonly metadata: Uint8Array;
  /** In the writer's order. */
  readonly payloads: readonly ReceivedPayload[];
  /** In the writer's order. */
  readonly tensors: readonly ReceivedTensor[];
  /** Bytes of all payloads and tensors. */
  readonly byteLength: number;

  private uses = 1;

  /**
   * Made by the pipe.
   * @internal
   */
  constructor(metadata: Uint8Array, payloads: readonly ReceivedPayload[], tensors: readonly ReceivedTensor[]) {
    this.metadata = metadata;
    this.payloads = payloads;
    this.tensors = tensors;
    let byteLength = 0;
    for (const { data } of payloads) byteLength += data.length;
    for (const tensor of tensors) byteLength += tensor.byteLength;
    this.byteLength = byteLength;
  }

  /**
   * Keeps the message beyond its step of the iterator, until a `release()` of the caller's own.
   * @throws TensorductError `ERR_RELEASED`
   */
  retain(): this {
    if (this.uses === 0) throw new TensorductError('ERR_RELEASED', 'this message was released');
    this.uses++;
    return this;
  }

  /** Takes one use away; with the last one all tensors are released. Does nothing after that. */
  release(): void {
    if (this.uses === 0 || --this.uses > 0) return;
    for (const tensor of this.tensors) tensor.release();
  }

  /** As {@link release}. */
  [Symbol.dispose](): void {
    this.release();
  }
}
