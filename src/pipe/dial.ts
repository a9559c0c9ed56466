import type { Limits } from '../context/limits.js';
import { TensorductError } from '../errors.js';
import { log } from '../log.js';
import type { tensorduct } from '../wire/generated/control.js';
import { FramedConnection } from './framed-connection.js';
import { greetAsClient } from './handshake.js';
import type { LoopHold } from './loop-hold.js';
import type { Backends } from './negotiation.js';

/** Between two attempts to connect: doubles from the first to the second, with jitter. */
const FIRST_RETRY_MS = 5;
const LAST_RETRY_MS = 250;

/** What is needed to open a connection: the context, as its pipes see it. */
export interface Dialer {
  readonly id: string;
  readonly backends: Backends;
  readonly limits: Limits;
  readonly secret: Uint8Array | null;
}

/** A connection whose handshake is through. */
export interface Dialled {
  readonly framed: FramedConnection;
  readonly answer: tensorduct.v1.PacketAnswer;
}

/** What to dial, and how. */
export interface Call {
  readonly transport: string;
  readonly address: string;
  /** What is asked there. */
  readonly packet: tensorduct.v1.Packet.$Properties;
  /** Whether to try again where nobody listens yet, or a listener is too busy to say a word. @default true */
  readonly retry?: boolean;
  /** Ends it; its reason is thrown, with the last failure as the cause. */
  readonly signal: AbortSignal;
  /** Gets the connection, and pauses between attempts. */
  readonly hold: LoopHold;
}

/**
 * Connects and greets.
 * @throws TensorductError `ERR_UNREACHABLE` without retries, or where there is no more time for them; and others
 */
export async function dial(
  dialer: Dialer,
  { transport, address, packet, retry = true, signal, hold }: Call,
): Promise<Dialled> {
  const entry = dialer.backends.transports.get(transport);
  if (entry === undefined) throw new TensorductError('ERR_UNKNOWN_TRANSPORT', `there is no transport "${transport}"`);
  let unreachable: TensorductError | null = null;
  for (let pause = FIRST_RETRY_MS; ; pause = Math.min(2 * pause, LAST_RETRY_MS)) {
    let failure: TensorductError;
    try {
      signal.throwIfAborted();
      const connection = await entry.backend.connect(address, { signal, authenticated: dialer.secret !== null });
      hold.add(connection);
      try {
        return await greet(dialer, new FramedConnection(transport, connection), packet, signal);
      } catch (thrown) {
        hold.delete(connection);
        throw thrown;
      }
    } catch (thrown) {
      failure = TensorductError.from(thrown, 'ERR_SYSTEM', `could not connect to ${transport}://${address}`);
    }
    // An attempt that the deadline has cut off says less than the ones before it.
    if (failure.code === 'ERR_UNREACHABLE') unreachable = failure;
    if (signal.aborted) throw reasonOf(signal, unreachable ?? failure, `${transport}://${address}`);
    if (failure.code !== 'ERR_UNREACHABLE' || !retry) throw failure;
    log('%s tries %s://%s again: %s', dialer.id, transport, address, failure.message);
    await sleep(pause * (0.5 + Math.random()), signal, hold);
    if (signal.aborted) throw reasonOf(signal, failure, `${transport}://${address}`);
  }
}

async function greet(
  dialer: Dialer,
  framed: FramedConnection,
  packet: tensorduct.v1.Packet.$Properties,
  signal: AbortSignal,
): Promise<Dialled> {
  const onAbort = (): void => framed.close(new TensorductError('ERR_ABORTED', 'the handshake was ended'));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const terms = { secret: dialer.secret, limit: dialer.limits.handshakeBytes };
    return { framed, answer: await greetAsClient(framed, packet, terms) };
  } catch (thrown) {
    const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the handshake failed');
    framed.close(error);
    // A listener that hangs up before its first byte is overloaded or on its way out: worth another attempt.
    if (!framed.heard && error.code === 'ERR_PEER_LOST') {
      throw new TensorductError('ERR_UNREACHABLE', 'the listener hung up without a word', { cause: error });
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What an aborted connect fails with: the reason of the signal, or where nobody ever listened, that. */
function reasonOf(signal: AbortSignal, failure: TensorductError, address: string): TensorductError {
  const reason: unknown = signal.reason;
  if (reason instanceof TensorductError && reason.code !== 'ERR_TIMEOUT') return reason;
  if (failure.code === 'ERR_UNREACHABLE') {
    return new TensorductError('ERR_UNREACHABLE', `nobody answered at ${address} in time`, {
      operation: 'connect',
      cause: failure,
    });
  }
  return reason instanceof TensorductError
    ? reason
    : new TensorductError('ERR_ABORTED', 'connect was aborted', { operation: 'connect', cause: reason });
}

/** Resolves after `ms`, or at once when the signal is aborted. */
function sleep(ms: number, signal: AbortSignal, hold: LoopHold): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      hold.delete(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    hold.add(timer);
    signal.addEventListener('abort', end, { once: true });
  });
}
