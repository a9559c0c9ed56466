/** A first-in-first-out queue whose operations are cheap however long it is, and that holds nothing it has given out. */
export class Fifo<T> {
  /** The oldest items, the very oldest last. */
  private leaving: T[] = [];
  /** The newest items, the very newest last. */
  private coming: T[] = [];

  get length(): number {
    return this.leaving.length + this.coming.length;
  }

  push(item: T): void {
    this.coming.push(item);
  }

  /** The oldest item, which stays. */
  peek(): T | undefined {
    return this.leaving.length > 0 ? this.leaving[this.leaving.length - 1] : this.coming[0];
  }

  /** The item that has `index` others before it. */
  at(index: number): T | undefined {
    const { leaving, coming } = this;
    return index < leaving.length ? leaving[leaving.length - 1 - index] : coming[index - leaving.length];
  }

  shift(): T | undefined {
    if (this.leaving.length === 0) {
      const empty = this.leaving;
      this.leaving = this.coming.reverse();
      this.coming = empty;
    }
    return this.leaving.pop();
  }

  /** Takes one item out of the middle. */
  remove(item: T): void {
    for (const items of [this.leaving, this.coming]) {
      const position = items.indexOf(item);
      if (position >= 0) return void items.splice(position, 1);
    }
  }

  /** Takes everything, the oldest first. */
  clear(): T[] {
    const items = [...this.leaving.reverse(), ...this.coming];
    this.leaving = [];
    this.coming = [];
    return items;
  }

  /** From the oldest on. What is taken out meanwhile may be seen. */
  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = this.leaving.length - 1; i >= 0; i--) yield this.leaving[i];
    for (let i = 0; i < this.coming.length; i++) yield this.coming[i];
  }
}
