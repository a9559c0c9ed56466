/**
 * Run under a limit of the system's: then tells what it met:
 *
 * - `many`: allocates 10,000 tensors of 4 KiB, holds them all, and finds each as it was filled
 * - `exhaust URL BYTES`: allocates tensors of so many bytes until no more come, then one of another size, and writes one
 *   from ordinary memory to URL
 */
import { readdirSync } from 'node:fs';
import { Context, TensorductError, type SharedTensor } from 'tensorduct';
import { parent } from './parent.js';

const [, , mode, url, bytes] = process.argv;
const MANY = 10_000;
const MOST_MS = 2_000;

const context = new Context({ name: 'limited', arena: { budgetBytes: 2 ** 40 } });

async function many(): Promise<object> {
  const tensors: SharedTensor<'float32'>[] = [];
  while (tensors.length < MANY) {
    const tensor = await context.allocate('float32', [1024]);
    tensor.data.fill(tensors.length);
    tensors.push(tensor);
  }
  const right = tensors.filter(({ data, shared }, index) => shared && data.every((value) => value === index)).length;
  return { right, descriptors: readdirSync('/proc/self/fd').length };
}

async function exhaust(length: number): Promise<object> {
  const pipe = context.connect(url);
  const data = new Uint8Array(length).fill(4);
  // The first one finds no slot yet, and opens the other way: later there are no descriptors for it.
  await pipe.write({ tensors: [{ data }] });
  const tensors: SharedTensor[] = [];
  const first = await failure(async () => {
    for (;;) tensors.push(await context.allocate('uint8', [length], { timeoutMs: MOST_MS }));
  });
  // Of the first size some might still come back; of this one there is nothing to wait for.
  const other = await failure(() => context.allocate('uint8', [2 * length]));
  await pipe.write({ tensors: [{ data }] });
  await pipe.close();
  return { first: first.code, other, ways: Object.keys(pipe.counters.channelBytes) };
}

async function failure(operation: () => Promise<unknown>): Promise<{ code: string; system: unknown }> {
  try {
    await operation();
  } catch (error) {
    if (!(error instanceof TensorductError)) throw error;
    const { code, cause } = error;
    return { code, system: typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null };
  }
  throw new Error('nothing has failed');
}

parent.send(mode === 'many' ? await many() : await exhaust(Number(bytes)));
await context.close();
parent.release();
