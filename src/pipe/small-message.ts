import type { Limits } from '../context/limits.js';
import { EMPTY } from '../message/bytes.js';
import type { Allocation } from '../message/allocation.js';
import type { MessageLimits } from '../message/limits.js';
import type { Message } from '../message/message.js';
import { ReceivedMessage } from '../message/received-message.js';
import type { FrameWriter } from '../wire/frame-writer.js';
import { COPY_THRESHOLD } from '../wire/frame-writer.js';
import { FrameType } from '../wire/frame.js';
import type { Incoming } from './incoming.js';

/** Keys, lengths and numbers of a descriptor with one payload, generously. */
const OVERHEAD = 64;

/**
 * The way of a message that is one small payload: from the program's object into the frame, and out of it, with nothing
 * made in between. The frames are those of any other message; what is not quite of this kind, or not right, is left to the
 * general way, with nothing done. A quarter of the time of a round trip of 8 bytes.
 *
 * Since its bytes are copied within the call, the memory is not looked at: to ask a small typed array for its `buffer`
 * takes V8 as long as all the rest.
 */
export class SmallMessages {
  private readonly mostBytes: number;
  private readonly mostMetadata: number;

  constructor(own: Limits, remote: MessageLimits) {
    this.mostBytes = Math.min(
      COPY_THRESHOLD,
      own.inlineItemBytes,
      ...[own, remote].map(({ payloadBytes, inlineBytes }) => Math.min(payloadBytes, inlineBytes)),
    );
    this.mostMetadata = Math.min(own.metadataBytes, remote.metadataBytes, COPY_THRESHOLD);
    if (Math.min(own.payloads, remote.payloads) === 0) this.mostBytes = 0;
  }

  /**
   * Puts a message into the frame that `commit` of the frames then sends.
   * @returns bytes of the frame's head and body; -1 where it is another kind of message. Then nothing was begun
   */
  encode(message: Message, frames: FrameWriter): number {
    if (typeof message !== 'object' || message === null) return -1;
    const { metadata = EMPTY, payloads, tensors } = message;
    if (!Array.isArray(payloads) || payloads.length !== 1) return -1;
    if (tensors !== undefined && !(Array.isArray(tensors) && tensors.length === 0)) return -1;
    const payload: unknown = payloads[0];
    if (typeof payload !== 'object' || payload === null || !('data' in payload)) return -1;
    const { data } = payload;
    const note: unknown = 'metadata' in payload ? (payload.metadata ?? EMPTY) : EMPTY;
    if (!(data instanceof Uint8Array && note instanceof Uint8Array && metadata instanceof Uint8Array)) return -1;
    // What has no bytes may have lost them.
    if (data.length === 0 || data.length > this.mostBytes || metadata.length + note.length > this.mostMetadata)
      return -1;
    if ((metadata.length === 0 && metadata !== EMPTY) || (note.length === 0 && note !== EMPTY)) return -1;

    const proto = frames.begin(OVERHEAD + metadata.length + note.length + data.length);
    const start = proto.position;
    proto.data(1, metadata);
    const item = proto.begin(2);
    proto.uint(1, data.length);
    proto.data(2, note);
    proto.end(item);
    frames.body(FrameType.message, data.length).raw(data);
    return proto.position - start;
  }
}

/**
 * Reads such a message to where an allocation says.
 * @returns null where this one is for the general way; then nothing was touched
 */
export function readSmall(incoming: Incoming, allocation: Allocation): ReceivedMessage | null {
  const { descriptor, wire, body, bodyStart } = incoming;
  if (wire.payloads.length !== 1 || wire.tensors.length !== 0) return null;
  const { length, offer, metadata } = wire.payloads[0];
  if (offer !== null || length === 0 || length > COPY_THRESHOLD) return null;
  if (typeof allocation !== 'object' || allocation === null) return null;
  const { payloads, tensors } = allocation;
  if (!Array.isArray(payloads) || payloads.length !== 1) return null;
  if (tensors !== undefined && !(Array.isArray(tensors) && tensors.length === 0)) return null;
  const target: unknown = payloads[0];
  if (typeof target !== 'object' || target === null || !('data' in target)) return null;
  const { data } = target;
  if (!(data instanceof Uint8Array) || data.length !== length) return null;
  if (length > 48) data.set(body.subarray(bodyStart, bodyStart + length));
  else for (let i = 0; i < length; i++) data[i] = body[bodyStart + i];
  return new ReceivedMessage(descriptor.metadata, [{ data, metadata }], []);
}
