/**
 * A stream of random numbers that depends on its key alone, the same everywhere. The generator is sfc32 of
 * PractRand (Chris Doty-Humphrey); different keys start in different states, so no two streams are the same.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  /** Three integers of 32 bits, such as a seed, a class and an index. */
  constructor(...[a, b, c]: readonly [number, number, number]) {
    this.a = a | 0;
    this.b = b | 0;
    this.c = c | 0;
    // As many steps as PractRand takes until every bit of the key has reached every bit of the state.
    for (let step = 0; step < 15; step++) this.next();
  }

  /** From 0 to below 1. */
  next(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** From 0 to below `end`. */
  integer(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Normally distributed, mean 0 and deviation 1 (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(choices.length)];
  }

  /** Puts the items into a random order, in place. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      [items[last], items[other]] = [items[other], items[last]];
    }
    return items;
  }
}
