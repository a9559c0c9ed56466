import { TensorductError } from '../../errors.js';
import { ProtoReader } from '../../wire/proto-reader.js';
import { ProtoWriter } from '../../wire/proto-writer.js';

/** `Chunk` of `proto/control.proto`: the head of a frame that carries a piece of a transfer. */
export interface Chunk {
  readonly transfer: number;
  readonly offset: number;
  /** No more pieces follow although the transfer is not complete. */
  readonly end: boolean;
}

/** How a transfer ended, from the receiver's point of view. */
export type Verdict = 'done' | 'cancelled' | 'refused';

/** `ChunkAnswer` of `proto/control.proto`: more room, or the verdict. */
export interface ChunkAnswer {
  readonly transfer: number;
  /** The sender may send up to this offset; 0 with a verdict. */
  readonly granted: number;
  readonly verdict: Verdict | null;
}

/** Upper bound of what {@link writeChunk} writes. */
export const CHUNK_BOUND = 24;
/** Upper bound of a chunk's head that is accepted: fields of later versions have room. */
export const CHUNK_HEAD_LIMIT = 64;

/** Writes the head of a chunk; needs {@link CHUNK_BOUND} bytes of room. */
export function writeChunk(into: ProtoWriter, transfer: number, offset: number, end: boolean): void {
  into.uint(1, transfer);
  into.uint(2, offset);
  into.bool(3, end);
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function readChunk(head: Uint8Array): Chunk {
  const reader = new ProtoReader(head);
  let transfer = 0;
  let offset = 0;
  let end = false;
  while (reader.more()) {
    const key = reader.key();
    if (key === 0x08) transfer = reader.uint();
    else if (key === 0x10) offset = reader.uint();
    else if (key === 0x18) end = reader.bool();
    else reader.skip(key);
  }
  return { transfer, offset, end };
}

const VERDICT_FIELDS: Readonly<Record<Verdict, number>> = { done: 3, cancelled: 4, refused: 5 };
const answerWriter = new ProtoWriter(new Uint8Array(32));

/** Encodes an answer: how far the sender may go, or the verdict. The bytes are valid until the next call. */
export function encodeAnswer(transfer: number, what: number | Verdict): Uint8Array {
  answerWriter.position = 0;
  answerWriter.uint(1, transfer);
  if (typeof what === 'number') answerWriter.uint(2, what);
  else answerWriter.bool(VERDICT_FIELDS[what], true);
  return answerWriter.bytes.subarray(0, answerWriter.position);
}

/** @throws TensorductError `ERR_PROTOCOL`, also when the answer does not say exactly one thing */
export function readAnswer(bytes: Uint8Array): ChunkAnswer {
  const reader = new ProtoReader(bytes);
  let transfer = 0;
  let granted = 0;
  const verdicts: Verdict[] = [];
  while (reader.more()) {
    const key = reader.key();
    if (key === 0x08) transfer = reader.uint();
    else if (key === 0x10) granted = reader.uint();
    else if (key === 0x18 && reader.bool()) verdicts.push('done');
    else if (key === 0x20 && reader.bool()) verdicts.push('cancelled');
    else if (key === 0x28 && reader.bool()) verdicts.push('refused');
    else if (key !== 0x18 && key !== 0x20 && key !== 0x28) reader.skip(key);
  }
  if (verdicts.length + (granted > 0 ? 1 : 0) !== 1) {
    throw new TensorductError('ERR_PROTOCOL', 'an answer to a transfer says nothing, or more than one thing');
  }
  return { transfer, granted, verdict: verdicts[0] ?? null };
}
