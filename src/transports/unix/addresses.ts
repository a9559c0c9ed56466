import { isAbsolute, normalize } from 'node:path';
import { TensorductError } from '../../errors.js';

/** Bytes of a socket's name that the kernel takes, without the terminating zero. */
const MAX_NAME_BYTES = 107;

/**
 * Checks an address and gives the name as Node wants it: a path, or the abstract name behind a zero byte.
 * @param address an absolute path, or `@NAME`
 * @throws TensorductError `ERR_ADDRESS_INVALID`
 */
export function parseUnixAddress(address: string): { readonly name: string; readonly abstract: boolean } {
  if (address.includes('\0')) throw invalid(address, 'it contains a zero byte', 'leave it out');
  if (address.startsWith('@')) {
    if (address.length === 1) throw invalid(address, 'the abstract name is empty', 'write unix://@NAME');
    return { name: checkedName(`\0${address.slice(1)}`, address), abstract: true };
  }
  if (!isAbsolute(address)) throw invalid(address, 'the path is not absolute', 'write unix:///PATH or unix://@NAME');
  return { name: checkedName(normalize(address), address), abstract: false };
}

/** @throws TensorductError `ERR_ADDRESS_INVALID` when the kernel would cut the name off */
export function checkedName(name: string, address: string): string {
  const bytes = Buffer.byteLength(name);
  if (bytes <= MAX_NAME_BYTES) return name;
  throw invalid(address, `a socket's name has at most ${MAX_NAME_BYTES} bytes, not ${bytes}`, 'use a shorter path');
}

function invalid(address: string, reason: string, advice: string): TensorductError {
  return new TensorductError('ERR_ADDRESS_INVALID', `${JSON.stringify(address)} is no socket's address: ${reason}`, {
    backend: 'unix',
    advice,
  });
}
