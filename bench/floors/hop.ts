/**
 * `node build/bench/floors/hop.js`: what no program on Node can go below on this machine.
 *
 * - A hop there and back between two threads that do nothing but look at a word of shared memory.
 * - The same with one turn of the event loop at each end before the answer, as a callback for each message needs it.
 * - A thread that sleeps in the kernel and is woken, there and back.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { median } from '../statistics.js';

const WAYS = ['looking', 'a turn at each end', 'asleep'] as const;
type Way = (typeof WAYS)[number];

const ROUNDS = { looking: 200_000, 'a turn at each end': 50_000, asleep: 5_000 } as const;
const [PING, PONG] = [0, 1];
const CACHE_LINE_WORDS = 16;

/** Waits until a word has a value. Turns are those of a loop that has nothing else to do. */
async function until(words: Int32Array, index: number, value: number, way: Way): Promise<void> {
  if (way === 'asleep') {
    for (let seen = Atomics.load(words, index); seen !== value; seen = Atomics.load(words, index)) {
      Atomics.wait(words, index, seen);
    }
    return;
  }
  while (Atomics.load(words, index) !== value);
  if (way === 'a turn at each end') await turn();
}

function say(words: Int32Array, index: number, value: number, way: Way): void {
  Atomics.store(words, index, value);
  if (way === 'asleep') Atomics.notify(words, index);
}

function isShared(value: unknown): value is SharedArrayBuffer {
  return value instanceof SharedArrayBuffer;
}

async function serve(words: Int32Array): Promise<void> {
  for (const way of WAYS) {
    for (let round = 1; round <= ROUNDS[way]; round++) {
      await until(words, PING, round, way);
      say(words, PONG * CACHE_LINE_WORDS, round, way);
    }
    // Both begin anew.
    await until(words, PING, 0, 'looking');
    say(words, PONG * CACHE_LINE_WORDS, 0, 'looking');
  }
}

async function measure(words: Int32Array): Promise<void> {
  for (const way of WAYS) {
    const times = new Float64Array(ROUNDS[way]);
    for (let round = 1; round <= ROUNDS[way]; round++) {
      const start = performance.now();
      say(words, PING, round, way);
      await until(words, PONG * CACHE_LINE_WORDS, round, way);
      times[round - 1] = (performance.now() - start) * 1e3;
    }
    console.log(`there and back, ${way}: ${median(times).toFixed(2)} us`);
    say(words, PING, 0, 'looking');
    await until(words, PONG * CACHE_LINE_WORDS, 0, 'looking');
  }
}

if (isMainThread) {
  const shared = new SharedArrayBuffer(4 * 2 * CACHE_LINE_WORDS);
  const worker = new Worker(new URL(import.meta.url), { workerData: shared });
  await measure(new Int32Array(shared));
  await worker.terminate();
} else if (isShared(workerData)) {
  await serve(new Int32Array(workerData));
}
