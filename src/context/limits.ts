import { TensorductError } from '../errors.js';
import { DEFAULT_MESSAGE_LIMITS, type MessageLimits } from '../message/limits.js';

/** Every limit and deadline of a context. Sizes in bytes, times in milliseconds. */
export interface Limits extends MessageLimits {
  /** Payloads and cpu tensors up to this size travel inside the descriptor's frame. @default 64 KiB */
  readonly inlineItemBytes: number;
  /** Data that an end buffers for a pipe whose reader is slow. @default 1 MiB */
  readonly windowBytes: number;
  /** Bytes of unfinished writes from which `pipe.writable` is false. @default 16 MiB */
  readonly writeHighWaterBytes: number;
  /** Number of unfinished writes from which `pipe.writable` is false. @default 1024 */
  readonly writeHighWaterMessages: number;
  /**
   * Unfinished operations of one kind on one pipe; one more fails with `ERR_QUEUE_FULL`. At least
   * `writeHighWaterMessages`. @default 65536
   */
  readonly queuedOperations: number;
  /** Bytes of one handshake frame. @default 64 KiB */
  readonly handshakeBytes: number;
  /** Connections of one listener that have not said yet what they want; beyond it the oldest is dropped. @default 1024 */
  readonly pendingHandshakes: number;
  /** Pipes of one listener, accepted and not closed. @default 16384 */
  readonly pipesPerListener: number;
  /** Pipes that wait for `accept`. @default 1024 */
  readonly acceptBacklog: number;
  /** To connect, with retries, and to finish the handshake; also for a peer to open a lane. @default 10 s */
  readonly connectTimeoutMs: number;
  /** To deliver everything on close, and for a peer to let memory go. @default 5 s */
  readonly drainTimeoutMs: number;
  /** Between keepalive pings on network transports; after three misses the peer is lost. @default 10 s */
  readonly keepaliveMs: number;
}

/** The limits of a context that is given none. */
export const DEFAULT_LIMITS: Limits = Object.freeze({
  ...DEFAULT_MESSAGE_LIMITS,
  inlineItemBytes: 64 * 1024,
  windowBytes: 2 ** 20,
  writeHighWaterBytes: 16 * 2 ** 20,
  writeHighWaterMessages: 1024,
  queuedOperations: 65_536,
  handshakeBytes: 64 * 1024,
  pendingHandshakes: 1024,
  pipesPerListener: 16_384,
  acceptBacklog: 1024,
  connectTimeoutMs: 10_000,
  drainTimeoutMs: 5_000,
  keepaliveMs: 10_000,
});

/** The largest delay that Node's timers take. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Fills in defaults and checks what was given.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function resolveLimits(given: Partial<Limits> = {}): Limits {
  const limits = { ...DEFAULT_LIMITS, ...given };
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(DEFAULT_LIMITS, name)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `there is no limit "${name}"`);
    }
    const most = name.endsWith('Ms') ? MAX_TIMER_MS : Number.MAX_SAFE_INTEGER;
    if (!Number.isSafeInteger(value) || value < 0 || value > most) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `limits.${name} is ${String(value)}`, {
        advice: `give an integer from 0 to ${most}`,
      });
    }
  }
  const { queuedOperations, writeHighWaterMessages } = limits;
  if (queuedOperations < writeHighWaterMessages) {
    throw new TensorductError(
      'ERR_INVALID_ARGUMENT',
      `limits.queuedOperations is ${queuedOperations}, below limits.writeHighWaterMessages, which is ${writeHighWaterMessages}`,
      { advice: 'lower both, so that pipe.writable is false before a write fails with ERR_QUEUE_FULL' },
    );
  }
  return Object.freeze(limits);
}
