/**
 * Makes what a callback has thrown an uncaught exception, in a turn of its own: so it is neither hidden nor does it
 * keep others from their callbacks.
 */
export function throwLater(thrown: unknown): void {
  queueMicrotask(() => {
    throw thrown;
  });
}
