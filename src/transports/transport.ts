import type { TensorductError } from '../errors.js';
import type { ByteStream } from '../wire/byte-stream.js';

/**
 * The contract of a transport. A transport needs nothing but an address to reach a peer, and gives a stream of bytes
 * in both directions. `testTransport` of `tensorduct/testing` checks all that is said here.
 */

/** Whether a backend can work in this process. */
export type Viability =
  | {
      /** It can. */
      readonly ok: true;
      /** What it cannot do here, for people. */
      readonly note?: string;
    }
  | {
      /** It cannot. */
      readonly ok: false;
      /** Why not, for people. */
      readonly reason: string;
      /** What would make it viable. */
      readonly hint: string;
    };

/** Opens and accepts connections of one kind. Belongs to one `Context` once registered. */
export interface TransportContext {
  /**
   * How far it reaches. A network transport gets keepalive pings; on the others the medium itself reports a peer's
   * death.
   */
  readonly scope: 'process' | 'host' | 'network';

  /** Whether it can work here. Cheap; may be called often. A context that is not viable fails every other call. */
  viability(): Viability;

  /** What two ends must have in common, in a form only this transport reads. Never empty. */
  domainDescriptor(): string;

  /** Whether a connection to an end with this descriptor should succeed. Must be symmetric. */
  canReach(remoteDescriptor: string): boolean;

  /**
   * Starts to accept.
   * @param address what follows `NAME://`; parts left out are chosen by the transport
   * @throws TensorductError (rejection) `ERR_ADDRESS_INVALID`, `ERR_ADDRESS_IN_USE`, `ERR_INSECURE_ADDRESS`,
   *   `ERR_CONTEXT_CLOSED`, `ERR_NOT_VIABLE`, `ERR_SYSTEM`
   */
  listen(address: string, options?: TransportListenOptions): Promise<TransportListener>;

  /**
   * Opens one connection; one attempt, no retries.
   * @param address as in {@link TransportListener.address}, or what a person would write
   * @throws TensorductError (rejection) `ERR_ADDRESS_INVALID`; `ERR_UNREACHABLE` when nobody listens there (yet);
   *   `ERR_AUTHENTICATION` when it is nobody to be trusted, and `ERR_INSECURE_ADDRESS` when that cannot be told;
   *   `ERR_ABORTED` after the signal; `ERR_CONTEXT_CLOSED`; `ERR_NOT_VIABLE`; `ERR_SYSTEM`
   */
  connect(address: string, options?: TransportConnectOptions): Promise<TransportConnection>;

  /** Closes every listener and connection. Idempotent. */
  close(): void;

  /** `close`, then waits until every descriptor, timer and file of this context is gone. */
  join(): Promise<void>;
}

/** What `listen` may be told. Transports ignore what does not concern them. */
export interface TransportListenOptions {
  /** Allows an address that other users or hosts can reach although nothing authenticates them. @default false */
  readonly insecure?: boolean;
  /** Whether every connection will be authenticated by a shared secret. @default false */
  readonly authenticated?: boolean;
}

/** What `connect` may be told. */
export interface TransportConnectOptions {
  /** Ends the attempt with `ERR_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Whether both ends will prove a shared secret to each other. @default false */
  readonly authenticated?: boolean;
}

/** Accepts connections on one address. Holds the event loop until closed or unref'd. */
export interface TransportListener {
  /** Materialised: port 0 resolved, an empty path chosen. Remains readable after close. */
  readonly address: string;

  /**
   * One-shot; calls queue in order, and so do connections that nobody has accepted yet. Never called back inside the
   * call. After `close` it is called back with `ERR_LISTENER_CLOSED`.
   */
  accept(callback: (error: TensorductError | null, connection: TransportConnection | null) => void): void;

  /** Stops accepting, closes connections that were not accepted, fails pending accepts. Idempotent. */
  close(): void;

  /** Holds the event loop while open, as at first. */
  ref(): void;
  /** Lets the process end although the listener is open. */
  unref(): void;
}

/**
 * One stream of bytes in each direction.
 *
 * - Completions of reads come in the order of the calls, completions of writes likewise; never inside the call, and
 *   each exactly once, also on close and error.
 * - Memory handed to `read` or `write` belongs to the connection until the completion.
 * - Not reading pauses the medium: at most a constant number of bytes is buffered in this process.
 * - The first error is sticky: later calls complete with it.
 * - When the peer closes or dies, bytes that it had sent before are still read; then reads fail with `ERR_PEER_LOST`.
 * - After a local `close`, pending and later calls fail with `ERR_CONNECTION_CLOSED`; bytes whose write had completed
 *   still reach a living peer that reads.
 */
export interface TransportConnection extends ByteStream {
  /** This end's address, for people and logs; what `connect` takes where that makes sense. */
  readonly localAddress: string;
  /** The other end's address, likewise. */
  readonly remoteAddress: string;
  /**
   * The process that made the other end, where the kernel says so and that it is of our user. Absent where the kernel
   * cannot be asked, or says otherwise. Its number may have gone to another process since.
   */
  readonly peerPid?: number | undefined;

  /** Ends both directions at once. Idempotent. */
  close(): void;

  /**
   * Called once when the connection is over, whatever ended it, or deferred when it already is: null after a local
   * `close`, else the sticky error. A peer's end may stay unnoticed while nothing is read or written.
   */
  onClose(callback: (error: TensorductError | null) => void): void;

  /**
   * Hands the stream over to whoever can do better with its descriptor. To be called when every write has completed and no read
   * is pending. From then on the connection neither reads nor writes, and must not be asked to; `close` ends the stream by what
   * `adopt` has returned, and must come. Absent where there is no descriptor whose bytes are those of the stream.
   * @param adopt called inside the call. It duplicates `fd`, which is closed when it returns; `early` are bytes that have come
   *   before. It may throw, and then the connection stays as it is
   * @returns false where this connection cannot be handed over, and stays as it is
   */
  handOver?(adopt: (fd: number, early: Uint8Array) => { close(): void }): boolean;

  /** Lets a pending operation keep the process alive, as at first. */
  ref(): void;
  /** Lets the process end although an operation is pending. */
  unref(): void;
}
