import { allocateBorrowed, NOTHING } from '../channels/borrow.js';
import type { Received, Sink } from '../channels/channel.js';
import type { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import { formatDevice } from '../message/device.js';

/**
 * Moves bytes that came inside the descriptor's frame to where the reader wants them. The callback comes at once,
 * except after a sink, whose promise is awaited.
 * @returns where a sink is awaited, what ends the wait: the callback then gets the error, unless it was called
 */
export function landInline(
  bytes: Uint8Array,
  target: ReceiveTarget,
  counters: Counters,
  callback: (error: TensorductError | null, received: Received | null) => void,
): ((error: TensorductError) => void) | null {
  if (target === 'borrow') {
    const received = allocateBorrowed(bytes.length);
    received.data.set(bytes);
    counters.copiedOnLoop(bytes.length);
    callback(null, received);
  } else if (target instanceof Uint8Array) {
    if (target.length !== bytes.length) {
      callback(new TensorductError('ERR_MEMORY_DETACHED', 'memory to read into was detached'), null);
      return null;
    }
    target.set(bytes);
    counters.copiedOnLoop(bytes.length);
    callback(null, { data: target });
  } else if ('sink' in target) {
    return drainInto(target.sink, bytes, callback);
  } else {
    const device = formatDevice(target.device);
    callback(new TensorductError('ERR_ALLOCATION_MISMATCH', `a tensor that came inline lies not on ${device}`), null);
  }
  return null;
}

function drainInto(
  sink: Sink,
  bytes: Uint8Array,
  callback: (error: TensorductError | null, received: Received | null) => void,
): (error: TensorductError) => void {
  let over = false;
  const finish = (error: TensorductError | null): void => {
    if (over) return;
    over = true;
    callback(error, error === null ? NOTHING : null);
  };
  void Promise.resolve()
    .then(() => (over ? undefined : sink(bytes, 0)))
    .then(
      () => finish(null),
      (thrown: unknown) => finish(TensorductError.from(thrown, 'ERR_SYSTEM', 'a sink failed')),
    );
  return finish;
}
