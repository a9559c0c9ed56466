import { TensorductError } from '../../errors.js';
import { readUint32, writeUint32 } from '../../wire/frame.js';
import { ProtoReader } from '../../wire/proto-reader.js';
import { ProtoWriter } from '../../wire/proto-writer.js';

/**
 * Where the chunks of a transfer begin: at multiples of this. All have this length but the last one. So a chunk that comes
 * twice, or overlaps another, is known by its offset. Both ends must agree: it is part of {@link describeLanes}.
 */
export const CHUNK_BYTES = 512 * 1024;

/** `StripedChunk` of `proto/control.proto` as it stands on a lane: of one form and length, which native code reads too. */
export interface StripedChunk {
  readonly transfer: number;
  readonly offset: number;
}

/** Bytes of a chunk's head. */
export const STRIPED_HEAD_BYTES = 18;
/** Keys of two fields of fixed size. */
const TRANSFER_KEY = 0x09;
const OFFSET_KEY = 0x11;

/** Writes the head of a chunk; needs {@link STRIPED_HEAD_BYTES} of room. */
export function writeStriped(into: ProtoWriter, transfer: number, offset: number): void {
  const { bytes, position } = into;
  bytes[position] = TRANSFER_KEY;
  writeFixed(bytes, position + 1, transfer);
  bytes[position + 9] = OFFSET_KEY;
  writeFixed(bytes, position + 10, offset);
  into.position = position + STRIPED_HEAD_BYTES;
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function readStriped(head: Uint8Array): StripedChunk {
  if (head.length !== STRIPED_HEAD_BYTES || head[0] !== TRANSFER_KEY || head[9] !== OFFSET_KEY) {
    throw new TensorductError('ERR_PROTOCOL', 'the head of a chunk has another form');
  }
  return { transfer: readFixed(head, 1), offset: readFixed(head, 10) };
}

/** `ChunkEnd` of `proto/control.proto`: the sender puts nothing more on any lane than the first `total` bytes. */
export interface ChunkEnd {
  readonly transfer: number;
  readonly total: number;
}

const endWriter = new ProtoWriter(new Uint8Array(32));

/** Encodes the end of a transfer. The bytes are valid until the next call. */
export function encodeEnd(transfer: number, total: number): Uint8Array {
  endWriter.position = 0;
  endWriter.uint(1, transfer);
  endWriter.bool(6, true);
  endWriter.uint(7, total);
  return endWriter.bytes.subarray(0, endWriter.position);
}

/** @returns null where it is another answer @throws TensorductError `ERR_PROTOCOL` */
export function readEnd(bytes: Uint8Array): ChunkEnd | null {
  const reader = new ProtoReader(bytes);
  let transfer = 0;
  let end = false;
  let total = 0;
  while (reader.more()) {
    const key = reader.key();
    if (key === 0x08) transfer = reader.uint();
    else if (key === 0x30) end = reader.bool();
    else if (key === 0x38) total = reader.uint();
    else reader.skip(key);
  }
  return end ? { transfer, total } : null;
}

/** What the peer must know of an end that has so many lanes. */
export function describeLanes(lanes: number): string {
  return `chunks of ${CHUNK_BYTES} over ${lanes}`;
}

/** How many lanes an end has that describes itself so, or null where it is none of ours. */
export function readLanes(descriptor: string): number | null {
  const lanes = Number(/^chunks of (\d+) over (\d{1,2})$/.exec(descriptor)?.[2]);
  return lanes >= 1 && lanes <= 64 && descriptor === describeLanes(lanes) ? lanes : null;
}

function writeFixed(into: Uint8Array, offset: number, value: number): void {
  writeUint32(into, offset, value >>> 0);
  writeUint32(into, offset + 4, Math.floor(value / 0x1_0000_0000));
}

function readFixed(from: Uint8Array, offset: number): number {
  const high = readUint32(from, offset + 4);
  if (high >= 0x20_0000) throw new TensorductError('ERR_PROTOCOL', 'a chunk has a number of 2^53 or more');
  return high * 0x1_0000_0000 + readUint32(from, offset);
}
