import { crc32 } from 'node:zlib';
import { TensorductError } from 'tensorduct';

/** The largest piece. */
export const PIECE_BYTES = 1024 * 1024;

/** What a receiver says of a transfer: give me the piece at `offset`, or the verdict. */
export type AnswerKind = 'pull' | 'done' | 'cancelled' | 'refused';

export interface Answer {
  readonly kind: AnswerKind;
  readonly transfer: number;
  readonly offset: number;
}

const KINDS: readonly AnswerKind[] = ['pull', 'done', 'cancelled', 'refused'];
const ANSWER_BYTES = 17;

export function encodeAnswer({ kind, transfer, offset }: Answer): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(ANSWER_BYTES));
  bytes.setUint8(0, KINDS.indexOf(kind));
  bytes.setFloat64(1, transfer);
  bytes.setFloat64(9, offset);
  return new Uint8Array(bytes.buffer);
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeAnswer(bytes: Uint8Array): Answer {
  if (bytes.length !== ANSWER_BYTES || bytes[0] >= KINDS.length) throw violation('an answer is malformed');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { kind: KINDS[bytes[0]], transfer: view.getFloat64(1), offset: view.getFloat64(9) };
}

/** What stands before each piece on the lane. A length of 0 ends the transfer. */
export interface PieceHeader {
  readonly transfer: number;
  readonly offset: number;
  readonly length: number;
  /** Of the piece, and then the fields before it. */
  readonly crc: number;
}

export const HEADER_BYTES = 24;
const CHECKED_BYTES = 20;

export function encodeHeader(transfer: number, offset: number, piece: Uint8Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(HEADER_BYTES));
  bytes.setFloat64(0, transfer);
  bytes.setFloat64(8, offset);
  bytes.setUint32(16, piece.length);
  const header = new Uint8Array(bytes.buffer);
  bytes.setUint32(CHECKED_BYTES, checksum(header, piece));
  return header;
}

export function decodeHeader(header: Uint8Array): PieceHeader {
  const view = new DataView(header.buffer, header.byteOffset);
  return {
    transfer: view.getFloat64(0),
    offset: view.getFloat64(8),
    length: view.getUint32(16),
    crc: view.getUint32(CHECKED_BYTES),
  };
}

export function checksum(header: Uint8Array, piece: Uint8Array): number {
  return crc32(header.subarray(0, CHECKED_BYTES), crc32(piece));
}

export function violation(what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', what, { backend: 'checksummed' });
}
