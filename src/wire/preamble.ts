import { TensorductError } from '../errors.js';
import { readUint32 } from './frame.js';

/** The first bytes of every connection, in both directions: see `proto/control.proto`. */
export const PREAMBLE_BYTES = 16;

/** A byte above 127 and a line end, so that text protocols and text modes of the way are found out at once. */
const MAGIC = Uint8Array.of(0x89, 0x54, 0x44, 0x55, 0x43, 0x54, 0x0d, 0x0a);

/** Peers with another major version cannot talk; minor versions agree by capabilities. */
export const PROTOCOL_MAJOR = 1;
export const PROTOCOL_MINOR = 0;

export interface Preamble {
  readonly major: number;
  readonly minor: number;
  /** One bit for each optional part of the protocol; none exists yet. */
  readonly capabilities: number;
}

/** This version's preamble. */
export function encodePreamble(): Uint8Array {
  const bytes = new Uint8Array(PREAMBLE_BYTES);
  bytes.set(MAGIC);
  bytes[8] = PROTOCOL_MAJOR;
  bytes[10] = PROTOCOL_MINOR;
  return bytes;
}

/**
 * Reads a peer's preamble, of whatever version.
 * @throws TensorductError `ERR_PROTOCOL` when the magic is wrong
 */
export function decodePreamble(bytes: Uint8Array): Preamble {
  for (let i = 0; i < MAGIC.length; i++) {
    if (bytes[i] !== MAGIC[i]) throw new TensorductError('ERR_PROTOCOL', 'the peer does not speak tensorduct');
  }
  return {
    major: bytes[8] | (bytes[9] << 8),
    minor: bytes[10] | (bytes[11] << 8),
    capabilities: readUint32(bytes, 12),
  };
}

/** @throws TensorductError `ERR_VERSION_MISMATCH` */
export function checkVersion(preamble: Preamble): void {
  if (preamble.major === PROTOCOL_MAJOR) return;
  throw new TensorductError(
    'ERR_VERSION_MISMATCH',
    `the peer speaks version ${preamble.major}.${preamble.minor} of the wire, we speak ${PROTOCOL_MAJOR}.${PROTOCOL_MINOR}`,
  );
}
