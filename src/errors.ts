/**
 * Every error of the library: one class, one closed set of codes.
 *
 * Codes are stable and are what a program should test; messages are for people and may change.
 * What each code means and what to do about it: `docs/errors.md`.
 */

/**
 * The closed set of codes, each with the advice used when a site gives none of its own.
 * @enum
 */
export const ERROR_CODES = {
  ERR_INVALID_ARGUMENT: 'pass a value of the documented type and range',
  ERR_ADDRESS_INVALID: 'write the address as SCHEME://REST, for example tcp://127.0.0.1:0',
  ERR_ADDRESS_IN_USE: 'another process listens there: choose another address or end that process',
  ERR_INSECURE_ADDRESS: 'give a secret or TLS, or say insecure: true if the network is trusted',
  ERR_UNKNOWN_TRANSPORT: 'register the transport on the context before using its scheme',
  ERR_DUPLICATE_BACKEND: 'choose a name and a priority that no other backend of this context has',
  ERR_NOT_VIABLE: 'context.describe() says what this backend needs',
  ERR_UNREACHABLE: 'check that the peer listens on this address',
  ERR_NEGOTIATION: 'register at least one transport and channel that both ends have',
  ERR_NO_CHANNEL: 'register a channel for this pair of devices on both ends',
  ERR_VERSION_MISMATCH: 'run compatible versions of tensorduct on both ends',
  ERR_AUTHENTICATION: 'give both ends the same secret',
  ERR_PROTOCOL: 'the peer does not speak this protocol, or the connection is corrupt',
  ERR_LIMIT_EXCEEDED: 'send less, or raise the limit on both ends',
  ERR_OUT_OF_MEMORY: 'release tensors, or give the context and the system more memory',
  ERR_TOO_LARGE: 'receive it through a sink, in pieces',
  ERR_QUEUE_FULL: "await writes, or wait for the 'drain' event before writing more",
  ERR_OUT_OF_TURN: 'call read or reject once for each delivered descriptor, in order',
  ERR_ALLOCATION_MISMATCH: 'allocate exactly what the descriptor asks for',
  ERR_MEMORY_DETACHED: 'leave memory alone between handing it over and the callback',
  ERR_RELEASED: 'use a tensor before its release, or take a copy()',
  ERR_UNSUPPORTED_VALUE: 'send values of the types in docs/values.md, or register a handler for the class',
  ERR_MALFORMED_VALUE: 'read with pipe.values() only what was written with pipe.send()',
  ERR_UNKNOWN_TYPE: 'register a handler of this name on both ends',
  ERR_MESSAGE_WITHDRAWN: 'the writer took this message back; go on with the next one',
  ERR_REJECTED: 'the reader refused this message',
  ERR_ABORTED: 'the operation was ended by its signal',
  ERR_TIMEOUT: 'check the peer, or allow more time',
  ERR_PEER_LOST: 'the peer died or the connection broke; connect again',
  ERR_CHILD_EXITED: 'look at its exit code and at what it wrote to standard error',
  ERR_PEER_FAILED: 'the peer ended the pipe with an error of its own',
  ERR_PIPE_CLOSED: 'open a new pipe',
  ERR_LISTENER_CLOSED: 'listen again',
  ERR_CONTEXT_CLOSED: 'create a new context',
  ERR_CONNECTION_CLOSED: 'the connection was closed on this side',
  ERR_CHANNEL_CLOSED: 'the channel was closed on this side',
  ERR_SYSTEM: 'see the cause',
} as const;

/** A stable error code. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error can say beside its code. */
export interface ErrorDetails {
  /** The operation that failed: `write`, `read`, `connect`, … */
  operation?: string;
  /** This end: context or pipe id, or an address. */
  local?: string;
  /** The other end, as far as it is known. */
  peer?: string;
  /** The transport or channel at work. */
  backend?: string;
  /** The error underneath. */
  cause?: unknown;
}

/**
 * The one error class of the library.
 *
 * `message` reads `WHAT [WHERE]: ADVICE (CODE)`, so that it is useful in a log without anything else.
 */
export class TensorductError extends Error {
  /** Of every error of this class. */
  override readonly name = 'TensorductError';
  /** What a program tests. */
  readonly code: ErrorCode;
  /** The operation that failed: `write`, `read`, `connect`, … */
  readonly operation: string | undefined;
  /** This end: context or pipe id, or an address. */
  readonly local: string | undefined;
  /** The other end, as far as it is known. */
  readonly peer: string | undefined;
  /** The transport or channel at work. */
  readonly backend: string | undefined;
  private readonly what: string;
  private readonly advice: string;

  /**
   * @param code stable code
   * @param what what happened, in a few words, without advice
   * @param details who, where and why; `advice` replaces the code's usual advice
   */
  constructor(code: ErrorCode, what: string, details: ErrorDetails & { advice?: string } = {}) {
    const where = [
      details.operation && `during ${details.operation}`,
      details.backend && `over ${details.backend}`,
      details.local && `at ${details.local}`,
      details.peer && `with ${details.peer}`,
    ].filter(Boolean);
    const place = where.length > 0 ? ` [${where.join(', ')}]` : '';
    const advice = details.advice ?? ERROR_CODES[code];
    super(`${what}${place}: ${advice} (${code})`, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.operation = details.operation;
    this.local = details.local;
    this.peer = details.peer;
    this.backend = details.backend;
    this.what = what;
    this.advice = advice;
  }

  /**
   * The same error as a layer above knows it: with its names for the two ends in place of addresses. What else was said
   * already stays.
   */
  at(details: ErrorDetails): TensorductError {
    const { what, advice, operation, local, peer, backend, cause } = this;
    return new TensorductError(this.code, what, {
      operation: operation ?? details.operation,
      local: details.local ?? local,
      peer: details.peer ?? peer,
      backend: backend ?? details.backend,
      cause: cause ?? details.cause,
      advice,
    });
  }

  /** Wraps anything thrown into a TensorductError; one that already is comes back as it is. */
  static from(thrown: unknown, code: ErrorCode, what: string, details: ErrorDetails = {}): TensorductError {
    if (thrown instanceof TensorductError) return thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return new TensorductError(code, `${what}: ${reason}`, { ...details, cause: thrown });
  }
}

/** A callback that gets an error or null, the shape of every completion inside the library. */
export type Completion = (error: TensorductError | null) => void;
