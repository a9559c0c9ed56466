import type { Limits } from '../context/limits.js';
import type { TensorductError } from '../errors.js';
import type { TransportConnection } from '../transports/transport.js';
import type { Dialer } from './dial.js';
import type { FramedConnection } from './framed-connection.js';
import type { LoopHold } from './loop-hold.js';
import type { ChosenChannel, Remote, Verdict } from './negotiation.js';

/** The context, as its pipes and listeners see it. */
export interface PipeHost extends Dialer {
  readonly name: string;
  /** 16 random bytes. */
  readonly contextId: Uint8Array;
  readonly limits: Limits;
}

/** Where the lanes of a pipe come from. */
export interface LaneSource {
  /** Lane `index` of channel number `channel`; each is asked for once. */
  open(channel: number, index: number): Promise<TransportConnection>;
  /** Gives up lanes that were not handed out. */
  close(): void;
}

/** What a handshake has come to: all that a pipe needs to begin. */
export interface Terms {
  /** The pipe's connection, paused. */
  readonly framed: FramedConnection;
  readonly remote: Remote;
  /** Names the pipe at both ends, in hex. */
  readonly pipeId: string;
  readonly chosen: readonly ChosenChannel[];
  readonly lanes: LaneSource;
  /** The transport of the first connection. */
  readonly bootstrap: string;
  readonly verdicts: readonly Verdict[];
  /** Whether the medium tells of a peer's death by itself. */
  readonly scope: 'process' | 'host' | 'network';
}

/** What a pipe is known by before its handshake is through. */
export interface PipeName {
  readonly number: string;
  readonly role: 'connect' | 'listen';
  /** The name given to `connect`, or that of the peer's context. */
  readonly remoteName: string;
  /** Where the peer is, as far as it is known. */
  readonly address: string;
}

/** How a pipe is set up. */
export interface PipeSetup {
  readonly name: PipeName;
  readonly terms: Promise<Terms>;
  /** Knows all connections and timers of the pipe. */
  readonly hold: LoopHold;
  /** Ends a handshake that is still under way. */
  abandon(error: TensorductError): void;
}
