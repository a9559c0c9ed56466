import { TensorductError } from '../../errors.js';

/** The version of what both ends say in the metadata of their messages: see `docs/command.md`. */
const VERSION = 1;
/** Of a name, in bytes of UTF-8: as long as a path can be. */
const MAX_NAME_BYTES = 4096;
/** Of one part of a name: as long as file systems allow. */
const MAX_SEGMENT_BYTES = 255;

/** What a message of the sender is: some bytes of a file, header first, and the tensors one after another. */
export interface FileHead {
  /** Relative, with `/` between its parts. */
  readonly name: string;
  /** At most 32 of a-z, 0-9, `.`, `+` and `-`. */
  readonly format: string;
  /** Of the whole file, in bytes. */
  readonly size: number;
  /** Where the bytes of this message begin in it. */
  readonly offset: number;
  /** Whether the file ends with them. */
  readonly last: boolean;
}

/** What the receiver says of each file: it is stored under its name, or why it is not. */
export interface FileAnswer {
  readonly name: string;
  readonly refused?: string | undefined;
}

export function encodeHead(head: FileHead): Uint8Array {
  return encode({ tensorduct: 'file', version: VERSION, ...head });
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeHead(metadata: Uint8Array): FileHead {
  const fields = decode(metadata, 'file');
  const { name, format, size, offset, last } = fields;
  if (typeof name !== 'string' || typeof last !== 'boolean') throw unknown();
  if (typeof format !== 'string' || !/^[a-z0-9.+-]{1,32}$/.test(format)) throw unknown();
  if (!isLength(size) || !isLength(offset) || offset > size) throw unknown();
  return { name, format, size, offset, last };
}

export function encodeAnswer(answer: FileAnswer): Uint8Array {
  return encode({ tensorduct: 'answer', version: VERSION, ...answer });
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeAnswer(metadata: Uint8Array): FileAnswer {
  const { name, refused } = decode(metadata, 'answer');
  if (typeof name !== 'string' || (refused !== undefined && typeof refused !== 'string')) throw unknown();
  return { name, refused };
}

/**
 * The parts of a name that can only mean a file below a folder; null for any other. Names come from strangers, so what
 * a terminal would obey is no name either.
 */
export function segmentsOf(name: string): readonly string[] | null {
  const bytes = Buffer.from(name);
  // Half a character of UTF-16 is no character of a file's name.
  if (bytes.length > MAX_NAME_BYTES || bytes.toString() !== name || /\p{Cc}/u.test(name)) return null;
  const segments = name.split('/');
  return segments.every(isSegment) ? segments : null;
}

function isSegment(segment: string): boolean {
  if (segment === '' || segment === '.' || segment === '..') return false;
  if (process.platform === 'win32' && /[\\:]/.test(segment)) return false;
  return Buffer.byteLength(segment) <= MAX_SEGMENT_BYTES;
}

function encode(fields: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(fields));
}

function decode(metadata: Uint8Array, kind: string): Record<string, unknown> {
  let fields: unknown;
  try {
    fields = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(metadata));
  } catch {
    throw unknown();
  }
  if (typeof fields !== 'object' || fields === null) throw unknown();
  const known: Record<string, unknown> = { ...fields };
  if (known.tensorduct !== kind) throw unknown();
  if (known.version !== VERSION) {
    const what = `the peer sends files by version ${JSON.stringify(known.version)?.slice(0, 16)}, not ${VERSION}`;
    throw new TensorductError('ERR_VERSION_MISMATCH', what);
  }
  return known;
}

function isLength(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function unknown(): TensorductError {
  return new TensorductError('ERR_PROTOCOL', 'the peer sent a message that is not of the tensorduct command', {
    advice: 'use tensorduct send and tensorduct listen, or speak as docs/command.md says',
  });
}
