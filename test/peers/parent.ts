/** The test that started this program: see `test/support/peer.ts`. */
export const parent = {
  /** Sends the test a message. */
  send(message: NonNullable<unknown>): void {
    if (process.send === undefined) throw new Error('this program is started by a test');
    process.send(message);
  },

  /** The next message of the test. */
  next(): Promise<unknown> {
    const early = received.shift();
    if (early !== undefined) return Promise.resolve(early);
    return new Promise((resolve) => waiting.push(resolve));
  },

  /** Lets the process end although the test is still there. */
  release(): void {
    process.disconnect?.();
  },
};

const received: unknown[] = [];
const waiting: ((message: unknown) => void)[] = [];

process.on('message', (message) => {
  const next = waiting.shift();
  if (next === undefined) received.push(message);
  else next(message);
});
