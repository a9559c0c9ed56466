import { ECHO, type Contestant } from '../contestant.js';

/** Buffers that a copy rotates over, so that it does not only run from the cache. */
const BUFFERS = 4;

/** A copy within this process: what moving the bytes costs at least. */
export const memcpy: Contestant = {
  name: 'memcpy',
  async start(bytes) {
    const sources = Array.from({ length: BUFFERS }, () => new Uint8Array(bytes).fill(ECHO));
    const targets = Array.from({ length: BUFFERS }, () => new Uint8Array(bytes).fill(ECHO));
    let turn = 0;
    const copy = (): void => {
      const index = turn++ % BUFFERS;
      targets[index].set(sources[index]);
    };
    return {
      async roundTrip() {
        copy();
        copy();
      },
      async stream(count) {
        for (let copied = 0; copied < count; copied++) copy();
      },
      verify() {
        if (targets.some((target) => target[0] !== ECHO)) throw new Error('memcpy: nothing was copied');
      },
      async close() {},
    };
  },
};
