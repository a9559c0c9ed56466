import { TensorductError } from '../errors.js';
import { checkExport, loadFunction, type ModuleExport, type NamedExport } from './module-export.js';
import { checkNumber } from './segment-pool.js';
import type { WorkerInfo } from './setup.js';
import { batchItems, mapItems, prefetchItems, throughItems, type MapPlan } from './stages.js';
import { iterateInSubprocess, type SubprocessIterable, type SubprocessOptions } from './subprocess.js';
import { checkIterable } from './worker-run.js';

/** Applies an export to each item, called as `(item, args, info)`. What gives undefined is left out. */
export interface MapStage {
  /** The function. */
  readonly map: string | URL | ModuleExport;
  /** Calls at a time, where the export is asynchronous. @default 1 */
  readonly concurrency?: number;
  /** Whether results come in the order of their items, or as they are completed. @default 'input' */
  readonly order?: 'input' | 'completion';
  /** For errors. @default the name of the export */
  readonly name?: string;
}

/** Collects items into arrays. */
export interface BatchStage {
  /** Items in an array. */
  readonly batch: number;
  /** Whether a last array with fewer items is left out. @default false */
  readonly dropLast?: boolean;
}

/** Lets the stages before it work ahead of those behind. */
export interface PrefetchStage {
  /** Items. */
  readonly prefetch: number;
}

/**
 * Hands all items over to an export that gives others in their place, called as `(items, args, info)` with an async iterable:
 * a generator function that groups them its own way, takes them apart, or leaves some out.
 */
export interface ThroughStage {
  /** The function. */
  readonly through: string | URL | ModuleExport;
  /** For errors. @default the name of the export */
  readonly name?: string;
}

/** A source and what becomes of its items, all in one worker. */
export interface PipelinePlan {
  /** As for `iterateInSubprocess`. */
  readonly source: string | URL | ModuleExport;
  /** In this order. @default none */
  readonly stages?: readonly (MapStage | BatchStage | PrefetchStage | ThroughStage)[];
}

/** As it travels. */
type Step =
  | { readonly kind: 'map'; readonly call: NamedExport; readonly plan: Omit<MapPlan, 'call'> }
  | { readonly kind: 'through'; readonly call: NamedExport; readonly name: string }
  | { readonly kind: 'batch'; readonly size: number; readonly dropLast: boolean }
  | { readonly kind: 'prefetch'; readonly count: number };

interface Steps {
  readonly source: NamedExport;
  readonly steps: readonly Step[];
}

/**
 * Runs a pipeline in a process of its own, anew for each iteration. A stage that fails ends it: the error's cause names the
 * stage, and has what was thrown as its own cause.
 * @throws TensorductError (rejection) as `iterateInSubprocess`
 */
export async function runPipelineInSubprocess<T>(
  { source, stages = [] }: PipelinePlan,
  options: SubprocessOptions = {},
): Promise<SubprocessIterable<T>> {
  const steps: Steps = { source: checkExport(source, 'the source'), steps: stages.map(checkStage) };
  return iterateInSubprocess<T>({ module: 'tensorduct/loader', export: 'openPipeline', args: steps }, options);
}

/**
 * In the worker: what `runPipelineInSubprocess` iterates.
 * @internal
 */
export async function openPipeline({ source, steps }: Steps, info: WorkerInfo): Promise<AsyncIterable<unknown>> {
  const open = await loadFunction(source);
  const applied = await Promise.all(steps.map((step) => prepare(step, info)));
  return {
    async *[Symbol.asyncIterator]() {
      const items = checkIterable(await open(source.args, info), `"${source.export}" of ${source.module}`);
      let output: AsyncIterable<unknown> = asynchronous(items);
      for (const apply of applied) output = apply(output);
      yield* output;
    },
  };
}

async function prepare(
  step: Step,
  info: WorkerInfo,
): Promise<(input: AsyncIterable<unknown>) => AsyncIterable<unknown>> {
  if (step.kind === 'batch') return (input) => batchItems(input, step.size, step.dropLast);
  if (step.kind === 'prefetch') return (input) => prefetchItems(input, step.count);
  const call = await loadFunction(step.call);
  const { args } = step.call;
  if (step.kind === 'through') {
    return (input) => throughItems(input, step.name, (items) => checkIterable(call(items, args, info), step.name));
  }
  return (input) => mapItems(input, { ...step.plan, call: (item) => call(item, args, info) });
}

async function* asynchronous(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<unknown, void, void> {
  yield* items;
}

function checkStage(stage: MapStage | BatchStage | PrefetchStage | ThroughStage, index: number): Step {
  const what = `stages[${index}]`;
  if ('map' in stage) {
    const call = checkExport(stage.map, `${what}.map`);
    const { concurrency = 1, order = 'input', name = call.export } = stage;
    checkNumber(concurrency, 1, `${what}.concurrency`);
    return { kind: 'map', call, plan: { name, concurrency, ordered: order === 'input' } };
  }
  if ('batch' in stage) {
    const { batch, dropLast = false } = stage;
    return { kind: 'batch', size: checkNumber(batch, 1, `${what}.batch`), dropLast };
  }
  if ('through' in stage) {
    const call = checkExport(stage.through, `${what}.through`);
    return { kind: 'through', call, name: stage.name ?? call.export };
  }
  if ('prefetch' in stage) return { kind: 'prefetch', count: checkNumber(stage.prefetch, 1, `${what}.prefetch`) };
  throw new TensorductError('ERR_INVALID_ARGUMENT', `${what} is no stage`, {
    advice: 'give { map }, { through }, { batch } or { prefetch }',
  });
}
