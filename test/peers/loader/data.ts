/** What the workers of data loaders run in tests. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { threadId } from 'node:worker_threads';
import type { ReceivedTensor } from 'tensorduct';
import type { CollateInfo, Dataset, ItemInfo, LoaderInfo } from 'tensorduct/loader';

/** An item that can be told apart. */
export interface Item {
  readonly index: number;
  readonly epoch: number;
  readonly data: Uint8Array;
}

interface Size {
  readonly count: number;
  readonly length?: number;
}

/** Of items of some bytes, each after its index. */
export function dataset({ count, length = 16 }: Size): Dataset<Item> {
  return {
    length: count,
    get: (index, { epoch }) => ({ index, epoch, data: new Uint8Array(length).fill(index % 251) }),
  };
}

/** Numbers in an array. */
export function array(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

/** Numbers one after the other, anew for each epoch. */
export function* stream(count: number, { epoch }: LoaderInfo): Generator<number> {
  for (let index = 0; index < count; index++) yield epoch * 1_000_000 + index;
}

/** The same by way of an object, later. */
export async function streams(count: number): Promise<AsyncIterable<number>> {
  await Promise.resolve();
  return {
    async *[Symbol.asyncIterator]() {
      for (let index = 0; index < count; index++) yield index;
    },
  };
}

/** Who has prepared it, and what it was told. */
export function told(item: unknown, args: unknown, info: ItemInfo): unknown {
  const { workerId, numWorkers, rank, worldSize, epoch, index, seed } = info;
  return { item, args, pid: process.pid, threadId, workerId, numWorkers, rank, worldSize, epoch, index, seed };
}

/** Leaves out multiples. */
export function without(item: number, divisor: number): number | undefined {
  return item % divisor === 0 ? undefined : item;
}

/** Fails for some. */
export function failing(item: number, { multiples, text = 'bad' }: { multiples: number; text?: string }): number {
  if (item % multiples === 0) throw new RangeError(`${text} ${item}`);
  return item;
}

/** The later the index, the sooner it is done. */
export async function reversed(item: number, count: number): Promise<number> {
  for (let turns = 3 * Math.max(0, count - item); turns > 0; turns--) await new Promise(setImmediate);
  return item;
}

/** Ends its process for one item: once, if a file is named that says that it has done so, else always. */
export function deadly(
  item: number,
  { at, file, how = 'SIGKILL' }: { at: number; file?: string; how?: string },
): number {
  if (item !== at || (file !== undefined && existsSync(file))) return item;
  if (file !== undefined) writeFileSync(file, 'done');
  if (how === 'exit') process.exit(7);
  const kept: unknown[] = [];
  while (how === 'hunger') kept.push(new Array(10_000).fill(item));
  process.kill(process.pid, 'SIGKILL');
  return item;
}

/** Hangs for one item: once, if a file is named. */
export async function hanging(
  item: number,
  { at, file, busy }: { at: number; file: string; busy: boolean },
): Promise<number> {
  if (item !== at || existsSync(file)) return item;
  writeFileSync(file, 'done');
  setInterval(() => {}, 1000);
  for (;;) if (!busy) await new Promise(() => {});
}

let running = 0;
let most = 0;

/** The most calls of this at a time so far. */
export async function crowded(item: number): Promise<{ item: number; most: number }> {
  most = Math.max(most, ++running);
  for (let turns = 20; turns > 0; turns--) await new Promise(setImmediate);
  running--;
  return { item, most };
}

/** Notes each call in a file. */
export function noted(item: unknown, file: string): unknown {
  appendFileSync(file, `${JSON.stringify(item)}\n`);
  return item;
}

/** Notes a worker that begins. */
export function init(file: string, { workerId, numWorkers, seed }: LoaderInfo): void {
  appendFileSync(file, `${JSON.stringify({ workerId, numWorkers, seed, pid: process.pid })}\n`);
}

export function failToInit(): never {
  throw new TypeError('no licence');
}

/** A batch that says how many items it has. */
export async function counted(
  items: readonly unknown[],
  args: unknown,
  { stack, rank }: CollateInfo,
): Promise<unknown> {
  return { count: items.length, args, rank, stacked: await stack(items) };
}

export function failToCollate(): never {
  throw new TypeError('no batch');
}

/** Something that cannot be sent. */
export function unsendable(): unknown {
  return () => {};
}

/** Arrays of shapes of their own. */
export function uneven(item: number): Float32Array {
  return new Float32Array(item + 1);
}

/** Random numbers, of the item's own seed and of the process. */
export function random(item: number, _: unknown, { seed }: ItemInfo): { item: number; seed: number } {
  return { item, seed };
}

/** The items as they are. */
export function asList(items: readonly unknown[]): readonly unknown[] {
  return items;
}

let open = (): void => {};
const gate = new Promise<void>((resolve) => (open = resolve));

/** The first of two is not done before the second one is. */
export async function gated(item: number, { first, second }: { first: number; second: number }): Promise<number> {
  if (item === second) open();
  if (item === first) await gate;
  return item;
}

/** The sum over a byte of each page of a tensor. Where the collector can be called, little is left to it. */
export function touched(item: ReceivedTensor, _: unknown, { index }: ItemInfo): number {
  if (index % 4 === 0) globalThis.gc?.();
  const bytes = item.typed('uint8');
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4096) sum += bytes[at];
  return sum;
}
