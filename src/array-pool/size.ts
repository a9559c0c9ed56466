import { TensorductError } from '../errors.js';

/** `512M`, `1.5G`, `64K`; plain numbers are bytes. Units are powers of 1024. */
export type Size = number | string;

const PATTERN = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?$/i;

/**
 * Bytes of a size.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for what is none, or not above 0
 */
export function bytesOfSize(size: Size): number {
  const bytes = typeof size === 'number' ? Math.floor(size) : parse(size);
  if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `${JSON.stringify(size)} is not a size`, {
    advice: "give bytes as a number above 0, or write '512M' or '1.5G'",
  });
}

function parse(text: unknown): number {
  const [, number, unit] = (typeof text === 'string' && PATTERN.exec(text.trim())) || [];
  if (number === undefined) return NaN;
  return Math.floor(Number(number) * 1024 ** ' KMGT'.indexOf(unit.toUpperCase() || ' '));
}
