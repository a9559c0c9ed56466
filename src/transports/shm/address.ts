import { randomBytes } from 'node:crypto';
import { TensorductError } from '../../errors.js';

/** Bytes of an abstract name that the kernel takes. */
const MAX_NAME_BYTES = 107;

/**
 * The abstract name behind an address.
 * @throws TensorductError `ERR_ADDRESS_INVALID`
 */
export function parseShmAddress(address: string): string {
  const name = address.slice(1);
  if (address.startsWith('@') && name !== '' && !name.includes('\0') && Buffer.byteLength(name) <= MAX_NAME_BYTES) {
    return name;
  }
  throw new TensorductError('ERR_ADDRESS_INVALID', `${JSON.stringify(address)} is no name for shared memory`, {
    backend: 'shm',
    advice: `write shm://@NAME, with a name of 1 to ${MAX_NAME_BYTES} bytes, or shm:// for one that is chosen`,
  });
}

/** An address that nobody else has. */
export function freshShmAddress(): string {
  return `@tensorduct.${randomBytes(16).toString('hex')}`;
}
