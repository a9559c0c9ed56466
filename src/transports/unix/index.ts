import type { TransportContext } from '../transport.js';
import { UnixContext } from './context.js';

/**
 * Makes the transport `unix`: between processes of one user on one host.
 *
 * Addresses are absolute paths of sockets, which only this user can connect to; an empty one means a new socket in a
 * private folder. `@NAME` is a name in the kernel's abstract namespace. Any user of the host can connect to one, and
 * who connects is not checked yet, so listening there needs `allowAnyUser: true`.
 */
export function unix(): TransportContext {
  return new UnixContext();
}
