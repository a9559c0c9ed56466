import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from '../../context/context.js';
import { TensorductError } from '../../errors.js';
import { loadFunction } from '../module-export.js';
import { checkIterable } from '../worker-run.js';
import { imageOf } from '../worker-error.js';
import { Stacker } from './collate.js';
import { datasetOf, type Dataset } from './dataset.js';
import { seedsOf, Xoshiro128 } from './random.js';
import { Semaphore } from './semaphore.js';
import type { ItemFailure, ItemInfo, LoaderInfo, TaskOrder, TaskProgram, TaskResult, TaskSetup } from './task.js';
import { shuffled, Walk } from './walk.js';

/** For how long items may be prepared before the event loop has its turn, in ms: news of the consumer arrive by it. */
const TURN_MS = 1;

/** What is known of a task's elements before they are fetched. */
interface Element {
  readonly index: number;
  fetch(info: ItemInfo): unknown;
}

interface Step {
  readonly name: string;
  readonly turns: Semaphore;
  call(value: unknown, info: ItemInfo): unknown;
}

/** What is noted while a task runs. */
interface Tracks {
  readonly run: number;
  readonly order: TaskOrder;
  readonly seedOf: (index: number) => number;
  readonly times: { calls: number; busyMs: number; waitMs: number }[];
  readonly failures: ItemFailure[];
}

/** What a task has come to, and what is to be released when it was sent. */
export interface TaskOutcome {
  readonly result: TaskResult;
  release(): void;
}

type Items = Iterable<unknown> | AsyncIterable<unknown>;

/** Prepares batches, wherever that is: one in each worker. */
export class TaskRunner {
  /** Names of what is reported: the source, the stages, what makes the batch. */
  readonly stages: readonly string[];
  /** Tasks of these runs and of those before them are of no use any more. */
  private cancelled = 0;
  private walk: { readonly run: number; readonly walk: Walk } | null = null;
  private turned = performance.now();

  private constructor(
    private readonly setup: TaskSetup,
    private readonly program: TaskProgram,
    private readonly info: LoaderInfo,
    /** A map-style source, or what opens an iterable; null where elements come with their tasks. */
    private readonly source: Dataset | ((epoch: number) => Promise<Items>) | null,
    private readonly steps: readonly Step[],
    private readonly collate: ((items: readonly unknown[], stacker: Stacker) => Promise<unknown>) | null,
  ) {
    const names = steps.map(({ name }) => name);
    this.stages = [...names, program.collate?.export ?? 'batch'];
  }

  /** Loads what is to be run. @throws whatever the program's modules throw */
  static async open(
    setup: TaskSetup,
    program: TaskProgram,
    context: Context,
    signal: AbortSignal,
  ): Promise<TaskRunner> {
    const { seed, workerId, numWorkers, rank, worldSize } = setup;
    const info = { context, signal, seed, workerId, numWorkers, rank, worldSize, epoch: 0 };
    for (const initializer of program.initializers) await (await loadFunction(initializer))(initializer.args, info);
    const source = program.source === null ? null : await openSource(program, info);
    const fetching: Step = {
      name: program.source?.export ?? 'source',
      turns: new Semaphore(program.sourceConcurrency),
      call: (element, itemInfo) => (element as Element).fetch(itemInfo),
    };
    const mapping = program.stages.map(async ({ name, call: named, concurrency }): Promise<Step> => {
      const call = await loadFunction(named);
      return { name, turns: new Semaphore(concurrency), call: (item, itemInfo) => call(item, named.args, itemInfo) };
    });
    const steps = [fetching, ...(await Promise.all(mapping))];
    return new TaskRunner(setup, program, info, source, steps, await loadCollate(setup, program, info));
  }

  /** Elements of a map-style source; null where that is not known. */
  get length(): number | null {
    const { source } = this;
    return source === null || typeof source === 'function' ? null : source.length;
  }

  /** What is left of a run and of those before it is not worth the work. */
  cancel(run: number): void {
    this.cancelled = Math.max(this.cancelled, run);
    if (this.walk !== null && this.walk.run <= run) void this.walk.walk.end();
  }

  /** Prepares one batch. Several at a time share the turns of each stage. Never rejects; null when it was cancelled. */
  async run(run: number, order: TaskOrder): Promise<TaskOutcome | null> {
    const { setup, info, program } = this;
    const { number } = order;
    const times = [...this.steps, null].map(() => ({ calls: 0, busyMs: 0, waitMs: 0 }));
    const failures: ItemFailure[] = [];
    const stacker = new Stacker(info.context, { signal: info.signal, timeoutMs: setup.acquireTimeoutMs });
    const release = (): void => stacker.release();
    let elements: readonly Element[] = [];
    let items: unknown[] = [];
    const report = () => ({ elements: elements.length, items: items.length, stages: times, failures });
    try {
      elements = await this.elementsOf(run, order);
      if (setup.dropLast && elements.length < order.count) return { result: { number, report: report() }, release };
      const tracks = { run, order, seedOf: seedsOf(order.seed, order.epoch), times, failures };
      const prepared = await Promise.all(elements.map((element) => this.prepare(element, tracks)));
      if (run <= this.cancelled) return null;
      items = prepared.filter((item) => item !== undefined);
      if (items.length === 0) return { result: { number, report: report() }, release };
      const begun = performance.now();
      const value = this.collate === null ? items[0] : await this.collate(items, stacker);
      const time = times[times.length - 1];
      time.calls++;
      time.busyMs += performance.now() - begun;
      return { result: { number, report: report(), value }, release };
    } catch (thrown) {
      const what = program.collate === null ? 'the batch' : `the batch by "${program.collate.export}"`;
      const cause =
        thrown instanceof TensorductError ? thrown : new Error(`${what} failed: ${String(thrown)}`, { cause: thrown });
      return { result: { number, report: report(), failure: imageOf(cause) }, release };
    }
  }

  /** One item through all steps; undefined where it is left out. Never rejects. */
  private async prepare(element: Element, { run, order, seedOf, times, failures }: Tracks): Promise<unknown> {
    const { index } = element;
    const { epoch } = order;
    const info = { ...this.info, epoch, index, seed: seedOf(index) };
    let value: unknown = element;
    for (const [stage, step] of this.steps.entries()) {
      const time = times[stage];
      const asked = performance.now();
      await step.turns.enter();
      const begun = performance.now();
      try {
        if (run <= this.cancelled) return undefined;
        time.calls++;
        value = await step.call(value, info);
      } catch (thrown) {
        failures.push({ stage, index, error: imageOf(thrown) });
        return undefined;
      } finally {
        step.turns.leave();
        time.waitMs += begun - asked;
        time.busyMs += performance.now() - begun;
      }
      if (value === undefined) return undefined;
      await this.breathe();
    }
    return value;
  }

  private async elementsOf(run: number, order: TaskOrder): Promise<Element[]> {
    const { source, setup } = this;
    const { epoch, seed, skip, start, count, indices, items } = order;
    if (items !== null) return items.map((item, i) => ({ index: indices?.[i] ?? start + i, fetch: () => item }));
    if (typeof source === 'function') {
      if (this.walk?.run !== run) {
        void this.walk?.walk.end();
        const open = async (): Promise<Items> => {
          const opened = await source(epoch);
          const { shuffleBuffer } = setup;
          return shuffleBuffer === 0 ? opened : shuffled(opened, shuffleBuffer, Xoshiro128.of(seed, epoch));
        };
        this.walk = { run, walk: new Walk({ ...setup, skip, open }) };
      }
      const walked = await this.walk.walk.take(start, count);
      return walked.map(({ index, item }) => ({ index, fetch: () => item }));
    }
    if (source === null || indices === null) {
      throw new TensorductError('ERR_PROTOCOL', 'a worker is given a task that is not for its source');
    }
    return indices.map((index) => ({ index, fetch: (info) => source.get(index, info) }));
  }

  /** Lets the event loop have its turn where it had none for long. */
  private async breathe(): Promise<void> {
    if (performance.now() - this.turned <= TURN_MS) return;
    await turn();
    this.turned = performance.now();
  }
}

/** A source of either style: an iterator is one epoch, so its export is called again for each further one. */
async function openSource(
  { source }: TaskProgram,
  info: LoaderInfo,
): Promise<Dataset | ((epoch: number) => Promise<Items>) | null> {
  if (source === null) return null;
  const what = `"${source.export}" of ${source.module}`;
  const open = await loadFunction(source);
  const first = await open(source.args, info);
  const dataset = datasetOf(first);
  if (dataset !== null) return dataset;
  const iterable = checkIterable(first, what);
  if (!('next' in iterable)) return async () => iterable;
  // Its body has not begun: nothing is lost with it.
  let unused: Items | null = iterable;
  return async (epoch) => {
    const kept = epoch === info.epoch ? unused : null;
    unused = null;
    return kept ?? checkIterable(await open(source.args, { ...info, epoch }), what);
  };
}

async function loadCollate(
  { batched }: TaskSetup,
  { collate }: TaskProgram,
  info: LoaderInfo,
): Promise<((items: readonly unknown[], stacker: Stacker) => Promise<unknown>) | null> {
  if (!batched) return null;
  if (collate === null) return (items, stacker) => stacker.stack(items);
  const call = await loadFunction(collate);
  return async (items, stacker) => {
    const stack = (some: readonly unknown[]): Promise<unknown> => stacker.stack(some);
    return call(items, collate.args, { ...info, stack });
  };
}
