import { TensorductError } from '../../errors.js';
import { tensorduct } from '../../wire/generated/link.js';

const { CmaAnswer, Nameplate } = tensorduct.link.v1;

/** Where the bytes of a transfer are, in the memory of the sender. */
export interface Place {
  readonly nameplate: number;
  readonly address: number;
}

/** What the sender says about a transfer: see `CmaAnswer` of `proto/link.proto`. */
export type SenderWord = { readonly word: 'place'; readonly place: Place } | { readonly word: 'withdrawn' };

/** What the receiver says about it. */
export interface ReceiverWord {
  readonly word: 'want' | 'refused' | 'done' | 'stopped' | 'unreadable';
}

export function encodeAnswer(transfer: number, word: SenderWord | ReceiverWord): Uint8Array {
  if (word.word === 'place') return CmaAnswer.encode({ transfer, place: word.place }).finish();
  return CmaAnswer.encode({ transfer, [word.word]: true }).finish();
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeAnswer(bytes: Uint8Array): { readonly transfer: number } & (SenderWord | ReceiverWord) {
  const { transfer, word, place } = decode(() => CmaAnswer.decode(bytes));
  switch (word) {
    case 'place':
      return { transfer, word, place: { nameplate: place?.nameplate ?? 0, address: place?.address ?? 0 } };
    case 'withdrawn':
      return { transfer, word };
    case 'want':
    case 'refused':
    case 'done':
    case 'stopped':
    case 'unreadable':
      return { transfer, word };
    default:
      throw new TensorductError('ERR_PROTOCOL', 'an answer says nothing');
  }
}

/** Where the peer's nameplate is, for the peer. */
export function encodeEvidence(address: number): Uint8Array {
  return Nameplate.encode({ address }).finish();
}

/** @throws TensorductError `ERR_PROTOCOL` */
export function decodeEvidence(bytes: Uint8Array): number {
  return decode(() => Nameplate.decode(bytes)).address;
}

/** What a context says of its device. */
export interface CmaDescriptor {
  /** Random, chosen at each boot. */
  readonly boot: string;
  /** The nameplate that its peers put into their memory, so that it knows whom it reads, in hex. */
  readonly nameplate: string;
  /** Where its peer's nameplate is, once it knows that one. */
  readonly address: number | null;
}

const PATTERN = /^1 ([0-9a-f-]{36}) ([0-9a-f]{32})(?: ([0-9a-f]{1,13}))?$/;

export function formatDescriptor({ boot, nameplate, address }: CmaDescriptor): string {
  return ['1', boot, nameplate, ...(address === null ? [] : [address.toString(16)])].join(' ');
}

/** @param text from a peer, unchecked @returns null for what this version cannot read */
export function parseDescriptor(text: string | undefined): CmaDescriptor | null {
  const [, boot, nameplate, address] = PATTERN.exec(text ?? '') ?? [];
  if (nameplate === undefined) return null;
  return { boot, nameplate, address: address === undefined ? null : Number.parseInt(address, 16) };
}

function decode<T>(decoder: () => T): T {
  try {
    return decoder();
  } catch (cause) {
    throw new TensorductError('ERR_PROTOCOL', 'a message of the channel cannot be read', { cause });
  }
}
