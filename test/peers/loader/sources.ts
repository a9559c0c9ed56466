/** What the workers of tests run. */
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { Context } from 'tensorduct';
import type { WorkerInfo } from 'tensorduct/loader';

/** How many items, of how many bytes. */
interface Size {
  readonly count: number;
  readonly length: number;
}

/** Items that can be told apart. */
export function* items({ count, length }: Size): Generator<{ index: number; data: Uint8Array }> {
  for (let index = 0; index < count; index++) yield { index, data: new Uint8Array(length).fill(index % 251) };
}

/** The same, later: an iterable of its own, which is made once. */
export async function asyncItems(size: Size): Promise<AsyncIterable<{ index: number; data: Uint8Array }>> {
  await Promise.resolve();
  return {
    async *[Symbol.asyncIterator]() {
      for (const item of items(size)) {
        await Promise.resolve();
        yield item;
      }
    },
  };
}

/** Numbers for ever, each noted in a file before it is given. */
export function* noted(file: string): Generator<number> {
  for (let index = 0; ; index++) {
    appendFileSync(file, `${index}\n`);
    yield index;
  }
}

/** Structures. @param value is given as it is, once */
export function* echo(value: unknown): Generator {
  yield value;
}

/** Gives some numbers, then fails. */
export function* failing(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield index;
  throw new RangeError(`no item ${count}`, { cause: new Error('out of luck') });
}

/** Gives some numbers, and dies when it is told to, by SIGUSR2. */
export async function* dying({ count, how }: { count: number; how: string }): AsyncGenerator<number> {
  const told = once(process, 'SIGUSR2');
  for (let index = 0; index < count; index++) yield index;
  await told;
  if (how === 'exit') process.exit(3);
  if (how === 'throw') {
    queueMicrotask(() => {
      throw new Error('not caught');
    });
  }
  if (how === 'SIGKILL') process.kill(process.pid, 'SIGKILL');
  await new Promise(() => {});
}

/** Gives some numbers, then nothing any more: busy, or not. */
export async function* stuck({ count, busy }: { count: number; busy: boolean }): AsyncGenerator<number> {
  for (let index = 0; index < count; index++) yield index;
  setInterval(() => {}, 1000);
  for (;;) if (!busy) await new Promise(() => {});
}

const log: string[] = [];

/** Notes that it was called. */
export function initialize(text: string): void {
  log.push(text);
}

export function failToInitialize(): never {
  throw new TypeError('no licence');
}

export function failToMake(): never {
  throw new TypeError('no folder');
}

/** What was noted, then a note of its own, and what it is given. */
export function* notes(_: unknown, { seed, signal }: WorkerInfo): Generator {
  log.push('iterated');
  yield { log: [...log], seed, aborted: signal.aborted };
}

/** Random numbers. */
export function* randoms(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield Math.random();
}

/** Nothing to iterate. */
export function nothing(): number {
  return 7;
}

/** Tensors that are born in shared memory. */
export async function* born({ count, length }: Size, { context }: WorkerInfo): AsyncGenerator {
  for (let index = 0; index < count; index++) {
    const tensor = await context.allocate('float32', [length / 4]);
    tensor.data.fill(index);
    yield tensor;
    tensor.release();
  }
}

/** Of every kind of array, some large and some small; one of them twice. */
export async function* kinds(_: unknown, { signal }: WorkerInfo): AsyncGenerator {
  // Without shared memory, so that an arena is what carries it.
  await using ordinary = new Context({ arena: false });
  const matrix = await ordinary.allocate('float64', [40, 50]);
  matrix.data.forEach((_element, i) => (matrix.data[i] = i / 7));
  const twice = Float32Array.from({ length: 10_000 }, (_element, i) => i);
  const buffer = Buffer.alloc(9_000, 'buffer');
  const bigints = BigInt64Array.from({ length: 2_000 }, (_element, i) => -BigInt(i));
  const part = new Uint16Array(new Uint16Array(9_000).fill(7).buffer, 2_000, 5_000);
  yield {
    nested: [new Map([['twice', twice]]), { twice }],
    large: {
      buffer,
      bigints,
      part,
      view: new DataView(new ArrayBuffer(8_192)),
      floats: new Float64Array(1_000).fill(0.1),
    },
    small: {
      few: Uint8Array.of(1, 2, 3),
      none: new Uint8Array(),
      text: 'ünïcode',
      when: new Date(7),
      aborted: signal.aborted,
    },
    matrix,
  };
}

/** Items small and large in turns. */
export function* mixed({ count, length }: Size): Generator<{ index: number; data: Uint8Array }> {
  for (let index = 0; index < count; index++) {
    yield { index, data: new Uint8Array(index % 2 === 0 ? 10 : length).fill(index) };
  }
}

/** One of the items is too large for any segment. */
export function* oversize({ count, length }: Size): Generator<{ index: number; data: Uint8Array }> {
  for (let index = 0; index < count; index++) {
    yield { index, data: new Uint8Array(index === 2 ? 10 * length : length).fill(index) };
  }
}

/** Numbers for pipelines. */
export function* numbers(count: number): Generator<number> {
  for (let index = 0; index < count; index++) yield index;
}

let running = 0;
let most = 0;

/** The square; later for the first ones. Nothing for every third, if so told. */
export async function square(
  item: number,
  { drop = false, slow = 0 }: { drop?: boolean; slow?: number },
): Promise<unknown> {
  most = Math.max(most, ++running);
  // The later it was called, the earlier it is done.
  for (let turns = Math.max(0, slow - item); turns > 0; turns--) await new Promise(setImmediate);
  running--;
  return drop && item % 3 === 0 ? undefined : item * item;
}

/** The item, and how many calls of `square` there were at a time so far. */
export function withMost(item: unknown): unknown {
  return { item, most };
}

export function refuseSeven(item: number): number {
  if (item === 7) throw new RangeError('seven');
  return item;
}

/** Takes lists apart. */
export async function* flatten(lists: AsyncIterable<number[]>): AsyncGenerator<number> {
  for await (const list of lists) yield* list;
}

/** Groups items until they add up to so much; what is left comes last. */
export async function* untilSum(items: AsyncIterable<number>, most: number): AsyncGenerator<number[]> {
  let group: number[] = [];
  for await (const item of items) {
    group.push(item);
    if (group.reduce((sum, each) => sum + each, 0) < most) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** Fails behind its first item. */
export async function* failsLater(items: AsyncIterable<number>): AsyncGenerator<number> {
  for await (const item of items) {
    yield item;
    throw new RangeError('enough');
  }
}
