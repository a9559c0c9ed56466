import type { TransportContext, TransportListenOptions } from '../../transports/transport.js';

/** What the suite needs of a transport. */
export interface TransportFixtures {
  /** Makes a new context of the transport, as a program would. The suite joins it. */
  createContext(): TransportContext;
  /** An address to listen on; each call gives one that is free. */
  listenAddress(): string;
  /** Given to every `listen`. */
  readonly listenOptions?: TransportListenOptions;
  /** An address on which nobody listens. @default the address of a listener that was closed */
  unreachableAddress?(): string;
}
