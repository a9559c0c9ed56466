import type { TransportContext } from '../transport.js';
import { UnixContext } from './context.js';

/**
 * Makes the transport `unix`: between processes of one user on one host.
 *
 * Addresses are absolute paths of sockets, which only this user can connect to; an empty one means a new socket in a
 * private folder. `@NAME` is a name in the kernel's abstract namespace, for which Linux and the addon, or a secret, are
 * needed. Both ends ask the kernel for the user of the other, and talk to none but their own; not where a secret is to
 * be proven, which may then be one of other users, and without the addon only as far as the mode of the file goes.
 */
export function unix(): TransportContext {
  return new UnixContext();
}
