import type { Completion, TensorductError } from '../errors.js';
import { soon, throwLater } from '../soon.js';

interface PendingWrite {
  readonly callback: Completion;
  /** Nothing is under way for it: it only waits for its turn. */
  done: boolean;
}

/** The completions of one connection's writes: in the order of the calls, each once, never inside a call. */
export class WriteQueue {
  private readonly pending: PendingWrite[] = [];
  private failure: TensorductError | null = null;
  private busy = false;

  /** Whether the memory of a write may be in use. */
  get idle(): boolean {
    return this.pending.length === 0;
  }

  /**
   * Enqueues a completion.
   * @param done that there is nothing to do for this write: it completes once those before it have
   */
  add(callback: Completion, done: boolean): void {
    this.pending.push({ callback, done });
    if (!this.busy && this.ready) this.completeSoon();
  }

  /** The oldest write that was under way is done. Call from the event loop. */
  completed(): void {
    const first = this.pending.find((write) => !write.done);
    if (first === undefined) return;
    first.done = true;
    if (!this.busy) this.complete();
  }

  /** Waiting and later writes get `error`. Their memory must not be in use any more. */
  fail(error: TensorductError): void {
    this.failure = error;
    if (!this.busy && this.ready) this.completeSoon();
  }

  private get ready(): boolean {
    return this.pending.length > 0 && (this.pending[0].done || this.failure !== null);
  }

  private completeSoon(): void {
    this.busy = true;
    soon(this.complete);
  }

  private readonly complete = (): void => {
    this.busy = true;
    while (this.ready) {
      try {
        this.pending.shift()?.callback(this.failure);
      } catch (thrown) {
        throwLater(thrown);
      }
    }
    this.busy = false;
  };
}
