import { setImmediate as turn } from 'node:timers/promises';
import type { Codec } from '../codec/codec.js';
import { TensorductError } from '../errors.js';
import type { Pipe } from '../pipe/pipe.js';
import type { ArenaWriter } from './arena.js';
import { Kind } from './frame.js';
import { sendFrame, sendValue } from './send-value.js';
import { describeFailure } from './worker-error.js';

/** For how long items may be made before the event loop has its turn, in ms: commands arrive by it. */
const TURN_MS = 1;

/** What an iteration needs of its worker. */
export interface RunHost {
  readonly pipe: Pipe;
  readonly codec: Codec;
  /** Of the arena, or null. */
  readonly writer: ArenaWriter | null;
  /** What to iterate. */
  open(): Promise<Iterable<unknown> | AsyncIterable<unknown>>;
}

/** One iteration, in the worker: sends items as long as it has credit for them. */
export class WorkerRun {
  private readonly controller = new AbortController();
  private wake: (() => void) | null = null;

  constructor(
    private readonly host: RunHost,
    private readonly iteration: number,
    private credit: number,
  ) {}

  /** So many items more may be sent. */
  add(credit: number): void {
    this.credit += credit;
    this.wake?.();
  }

  /** Ends it after the item that is being made, without another word. */
  stop(): void {
    this.controller.abort();
    this.wake?.();
  }

  /** Iterates to the end. Tells the consumer how that was, unless it was stopped. Never rejects. */
  async go(): Promise<void> {
    const { host, iteration } = this;
    const { pipe, codec, writer } = host;
    try {
      if (this.stopped) return;
      writer?.reset();
      await this.iterate();
      if (!this.stopped) await sendFrame(pipe, { kind: Kind.End, iteration });
    } catch (thrown) {
      if (this.stopped) return;
      const failure = describeFailure('iteration', thrown);
      // Where not even that can be sent, the pipe is over, and the worker learns it there.
      await sendValue(pipe, { kind: Kind.Failed, iteration }, failure, codec).catch(() => {});
    }
  }

  private get stopped(): boolean {
    return this.controller.signal.aborted;
  }

  private async iterate(): Promise<void> {
    const { host, iteration } = this;
    const { pipe, codec, writer } = host;
    const { signal } = this.controller;
    let turned = performance.now();
    for await (const value of await host.open()) {
      if (performance.now() - turned > TURN_MS) {
        await turn();
        turned = performance.now();
      }
      await this.spend();
      if (this.stopped) return;
      await sendValue(pipe, { kind: Kind.Item, iteration }, value, codec, writer, { signal });
    }
  }

  /** Waits until one more item may be sent, or the iteration is to end. */
  private async spend(): Promise<void> {
    while (this.credit === 0 && !this.stopped) {
      await new Promise<void>((resolve) => (this.wake = resolve));
      this.wake = null;
    }
    this.credit--;
  }
}

/** Whether something can be iterated. @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function checkIterable(value: unknown, what: string): Iterable<unknown> | AsyncIterable<unknown> {
  if (isIterable(value)) return value;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `${what} gives nothing that can be iterated`, {
    advice: 'export a generator function, or a function that returns an iterable',
  });
}

function isIterable(value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> {
  if (typeof value === 'string') return false;
  if (typeof value !== 'object' || value === null) return false;
  return Symbol.iterator in value || Symbol.asyncIterator in value;
}
