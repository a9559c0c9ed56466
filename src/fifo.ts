/** A first-in-first-out queue whose `shift` is cheap however long it is. */
export class Fifo<T> {
  private items: T[] = [];
  private first = 0;

  get length(): number {
    return this.items.length - this.first;
  }

  push(item: T): void {
    this.items.push(item);
  }

  /** The oldest item, which stays. */
  peek(): T | undefined {
    return this.items[this.first];
  }

  /** The item that has `index` others before it. */
  at(index: number): T | undefined {
    return index < 0 ? undefined : this.items[this.first + index];
  }

  shift(): T | undefined {
    const item = this.items[this.first];
    if (this.first < this.items.length) this.first++;
    // Only now and then: moving what is left costs its length.
    if (this.first === this.items.length || this.first >= 1024) {
      this.items = this.items.slice(this.first);
      this.first = 0;
    }
    return item;
  }

  /** Takes one item out of the middle. */
  remove(item: T): void {
    const position = this.items.indexOf(item, this.first);
    if (position >= 0) this.items.splice(position, 1);
  }

  /** Takes everything. */
  clear(): T[] {
    const items = this.items.slice(this.first);
    this.items = [];
    this.first = 0;
    return items;
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (let i = this.first; i < this.items.length; i++) yield this.items[i];
  }
}
