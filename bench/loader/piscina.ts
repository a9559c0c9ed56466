import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { ItemTask } from './piscina-task.js';
import { AHEAD, type ItemTerms } from './requests.js';
import type { OpenSource, Source } from './source.js';

/** piscina with one thread, and a task for each item: moved as its documentation has it, or cloned. */
export const openPiscina: OpenSource = async (terms) => {
  const filename = fileURLToPath(new URL('piscina-task.js', import.meta.url));
  const piscina = new Piscina<ItemTask, Uint8Array>({ filename, minThreads: 1, maxThreads: 1 });
  const threadId = Number(await piscina.run({ terms, number: 0, back: null }, { name: 'threadId' }));
  return { pid: null, threadId, items: () => items(piscina, terms), close: () => piscina.destroy() };
};

async function* items(piscina: Piscina<ItemTask, Uint8Array>, terms: ItemTerms): ReturnType<Source['items']> {
  let number = 0;
  const next = (back: Uint8Array | null): Promise<Uint8Array> => {
    const transferList = back?.buffer instanceof ArrayBuffer ? [back.buffer] : [];
    return piscina.run({ terms, number: number++, back }, { transferList });
  };
  const running = Array.from({ length: AHEAD }, () => next(null));
  try {
    for (let first = running.shift(); first !== undefined; first = running.shift()) {
      const item = await first;
      yield item;
      running.push(next(terms.mode === 'borrowed' ? item : null));
    }
  } finally {
    await Promise.allSettled(running);
  }
}
