import type { SharedTensor } from 'tensorduct';
import { iterateInSubprocess, SharedMemoryRingBuffer } from 'tensorduct/loader';
import type { WorkerInfo } from 'tensorduct/loader';
import { makeItem } from './items.js';
import { AHEAD, type ItemTerms } from './requests.js';
import type { OpenSource } from './source.js';

/**
 * Ours. What the consumer reads in place is made in shared memory; what it wants in memory of its own is made in ordinary
 * memory, and goes through a ring.
 */
export const openTensorduct: OpenSource = async (terms) => {
  const module = new URL(import.meta.url);
  const source = { module, export: terms.mode === 'borrowed' ? 'bornShared' : 'ordinary', args: terms };
  const arena = new SharedMemoryRingBuffer({ capacity: (AHEAD + 2) * (terms.bytes + 64) });
  const options = { bufferSize: AHEAD, ...(terms.mode === 'copied' ? { arena } : {}) };
  const iterable = await iterateInSubprocess<Uint8Array>(source, options);
  return {
    pid: iterable.pid,
    items: () => iterable[Symbol.asyncIterator](),
    close: () => iterable.close(),
  };
};

/** In the worker, for all iterations. */
let tensors: Promise<SharedTensor<'uint8'>[]> | null = null;

/** In the worker: a few tensors in turns, each filled again when its readers are done with it. */
export async function* bornShared({ bytes, corrupt }: ItemTerms, { context }: WorkerInfo): AsyncGenerator<Uint8Array> {
  tensors ??= Promise.all(Array.from({ length: AHEAD + 2 }, () => context.allocate('uint8', [bytes])));
  const turns = await tensors;
  for (let number = 0; ; number++) {
    const tensor = turns[number % turns.length];
    await tensor.settled();
    makeItem(tensor.data, number);
    if (number === corrupt) tensor.data[0] ^= 0x80;
    yield tensor.data;
  }
}

/** In the worker: always the same memory, which is copied before the next item is asked for. */
export function* ordinary({ bytes, corrupt }: ItemTerms): Generator<Uint8Array> {
  const data = new Uint8Array(bytes);
  for (let number = 0; ; number++) {
    makeItem(data, number);
    if (number === corrupt) data[0] ^= 0x80;
    yield data;
  }
}
