import { ProtoReader } from '../../wire/proto-reader.js';
import type { ProtoWriter } from '../../wire/proto-writer.js';

/** `Chunk` of `proto/control.proto`: the head of a frame that carries a piece of a transfer. */
export interface Chunk {
  readonly transfer: number;
  readonly offset: number;
  /** No more pieces follow although the transfer is not complete. */
  readonly end: boolean;
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
