import type { ConnectionOptions, TlsOptions } from 'node:tls';
import type { TransportContext } from '../transport.js';
import { TcpContext } from './context.js';

export { formatTcpAddress, lookupHostname, lookupInterface, lookupLikeNccl, parseTcpAddress } from './addresses.js';
export type { IpFamily, TcpAddress } from './addresses.js';

/** What the transport `tcp` may be told. */
export interface TcpOptions {
  /**
   * Encrypts every connection of this context, in both directions; the peer's context must do so too. For mutual
   * TLS give the server `requestCert: true` and the client a certificate.
   */
  readonly tls?: {
    /** Needed to listen. */
    readonly server?: TlsOptions;
    /** Used to connect. @default what `tls.connect` uses */
    readonly client?: ConnectionOptions;
  };
}

/**
 * Makes the transport `tcp`: between any two hosts.
 *
 * Addresses are `HOST:PORT`; see `parseTcpAddress`. Listening where other hosts can connect needs TLS, a secret of
 * the context, or `insecure: true`.
 */
export function tcp(options: TcpOptions = {}): TransportContext {
  return new TcpContext(options);
}
