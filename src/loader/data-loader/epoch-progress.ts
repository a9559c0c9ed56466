/** Which tasks of an epoch were delivered: what a loader's state is made of. */
export class EpochProgress {
  /** Elements of this rank that were delivered, from the first on without a gap. */
  private elements = 0;
  /** Delivered behind a gap: by the elements before each, how many it has. */
  private readonly ahead = new Map<number, number>();

  /**
   * @param base elements of the order that all ranks had behind them when the epoch was begun or resumed
   * @param before tasks of `size` elements behind the base that were delivered then
   */
  constructor(
    private readonly base: number,
    private readonly worldSize: number,
    before: readonly number[],
    size: number,
  ) {
    for (const start of before) this.ahead.set(start, size);
  }

  /** Whether a task was delivered before the epoch was resumed. */
  has(start: number): boolean {
    return start < this.elements || this.ahead.has(start);
  }

  /** A task is delivered. */
  add(start: number, count: number): void {
    this.ahead.set(start, count);
    for (let next = this.ahead.get(this.elements); next !== undefined; next = this.ahead.get(this.elements)) {
      this.ahead.delete(this.elements);
      this.elements += next;
      if (next === 0) break;
    }
  }

  /** Elements of the order that all ranks have behind them when they are as far as this one. */
  get position(): number {
    return this.base + this.elements * this.worldSize;
  }

  /** Starts of tasks behind {@link position}, counted from there. */
  get beyond(): number[] {
    return [...this.ahead.keys()].map((start) => start - this.elements).sort((a, b) => a - b);
  }
}
