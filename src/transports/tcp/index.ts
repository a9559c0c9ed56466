import type { TransportContext } from '../transport.js';
import { TcpContext } from './context.js';
import type { TcpOptions } from './options.js';

export { formatTcpAddress, lookupHostname, lookupInterface, lookupLikeNccl, parseTcpAddress } from './addresses.js';
export type { IpFamily, TcpAddress } from './addresses.js';
export type { TcpOptions } from './options.js';

/**
 * Makes the transport `tcp`: between any two hosts.
 *
 * Addresses are `HOST:PORT`; see `parseTcpAddress`. Listening where other hosts can connect needs TLS, a secret of
 * the context, or `insecure: true`.
 */
export function tcp(options: TcpOptions = {}): TransportContext {
  return new TcpContext(options);
}
