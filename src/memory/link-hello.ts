import { timingSafeEqual } from 'node:crypto';
import { TensorductError } from '../errors.js';
import { printable } from '../log.js';
import type { tensorduct } from '../wire/generated/link.js';
import { parseLinkAddress } from './link-address.js';
import type { Native } from './native.js';

/** Of what a peer must find in the ring that is sent with a hello. */
export const NONCE_BYTES = 16;
const ID_BYTES = 16;
/** Entries of a ring that a peer may ask us to map. */
const MOST_RING_CAPACITY = 2 ** 20;

/** Who says hello, or hears it. */
export interface Greeter {
  readonly native: Native;
  /** For people. */
  readonly name: string;
  /** 16 random bytes. */
  readonly contextId: Uint8Array;
  /** What a peer that connects must say. */
  readonly key: Uint8Array;
  /** How others link with this context. */
  descriptor(): string;
}

/** What a peer has said of itself, checked. */
export interface Greeted {
  /** In hex. */
  readonly contextId: string;
  /** For people. */
  readonly name: string;
  /** How others link with it. */
  readonly address: string;
  /** Of the ring that came with it. */
  readonly ringCapacity: number;
  /** What must stand in that ring. */
  readonly nonce: Uint8Array | null | undefined;
}

/** The first word over a link. @param key of who it is for; empty where that has spoken before */
export function writeHello(
  greeter: Greeter,
  ringCapacity: number,
  nonce: Uint8Array,
  key: Uint8Array,
): tensorduct.link.v1.Hello.$Properties {
  const { native, contextId } = greeter;
  const address = greeter.descriptor();
  const name = printable(greeter.name);
  return { layout: native.layoutVersion, contextId, key, ringCapacity, nonce, address, name };
}

/**
 * Checks what a peer says first.
 * @param listening whether it has to know our key
 * @throws TensorductError `ERR_VERSION_MISMATCH`, `ERR_AUTHENTICATION`, `ERR_PROTOCOL`
 */
export function readHello(
  { native, key: ownKey }: Greeter,
  hello: tensorduct.link.v1.Hello.$Properties,
  listening: boolean,
): Greeted {
  const { layout, key, contextId, ringCapacity, nonce, address, name } = hello;
  if (layout !== native.layoutVersion) {
    const what = `the peer's shared memory has layout ${layout}, ours ${native.layoutVersion}`;
    throw new TensorductError('ERR_VERSION_MISMATCH', what);
  }
  if (listening && !isSame(key, ownKey)) {
    throw new TensorductError('ERR_AUTHENTICATION', 'a stranger has connected to the link');
  }
  if (contextId?.length !== ID_BYTES || !ringCapacity || ringCapacity > MOST_RING_CAPACITY) {
    throw violation('its hello is incomplete');
  }
  const id = Buffer.from(contextId).toString('hex');
  if (parseLinkAddress(address ?? '')?.contextId !== id) throw violation('its address is that of another context');
  return { contextId: id, name: printable(name ?? ''), address: address ?? '', ringCapacity, nonce };
}

/** The error of a link whose peer has done what it must not. */
export function violation(what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer of a link broke the protocol: ${what}`);
}

/** Compares secrets. */
export function isSame(one: Uint8Array | null | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && timingSafeEqual(one, other);
}
