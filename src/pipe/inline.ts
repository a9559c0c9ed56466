import { allocateBorrowed } from '../channels/borrow.js';
import type { Received } from '../channels/channel.js';
import type { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import { formatDevice } from '../message/device.js';

/**
 * Moves bytes that came inside the descriptor's frame to where the reader wants them. The callback comes at once,
 * except after a sink, whose promise is awaited.
 */
export function landInline(
  bytes: Uint8Array,
  target: ReceiveTarget,
  counters: Counters,
  callback: (error: TensorductError | null, received: Received | null) => void,
): void {
  if (target === 'borrow') {
    const received = allocateBorrowed(bytes.length);
    received.data.set(bytes);
    counters.copiedOnLoop(bytes.length);
    callback(null, received);
  } else if (target instanceof Uint8Array) {
    if (target.length !== bytes.length) {
      return callback(new TensorductError('ERR_MEMORY_DETACHED', 'memory to read into was detached'), null);
    }
    target.set(bytes);
    counters.copiedOnLoop(bytes.length);
    callback(null, { data: target });
  } else if ('sink' in target) {
    void Promise.resolve()
      .then(() => target.sink(bytes, 0))
      .then(
        () => callback(null, { data: new Uint8Array(0) }),
        (thrown: unknown) => callback(TensorductError.from(thrown, 'ERR_ABORTED', 'a sink failed'), null),
      );
  } else {
    const device = formatDevice(target.device);
    callback(
      new TensorductError('ERR_ALLOCATION_MISMATCH', `a tensor that came inline cannot be read into ${device}`, {
        advice: 'allocate host memory, or let the writer name the target device',
      }),
      null,
    );
  }
}
