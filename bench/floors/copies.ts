/**
 * `node build/bench/floors/copies.js`: what it takes at least on this machine to bring bytes from ordinary memory of one
 * thread into ordinary memory of another one, and back: a copy into shared memory and a copy out of it, each way, one after
 * the other. Nothing is told but a word that is looked at all the time, and all memory is used again, so it is as warm as it
 * can be. Beside it, the same as plain copies within one thread.
 */
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { SIZES, type SizeName } from '../names.js';
import { median } from '../statistics.js';

const CASES: readonly SizeName[] = ['4KiB', '64KiB', '1MiB', '16MiB', '64MiB'];
const BYTES_A_CASE = 2 ** 30;
const [LEAST_ROUNDS, MOST_ROUNDS] = [20, 20_000];
/** Where the words stand, each on a cache line of its own; the bytes follow. */
const [PING, PONG] = [0, 16];
const BYTES_FROM = 128;

interface End {
  readonly words: Int32Array;
  readonly shared: Uint8Array;
  readonly source: Uint8Array;
  readonly target: Uint8Array;
}

function endFor(memory: SharedArrayBuffer, size: SizeName): End {
  const bytes = SIZES[size];
  return {
    words: new Int32Array(memory, 0, BYTES_FROM / 4),
    shared: new Uint8Array(memory, BYTES_FROM, bytes),
    source: new Uint8Array(bytes).fill(1),
    target: new Uint8Array(bytes).fill(1),
  };
}

function roundsOf(size: SizeName): number {
  return Math.min(MOST_ROUNDS, Math.max(LEAST_ROUNDS, BYTES_A_CASE / SIZES[size]));
}

/** @param word at which the other end says that its bytes are there */
function take({ words, shared, target }: End, word: number, round: number): void {
  while (Atomics.load(words, word) !== round);
  target.set(shared);
}

function give({ words, shared, source }: End, word: number, round: number): void {
  shared.set(source);
  Atomics.store(words, word, round);
}

function serve(memory: SharedArrayBuffer): void {
  let round = 0;
  for (const size of CASES) {
    const end = endFor(memory, size);
    for (let left = roundsOf(size); left > 0; left--) {
      take(end, PING, ++round);
      give(end, PONG, round);
    }
  }
}

function measure(memory: SharedArrayBuffer): void {
  let round = 0;
  for (const size of CASES) {
    const end = endFor(memory, size);
    const [between, within]: [number[], number[]] = [[], []];
    for (let left = roundsOf(size); left > 0; left--) {
      const start = performance.now();
      give(end, PING, ++round);
      take(end, PONG, round);
      between.push((performance.now() - start) * 1e3);
    }
    for (let left = roundsOf(size); left > 0; left--) {
      const start = performance.now();
      end.target.set(end.source);
      end.source.set(end.target);
      within.push((performance.now() - start) * 1e3);
    }
    const [there, plain] = [median(between).toFixed(1), median(within).toFixed(1)];
    console.log(`${size} there and back: ${there} us; two copies within a thread: ${plain} us`);
  }
}

const most = Math.max(...CASES.map((size) => SIZES[size]));
if (isMainThread) {
  const memory = new SharedArrayBuffer(BYTES_FROM + most);
  const worker = new Worker(new URL(import.meta.url), { workerData: memory });
  measure(memory);
  await worker.terminate();
} else if (workerData instanceof SharedArrayBuffer) {
  serve(workerData);
}
