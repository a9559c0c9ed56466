import type { Dataset } from './dataset.js';
import { shardLength, type Shard } from './sampler.js';
import type { ItemInfo, Task } from './task.js';
import type { Walk } from './walk.js';

/** How an epoch is cut into tasks. */
export interface Cut extends Shard {
  /** Elements in a task. */
  readonly size: number;
  readonly dropLast: boolean;
  /** Elements of the order, over all ranks, that were visited before. */
  readonly position: number;
}

/** The tasks of one epoch, one after the other. */
export interface EpochPlan {
  /** Tasks that it will give; null where that is not known beforehand. */
  readonly length: number | null;
  /** The next task; null at the end. One call at a time. */
  next(): Promise<Task | null>;
  /** The source had no more elements than came so far. */
  exhaust(): void;
  /** Lets the source go. Never rejects. */
  end(): Promise<void>;
}

/**
 * Of a map-style source: the elements of this rank by their indices.
 * @param local the source where it is in this process; then elements come with their tasks
 */
export function planIndices(
  order: { readonly length: number; at(place: number): number },
  { size, dropLast, position, ...shard }: Cut,
  local: { readonly dataset: Dataset; info(index: number): ItemInfo } | null,
): EpochPlan {
  const left = Math.max(0, order.length - position);
  const own = shardLength(left, shard);
  const length = dropLast ? Math.floor(own / size) : Math.ceil(own / size);
  let number = 0;
  const next = async (): Promise<Task | null> => {
    if (number >= length) return null;
    const start = number * size;
    const count = Math.min(size, own - start);
    // Padding begins again at the front of what is left.
    const indices = Array.from({ length: count }, (_, i) => {
      return order.at(position + ((shard.rank + (start + i) * shard.worldSize) % left));
    });
    const items = local && (await Promise.all(indices.map((index) => local.dataset.get(index, local.info(index)))));
    return { number: number++, start, count, indices, items };
  };
  return { length, next, exhaust: () => {}, end: async () => {} };
}

/**
 * Of an iterable that workers walk through, or that this process does.
 * @param walk in this process, or null
 */
export function planWalk({ size, dropLast }: Cut, walk: Walk | null): EpochPlan {
  let number = 0;
  let isOver = false;
  const next = async (): Promise<Task | null> => {
    if (isOver) return null;
    const task = { number, start: number * size, count: size, indices: null, items: null };
    if (walk === null) {
      number++;
      return task;
    }
    const elements = await walk.take(task.start, size);
    if (elements.length < size) isOver = true;
    if (elements.length === 0 || (isOver && dropLast)) return null;
    number++;
    const indices = elements.map(({ index }) => index);
    return { ...task, count: elements.length, indices, items: elements.map(({ item }) => item) };
  };
  const exhaust = (): void => {
    isOver = true;
  };
  return { length: null, next, exhaust, end: async () => walk?.end() };
}
