import type { ConnectionOptions, TlsOptions } from 'node:tls';

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
