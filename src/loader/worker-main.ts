import { setTimeout as delay } from 'node:timers/promises';
import { Codec } from '../codec/codec.js';
import { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import { defaultBudget } from '../memory/budget.js';
import type { ReceivedMessage } from '../message/received-message.js';
import type { Parent } from '../process/connect-parent.js';
import type { ArenaWriter } from './arena.js';
import { Kind, readFrame } from './frame.js';
import { openValue } from './lease.js';
import { loadFunction, type NamedExport } from './module-export.js';
import { sendFrame, sendValue } from './send-value.js';
import type { Bootstrap, Setup, WorkerInfo } from './setup.js';
import { describeFailure, type Phase } from './worker-error.js';
import { checkIterable, WorkerRun } from './worker-run.js';

/** How long what still runs is awaited when the consumer has left, in ms. Where it has not, it ends us before. */
const GRACE_MS = 10_000;

/** The context of a worker: with room for the arena beside what everything else may take. */
export function createWorkerContext({ name, budgetBytes }: Bootstrap): Context {
  // One peer is lent half of the budget at most.
  return new Context({ name, arena: { budgetBytes: defaultBudget() + 2 * budgetBytes } });
}

/** A process or thread that iterates on behalf of the one that has started it. */
export class WorkerMain {
  private readonly controller = new AbortController();
  private writer: ArenaWriter | null = null;
  private source: NamedExport | null = null;
  private info: WorkerInfo;
  /** What the source has given, until that is used up. */
  private iterable: Iterable<unknown> | AsyncIterable<unknown> | null = null;
  private run: WorkerRun | null = null;
  private iteration = 0;
  /** The end of the iterations so far: one begins when the one before is over. */
  private idle: Promise<void> = Promise.resolve();

  private constructor(
    private readonly parent: Parent,
    private readonly codec: Codec,
  ) {
    this.info = { context: parent.context, signal: this.controller.signal, seed: 0 };
  }

  /** Works until the consumer closes its pipe, or is gone. Never rejects. */
  static async work(parent: Parent, { codec }: Bootstrap): Promise<void> {
    const { pipe } = parent;
    try {
      const main = new WorkerMain(parent, await loadCodec(codec));
      await main.obey();
    } catch (thrown) {
      await sendFailure(parent, 'iterable', thrown);
    }
    await pipe.close();
  }

  private async obey(): Promise<void> {
    const { pipe } = this.parent;
    try {
      for await (const message of pipe) this.command(message);
    } catch {
      // The consumer is gone.
    }
    this.controller.abort();
    this.run?.stop();
    this.writer?.close();
    await pipe.close();
    await Promise.race([this.idle, delay(GRACE_MS)]);
  }

  private command(message: ReceivedMessage): void {
    const frame = readFrame(message.metadata);
    const { kind, iteration, amount } = frame;
    switch (kind) {
      case Kind.Setup: {
        // Its arguments may stand over borrowed memory, and are used as long as we live.
        const { value } = openValue<Setup>(message.retain(), frame, this.codec, null);
        this.idle = this.setUp(value);
        return;
      }
      case Kind.Start:
        return this.start(iteration, amount);
      case Kind.Credit:
        if (iteration === this.iteration) this.run?.add(amount);
        return;
      case Kind.Stop:
        if (iteration === this.iteration) this.run?.stop();
        return;
      default:
        throw new TensorductError('ERR_PROTOCOL', `a worker is told ${Kind[kind]}`);
    }
  }

  private async setUp({ source, initializers, arena, seed }: Setup): Promise<void> {
    const { parent } = this;
    let phase: Phase = 'initializer';
    try {
      this.info = { ...this.info, seed };
      this.source = source;
      for (const initializer of initializers) await (await loadFunction(initializer))(initializer.args, this.info);
      phase = 'iterable';
      if (arena !== null) this.writer = checkWriter(await (await loadFunction(arena))(arena.args, this.info), arena);
      this.iterable = await this.callSource(source);
      await sendFrame(parent.pipe, { kind: Kind.Ready, iteration: 0 });
    } catch (thrown) {
      await sendFailure(parent, phase, thrown);
    }
  }

  private start(iteration: number, credit: number): void {
    this.run?.stop();
    const { parent, codec, writer } = this;
    const run = new WorkerRun({ pipe: parent.pipe, codec, writer, open: () => this.open() }, iteration, credit);
    this.run = run;
    this.iteration = iteration;
    this.idle = this.idle.then(() => run.go());
  }

  /** What to iterate now: an iterator can be iterated once, so its source is asked for another. */
  private async open(): Promise<Iterable<unknown> | AsyncIterable<unknown>> {
    const { source, iterable } = this;
    if (source === null) throw new TensorductError('ERR_PROTOCOL', 'a worker is told to start before it is set up');
    if (iterable === null) return this.callSource(source);
    if ('next' in iterable) this.iterable = null;
    return iterable;
  }

  private async callSource(source: NamedExport): Promise<Iterable<unknown> | AsyncIterable<unknown>> {
    const { module, export: name, args } = source;
    return checkIterable(await (await loadFunction(source))(args, this.info), `"${name}" of ${module}`);
  }
}

/** The codec of a worker. @throws TensorductError `ERR_INVALID_ARGUMENT`, and what its module throws */
export async function loadCodec(named: Bootstrap['codec']): Promise<Codec> {
  if (named === null) return new Codec();
  const codec = await (await loadFunction({ ...named, args: undefined }))();
  if (codec instanceof Codec) return codec;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `"${named.export}" of ${named.module} gives no Codec`);
}

/** Tells the consumer how its worker has failed. Never rejects. */
export async function sendFailure({ pipe }: Parent, phase: Phase, thrown: unknown): Promise<void> {
  const failure = describeFailure(phase, thrown);
  // Where not even that can be sent, the pipe is over, and the consumer learns it there.
  await sendValue(pipe, { kind: Kind.Failed, iteration: 0 }, failure, new Codec()).catch(() => {});
}

function checkWriter(value: unknown, { module, export: name }: NamedExport): ArenaWriter {
  if (isWriter(value)) return value;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `"${name}" of ${module} gives no ArenaWriter`);
}

function isWriter(value: unknown): value is ArenaWriter {
  const methods = ['reset', 'beginUnit', 'writeBinary', 'commitUnit', 'abortUnit', 'close'];
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((method) => typeof Reflect.get(value, method) === 'function');
}
