import { TensorductError } from '../../errors.js';
import type { Pipe } from '../../pipe/pipe.js';

/** How often progress is looked for. */
const STEP_MS = 250;

/** Bytes of messages, and messages, that a pipe has moved in both directions. Pings are no progress. */
export function movedBy(pipe: Pipe): number {
  const { messagesRead, messagesWritten, channelBytes } = pipe.counters;
  return Object.values(channelBytes).reduce((sum, bytes) => sum + bytes, messagesRead + messagesWritten);
}

/**
 * Destroys the pipe when nothing has moved on it for `idleMs` although something should: a stopped peer is not a dead
 * one, and nobody else would tell.
 * @param isBusy whether something is under way
 * @param idleMs 0 is for ever
 * @returns ends the watch
 */
export function watchStall(pipe: Pipe, idleMs: number, isBusy: () => boolean): () => void {
  if (idleMs === 0) return () => undefined;
  let moved = -1;
  let since = performance.now();
  const timer = setInterval(
    () => {
      const now = movedBy(pipe);
      if (now !== moved || !isBusy()) {
        moved = now;
        since = performance.now();
      } else if (performance.now() - since >= idleMs) {
        const what = `nothing has moved for ${idleMs / 1000} s`;
        pipe.destroy(new TensorductError('ERR_TIMEOUT', what, { advice: 'check the peer, or allow more by --idle' }));
      }
    },
    Math.min(STEP_MS, idleMs),
  );
  return () => clearInterval(timer);
}
