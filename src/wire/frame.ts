import { TensorductError } from '../errors.js';

/** What a frame is. Heads: `proto/control.proto`. */
export const FrameType = {
  hello: 1,
  challenge: 2,
  proof: 3,
  packet: 4,
  packetAnswer: 5,
  settled: 6,
  confirmed: 7,

  message: 16,

  credit: 32,
  reply: 33,
  lateOffers: 34,
  refuse: 35,
  withdraw: 36,
  channelAnswer: 37,
  ping: 38,
  pong: 39,
  goodbye: 40,
  goodbyeAnswer: 41,
  failure: 42,

  chunk: 48,
  stripedChunk: 49,
} as const;

export type FrameType = (typeof FrameType)[keyof typeof FrameType];

/** type (1), zero (3), head length (4), body length (8); little-endian. */
export const FRAME_HEADER_BYTES = 16;

/** Writes a frame's header at `offset`. Lengths: head below 2^32, body below 2^53. */
export function writeFrameHeader(
  into: Uint8Array,
  offset: number,
  type: FrameType,
  headLength: number,
  bodyLength: number,
): void {
  const high = Math.floor(bodyLength / 0x1_0000_0000);
  into[offset] = type;
  into[offset + 1] = 0;
  into[offset + 2] = 0;
  into[offset + 3] = 0;
  writeUint32(into, offset + 4, headLength);
  writeUint32(into, offset + 8, bodyLength >>> 0);
  writeUint32(into, offset + 12, high);
}

/** Writes a little-endian uint32. */
export function writeUint32(into: Uint8Array, offset: number, value: number): void {
  into[offset] = value;
  into[offset + 1] = value >>> 8;
  into[offset + 2] = value >>> 16;
  into[offset + 3] = value >>> 24;
}

/** Reads a little-endian uint32. */
export function readUint32(from: Uint8Array, offset: number): number {
  return (from[offset] | (from[offset + 1] << 8) | (from[offset + 2] << 16) | (from[offset + 3] << 24)) >>> 0;
}

/**
 * Body length of the header at `offset`.
 * @throws TensorductError `ERR_PROTOCOL` at 2^53 and above
 */
export function readBodyLength(from: Uint8Array, offset: number): number {
  const high = readUint32(from, offset + 12);
  if (high >= 0x20_0000) throw new TensorductError('ERR_PROTOCOL', 'a frame declares a body of 2^53 bytes or more');
  return high * 0x1_0000_0000 + readUint32(from, offset + 8);
}
