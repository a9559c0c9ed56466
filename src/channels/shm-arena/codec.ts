import { TensorductError } from '../../errors.js';
import type { Forwarded } from '../../memory/claims.js';
import type { LentSlot } from '../../memory/link.js';
import { tensorduct } from '../../wire/generated/link.js';
import { ProtoReader } from '../../wire/proto-reader.js';
import { ProtoWriter } from '../../wire/proto-writer.js';

const { ArenaOffer, ArenaAnswer } = tensorduct.link.v1;

/** Where bytes lie in the sender's arena, as its peer is told. */
export interface LeaseOffer extends LentSlot {
  /** Whether the receiver is to copy them out and give them back at once. */
  readonly copy: boolean;
  /** Whether all who have it work on the same bytes. */
  readonly inPlace: boolean;
}

/** What one end says to the other about a transfer: see `ArenaAnswer` of `proto/link.proto`. */
export type Word =
  | { readonly word: 'want' | 'cancelled' | 'refused' | 'withdrawn' | 'leased' }
  | { readonly word: 'stream'; readonly stream: number }
  | { readonly word: 'lease'; readonly lease: LeaseOffer }
  | { readonly word: 'unmapped'; readonly lease: number; readonly offset: number; readonly length: number }
  | { readonly word: 'fallback' | 'inner'; readonly bytes: Uint8Array };

/** Where the bytes of a transfer are: lent by the sender, lent by somebody else to the sender, or to be asked for. */
export type Offer =
  | { readonly lease: LeaseOffer; readonly forwarded?: undefined }
  | { readonly lease?: undefined; readonly forwarded: Forwarded }
  | null;

export function encodeOffer(offer: Offer): Uint8Array {
  if (offer === null) return ASK;
  if (offer.lease !== undefined) return encodeLent(offer.lease);
  const { holder, ...place } = offer.forwarded;
  const forwarded = holder === undefined ? place : { ...place, holder: Buffer.from(holder, 'hex') };
  return ArenaOffer.encode({ forwarded }).finish();
}

const ASK = new Uint8Array(0);

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeOffer(bytes: Uint8Array): Offer {
  if (bytes.length === 0) return null;
  if (bytes[0] === LENT_KEY) return { lease: decodeLent(bytes) };
  const { forwarded } = decode(() => ArenaOffer.decode(bytes));
  if (!forwarded) throw new TensorductError('ERR_PROTOCOL', 'an offer holds no lease');
  const { owner, lease: held, offset, holder, inPlace } = forwarded;
  const place = { owner: owner ?? '', lease: held ?? 0, offset: offset ?? 0, inPlace: inPlace ?? false };
  return { forwarded: holder?.length ? { ...place, holder: Buffer.from(holder).toString('hex') } : place };
}

/** Of `ArenaOffer.lease`: by hand, since every tensor that is lent has one. */
const LENT_KEY = 0x0a;
/** More than the fields of a lease can have. */
const scratch = new ProtoWriter(new Uint8Array(64));

function encodeLent({ id, segment, offset, sequence, copy, inPlace }: LeaseOffer): Uint8Array {
  scratch.position = 0;
  const start = scratch.begin(1);
  scratch.uint(1, id);
  scratch.uint(2, segment);
  scratch.uint(3, offset);
  scratch.uint(4, sequence);
  scratch.bool(5, copy);
  scratch.bool(6, inPlace);
  scratch.end(start);
  return scratch.bytes.slice(0, scratch.position);
}

function decodeLent(bytes: Uint8Array): LeaseOffer {
  const reader = new ProtoReader(bytes, 1);
  const outer = reader.enter();
  let id = 0;
  let segment = 0;
  let offset = 0;
  let sequence = 0;
  let copy = false;
  let inPlace = false;
  while (reader.more()) {
    const key = reader.key();
    if (key === 0x08) id = reader.uint();
    else if (key === 0x10) segment = reader.uint();
    else if (key === 0x18) offset = reader.uint();
    else if (key === 0x20) sequence = reader.uint();
    else if (key === 0x28) copy = reader.bool();
    else if (key === 0x30) inPlace = reader.bool();
    else reader.skip(key);
  }
  reader.leave(outer);
  if (sequence === 0) throw new TensorductError('ERR_PROTOCOL', 'an offer holds no lease');
  return { id, segment, offset, sequence, copy, inPlace };
}

export function encodeAnswer(transfer: number, word: Word): Uint8Array {
  switch (word.word) {
    case 'lease':
      return ArenaAnswer.encode({ transfer, lease: word.lease }).finish();
    case 'stream':
      return ArenaAnswer.encode({ transfer, stream: word.stream }).finish();
    case 'unmapped': {
      const { lease: id, offset, length } = word;
      return ArenaAnswer.encode({ transfer, unmapped: { id, offset, length } }).finish();
    }
    case 'fallback':
    case 'inner':
      return ArenaAnswer.encode({ transfer, [word.word]: word.bytes }).finish();
    default:
      return ArenaAnswer.encode({ transfer, [word.word]: true }).finish();
  }
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeAnswer(bytes: Uint8Array): { readonly transfer: number } & Word {
  const answer = decode(() => ArenaAnswer.decode(bytes));
  const { transfer, word, stream, lease, unmapped, fallback, inner } = answer;
  switch (word) {
    case 'want':
    case 'cancelled':
    case 'refused':
    case 'withdrawn':
    case 'leased':
      return { transfer, word };
    case 'stream':
      return { transfer, word, stream: stream ?? 0 };
    case 'lease':
      return { transfer, word, lease: checkLease(lease) };
    case 'unmapped':
      return { transfer, word, lease: unmapped?.id ?? 0, offset: unmapped?.offset ?? 0, length: unmapped?.length ?? 0 };
    case 'fallback':
      return { transfer, word, bytes: fallback ?? ASK };
    case 'inner':
      return { transfer, word, bytes: inner ?? ASK };
    default:
      throw new TensorductError('ERR_PROTOCOL', 'an answer says nothing');
  }
}

function checkLease(lease: tensorduct.link.v1.Lease.$Properties | null | undefined): LeaseOffer {
  if (!lease?.sequence) throw new TensorductError('ERR_PROTOCOL', 'an offer holds no lease');
  const { id = 0, segment = 0, offset = 0, sequence, copy = false, inPlace = false } = lease;
  const place = { id: id ?? 0, segment: segment ?? 0, offset: offset ?? 0, sequence };
  return { ...place, copy: copy ?? false, inPlace: inPlace ?? false };
}

function decode<T>(decoder: () => T): T {
  try {
    return decoder();
  } catch (cause) {
    throw new TensorductError('ERR_PROTOCOL', 'a message of the channel cannot be read', { cause });
  }
}
