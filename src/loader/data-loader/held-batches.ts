import type { Lease } from '../lease.js';

/** So many are named in an error. */
const MOST_NAMED = 8;

/** A batch that the consumer has. */
interface Held {
  readonly epoch: number;
  readonly number: number;
}

/** The batches that a consumer has taken and not released, of all epochs. */
export class HeldBatches {
  /** Called when one is released. */
  onRelease: (() => void) | null = null;
  private readonly held = new Set<Held>();

  get size(): number {
    return this.held.size;
  }

  /**
   * Hands a batch out.
   * @param release lets its memory go; called once
   */
  hand<T>(value: T, epoch: number, number: number, release: () => void): Lease<T> {
    const held = { epoch, number };
    this.held.add(held);
    const once = (): void => {
      if (!this.held.delete(held)) return;
      release();
      this.onRelease?.();
    };
    return { value, release: once, [Symbol.dispose]: once };
  }

  /** Who holds what: `this consumer (process 4711) holds 3 batches: 0, 1, 2 of epoch 0`. */
  toString(): string {
    const epochs = new Map<number, number[]>();
    for (const { epoch, number } of this.held) epochs.set(epoch, [...(epochs.get(epoch) ?? []), number]);
    const named = Array.from(epochs, ([epoch, numbers]) => {
      const more = numbers.length > MOST_NAMED ? ', …' : '';
      return `${numbers.slice(0, MOST_NAMED).join(', ')}${more} of epoch ${epoch}`;
    });
    return `this consumer (process ${process.pid}) holds ${this.size} batches: ${named.join('; ')}`;
  }
}
