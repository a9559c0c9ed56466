import type { Xoshiro128 } from './random.js';
import type { Shard } from './sampler.js';

/** An element of an iterable, and how many others come before it in the epoch, on all ranks. */
export interface WalkedElement {
  readonly index: number;
  readonly item: unknown;
}

/** How an iterable is walked through. */
export interface WalkPlan extends Shard {
  /** Elements at the beginning that were visited before the epoch was resumed. */
  readonly skip: number;
  /** Opens the iterable anew. */
  open(): Promise<Iterable<unknown> | AsyncIterable<unknown>>;
}

/**
 * Walks through one epoch of an iterable and gives this rank's share of it by position. Everyone who walks with the same plan
 * sees the same, so parts can be taken by any worker; what is asked for behind its back it begins again for.
 */
export class Walk {
  private iterator: AsyncIterator<unknown> | null = null;
  /** Elements taken out of the iterator, those that were skipped included. */
  private taken = 0;
  /** The position in this rank's share that comes next. */
  private position = 0;
  private isOver = false;
  private isEnded = false;
  /** One at a time: `take` and `end` pass through this. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly plan: WalkPlan) {}

  /**
   * Elements from `start` on, fewer than `count` only at the end; none once the walk was ended.
   * @throws whatever the iterable throws
   */
  take(start: number, count: number): Promise<WalkedElement[]> {
    return this.alone(async () => {
      if (this.isEnded) return [];
      if (start < this.position || this.iterator === null) await this.begin();
      const elements: WalkedElement[] = [];
      while (this.position < start + count) {
        const at = this.position;
        const element = await this.next();
        if (element === null) break;
        if (at >= start) elements.push(element);
      }
      return elements;
    });
  }

  /** Lets the iterable go. Never rejects. */
  async end(): Promise<void> {
    this.isEnded = true;
    await this.alone(() => this.leave()).catch(() => {});
  }

  private alone<T>(what: () => Promise<T>): Promise<T> {
    const result = this.turn.then(what);
    this.turn = result.catch(() => {});
    return result;
  }

  private async begin(): Promise<void> {
    await this.leave();
    const iterable = await this.plan.open();
    this.iterator = asynchronous(iterable);
    this.taken = 0;
    this.position = 0;
    this.isOver = false;
    while (this.taken < this.plan.skip && !(await this.pull()).done);
  }

  private async leave(): Promise<void> {
    const { iterator } = this;
    this.iterator = null;
    if (!this.isOver) await iterator?.return?.();
  }

  /** This rank's element out of a round over all ranks. */
  private async next(): Promise<WalkedElement | null> {
    const { rank, worldSize, uneven } = this.plan;
    if (this.isOver) return null;
    let own: WalkedElement | null = null;
    for (let turn = 0; turn < worldSize; turn++) {
      const index = this.taken;
      const result = await this.pull();
      if (result.done === true) {
        if (uneven === 'drop') own = null;
        break;
      }
      if (turn === rank) own = { index, item: result.value };
    }
    if (own !== null) this.position++;
    return own;
  }

  private async pull(): Promise<IteratorResult<unknown>> {
    if (this.iterator === null) return { done: true, value: undefined };
    const result = await this.iterator.next();
    if (result.done === true) this.isOver = true;
    else this.taken++;
    return result;
  }
}

/**
 * The items in another order: each is drawn out of a buffer of the next ones. A larger buffer mixes better, and holds more.
 * @param count of the buffer
 */
export async function* shuffled(
  items: Iterable<unknown> | AsyncIterable<unknown>,
  count: number,
  random: Xoshiro128,
): AsyncGenerator<unknown, void, void> {
  const buffer: unknown[] = [];
  for await (const item of items) {
    if (buffer.length < count) {
      buffer.push(item);
      continue;
    }
    const drawn = random.below(count);
    yield buffer[drawn];
    buffer[drawn] = item;
  }
  for (; buffer.length > 0; buffer.pop()) {
    const drawn = random.below(buffer.length);
    yield buffer[drawn];
    buffer[drawn] = buffer[buffer.length - 1];
  }
}

function asynchronous(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncIterator<unknown> {
  if (Symbol.asyncIterator in items) return items[Symbol.asyncIterator]();
  const iterator = items[Symbol.iterator]();
  return {
    next: async () => iterator.next(),
    return: async () => iterator.return?.() ?? { done: true, value: undefined },
  };
}
