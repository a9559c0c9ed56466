import { TensorductError } from '../errors.js';

/** The two parts of a URL: the name of a transport, and what only that transport reads. */
export interface Address {
  readonly transport: string;
  readonly address: string;
}

/**
 * Splits `SCHEME://REST`.
 * @throws TensorductError `ERR_ADDRESS_INVALID`
 */
export function parseUrl(url: unknown): Address {
  const match = typeof url === 'string' ? /^([a-z][a-z0-9+.-]*):\/\/(\P{Cc}*)$/u.exec(url) : null;
  if (match === null)
    throw new TensorductError('ERR_ADDRESS_INVALID', `"${String(url).slice(0, 128)}" is not an address`);
  return { transport: match[1], address: match[2] };
}

/** The opposite of {@link parseUrl}. */
export function formatUrl({ transport, address }: Address): string {
  return `${transport}://${address}`;
}
