import { allocateBorrowed } from '../channels/borrow.js';
import type { Limits } from '../context/limits.js';
import type { Allocation } from '../message/allocation.js';
import { EMPTY, isResizable } from '../message/bytes.js';
import { CPU } from '../message/device.js';
import { dtypeCode } from '../message/dtype.js';
import type { MessageLimits } from '../message/limits.js';
import { prepareTensor, type Message, type TensorInput } from '../message/message.js';
import { ReceivedMessage } from '../message/received-message.js';
import { ReceivedTensor } from '../message/received-tensor.js';
import { encodeLonePayload, encodeLoneTensor, loneItemBound } from '../wire/descriptor.js';
import { COPY_THRESHOLD, type FrameWriter } from '../wire/frame-writer.js';
import { FrameType } from '../wire/frame.js';
import type { Incoming } from './incoming.js';

/** A lone tensor up to this size is copied behind its head: with its bytes in the frame it takes one call to go out. */
const TENSOR_BYTES = 8 * 1024;

/**
 * The way of a message that is one small payload or one small tensor: from the program's object into the frame, and out of
 * it, with next to nothing made in between. The frames are those of any other message; what is not quite of this kind, or
 * not right, is left to the general way, with nothing done. A round trip of 8 bytes takes half of the time.
 *
 * Since its bytes are copied within the call, memory of up to 64 bytes is not asked whether it can be resized: to ask a small
 * typed array for its `buffer` takes V8 as long as all the rest.
 */
export class SmallMessages {
  private readonly payloadBytes: number;
  private readonly tensorBytes: number;
  private readonly metadataBytes: number;

  /** Of the last message that was put. */
  bodyBytes = 0;

  /** @param lends whether host memory reaches that of the peer where it lies: then it is not copied */
  constructor(
    own: Limits,
    remote: MessageLimits,
    private readonly lends: (data: Uint8Array) => boolean,
  ) {
    const inline = Math.min(own.inlineItemBytes, own.inlineBytes, remote.inlineBytes);
    const least = (of: (limits: MessageLimits) => number): number => Math.min(of(own), of(remote));
    this.payloadBytes =
      least(({ payloads }) => payloads) &&
      Math.min(
        COPY_THRESHOLD,
        inline,
        least((limits) => limits.payloadBytes),
      );
    this.tensorBytes =
      least(({ tensors }) => tensors) &&
      Math.min(
        TENSOR_BYTES,
        inline,
        least((limits) => limits.tensorBytes),
      );
    this.metadataBytes = Math.min(
      COPY_THRESHOLD,
      least((limits) => limits.metadataBytes),
    );
  }

  /**
   * Puts a message into the frame that `commit` of the frames then sends.
   * @returns bytes of the frame's head and body; -1 where it is another kind of message. Then nothing was begun
   * @throws TensorductError for a tensor that cannot be written at all
   */
  encode(message: Message, frames: FrameWriter): number {
    if (typeof message !== 'object' || message === null) return -1;
    const { metadata, payloads, tensors } = message;
    if (metadata !== undefined && !(metadata instanceof Uint8Array && metadata.length > 0)) return -1;
    if (isLone(payloads) && isNone(tensors)) return this.encodePayload(payloads[0], metadata ?? EMPTY, frames);
    if (isLone(tensors) && isNone(payloads)) return this.encodeTensor(tensors[0], metadata ?? EMPTY, frames);
    return -1;
  }

  private encodePayload(payload: unknown, all: Uint8Array, frames: FrameWriter): number {
    if (typeof payload !== 'object' || payload === null || !('data' in payload)) return -1;
    const { data } = payload;
    const metadata: unknown = 'metadata' in payload ? payload.metadata : undefined;
    if (!(data instanceof Uint8Array) || !(metadata === undefined || metadata instanceof Uint8Array)) return -1;
    // What has no bytes may have lost them.
    if (data.length === 0 || data.length > this.payloadBytes || metadata?.length === 0) return -1;
    if (isResizable(data)) return -1;
    const metadataBytes = all.length + (metadata?.length ?? 0);
    if (metadataBytes > this.metadataBytes) return -1;
    const proto = frames.begin(loneItemBound(metadataBytes) + data.length);
    const start = proto.position;
    encodeLonePayload(proto, all, data.length, metadata ?? EMPTY);
    frames.body(FrameType.message, data.length).raw(data);
    this.bodyBytes = data.length;
    return proto.position - start;
  }

  private encodeTensor(input: TensorInput, all: Uint8Array, frames: FrameWriter): number {
    if (sizeOf(input) > this.tensorBytes) return -1;
    const { data, metadata, dtype, shape, sourceDevice, targetDevice } = prepareTensor(input, 0);
    if (!(data instanceof Uint8Array) || data.length === 0 || data.length > this.tensorBytes) return -1;
    if (sourceDevice !== CPU || targetDevice !== undefined || this.lends(data)) return -1;
    const metadataBytes = all.length + metadata.length;
    if (metadataBytes > this.metadataBytes) return -1;
    const proto = frames.begin(loneItemBound(metadataBytes, shape.length) + data.length);
    const start = proto.position;
    encodeLoneTensor(proto, all, { length: data.length, metadata, dtype: dtypeCode(dtype), shape });
    frames.body(FrameType.message, data.length).raw(data);
    this.bodyBytes = data.length;
    return proto.position - start;
  }
}

/** What can be known of a tensor before it is checked. */
function sizeOf(input: unknown): number {
  if (typeof input !== 'object' || input === null) return 0;
  if ('byteLength' in input) return Number(input.byteLength);
  return 'data' in input && ArrayBuffer.isView(input.data) ? input.data.byteLength : 0;
}

function isLone<Part>(parts: readonly Part[] | undefined): parts is readonly [Part] {
  return Array.isArray(parts) && parts.length === 1;
}

function isNone(parts: unknown): boolean {
  return parts === undefined || (Array.isArray(parts) && parts.length === 0);
}

/**
 * Reads a message of one inline payload or tensor to where an allocation says.
 * @returns null where this one is for the general way; then nothing was touched
 */
export function readSmall(incoming: Incoming, allocation: Allocation): ReceivedMessage | null {
  if (typeof allocation !== 'object' || allocation === null) return null;
  const { descriptor, wire } = incoming;
  const { payloads, tensors } = allocation;
  if (isLone(wire.payloads) && isNone(wire.tensors) && isLone(payloads) && isNone(tensors)) {
    const [{ length, offer, metadata }] = wire.payloads;
    const data = length > 0 && offer === null ? destination(payloads[0], length) : null;
    if (data === null) return null;
    copyBody(incoming, data);
    return new ReceivedMessage(descriptor.metadata, [{ data, metadata }], []);
  }
  if (isLone(wire.tensors) && isNone(wire.payloads) && isLone(tensors) && isNone(payloads)) {
    const [{ length, offer, undecided, sourceDevice, targetDevice }] = wire.tensors;
    const [target] = tensors;
    if (length === 0 || offer !== null || undecided || sourceDevice !== '' || targetDevice !== '') return null;
    const borrowed = target === 'borrow' ? allocateBorrowed(length) : null;
    const data = borrowed?.data ?? destination(target, length);
    if (data === null) return null;
    copyBody(incoming, data);
    return new ReceivedMessage(
      descriptor.metadata,
      [],
      [new ReceivedTensor(descriptor.tensors[0], borrowed ?? { data })],
    );
  }
  return null;
}

/** Plain bytes of just the length, given as memory to receive into; else null. */
function destination(target: unknown, length: number): Uint8Array | null {
  if (typeof target !== 'object' || target === null || !('data' in target)) return null;
  const { data } = target;
  return data instanceof Uint8Array && data.length === length && !isResizable(data) ? data : null;
}

function copyBody({ body, bodyStart }: Incoming, into: Uint8Array): void {
  const { length } = into;
  // A loop beats `set` up to some 48 bytes.
  if (length > 48) into.set(body.subarray(bodyStart, bodyStart + length));
  else for (let i = 0; i < length; i++) into[i] = body[bodyStart + i];
}
