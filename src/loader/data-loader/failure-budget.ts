import { TensorductError } from '../../errors.js';
import { rebuild } from '../worker-error.js';
import type { ItemFailure, StageReport } from './task.js';

/** A rate says nothing before so many calls, as in SPDL. */
const PROBATION_CALLS = 100;

/** How many items may be left out because a stage has failed for them. */
export interface FailureLimits {
  /** Failed items in an epoch; `Infinity`: any number. @default 0, or any number where there is a `maxFailureRate` */
  readonly maxFailures?: number | undefined;
  /** Failed calls of all, over 0 and at most 1; from the hundredth call of the epoch on. @default none */
  readonly maxFailureRate?: number | undefined;
}

/** An item that was left out. */
export interface LoaderFailure {
  /** The name of the stage; `source` where the source itself has failed and has no name. */
  readonly stage: string;
  /** Of the element in its source. */
  readonly index: number;
  /** Who has tried: `worker 2 (worker process 4711)`. */
  readonly worker: string;
  /** What was thrown there, with its stack. */
  readonly error: Error;
}

/** Counts the failures of one epoch, over all workers. */
export class FailureBudget {
  private readonly calls: number[];
  private readonly failures: number[];

  /** @param stages the names of all stages, and their own limits; those without are bounded by the loader's */
  constructor(
    private readonly stages: readonly { readonly name: string; readonly limits: FailureLimits | null }[],
    private readonly limits: FailureLimits,
  ) {
    this.calls = stages.map(() => 0);
    this.failures = stages.map(() => 0);
  }

  /**
   * Adds what a task has come to.
   * @returns the failures, for whoever wants to know them
   * @throws TensorductError `ERR_PEER_FAILED` where that was one too many, with what was thrown there as its cause
   */
  record(reports: readonly StageReport[], failures: readonly ItemFailure[], worker: string): LoaderFailure[] {
    reports.forEach(({ calls }, stage) => (this.calls[stage] += calls));
    const known: LoaderFailure[] = [];
    for (const { stage, index, error } of failures) {
      this.failures[stage]++;
      const failure = { stage: this.stages[stage]?.name ?? '', index, worker, error: rebuild(error) };
      known.push(failure);
      const why = this.exceeded(stage);
      if (why !== null) throw tooMany(failure, why);
    }
    return known;
  }

  /** Why a failure of this stage is one too many; null where it is not. */
  private exceeded(stage: number): string | null {
    const own = this.stages[stage]?.limits ?? null;
    if (own !== null) return excess(own, this.failures[stage], this.calls[stage]);
    const open = this.stages.flatMap(({ limits }, i) => (limits === null ? [i] : []));
    const failures = open.reduce((sum, i) => sum + this.failures[i], 0);
    // Every item is called for once by the first of them.
    return excess(this.limits, failures, Math.max(...open.map((i) => this.calls[i])));
  }
}

function excess({ maxFailures, maxFailureRate }: FailureLimits, failures: number, calls: number): string | null {
  const most = maxFailures ?? (maxFailureRate === undefined ? 0 : Infinity);
  if (failures > most) return `${failures} of at most ${most} failures`;
  if (maxFailureRate === undefined || calls < PROBATION_CALLS || failures <= calls * maxFailureRate) return null;
  return `${failures} failures of ${calls} calls, where ${maxFailureRate * 100} % may fail`;
}

function tooMany({ stage, index, worker, error }: LoaderFailure, why: string): TensorductError {
  const what = `stage "${stage}" failed for element ${index} in ${worker}: ${error.message} (${why})`;
  return new TensorductError('ERR_PEER_FAILED', what, {
    operation: 'iteration',
    peer: worker,
    cause: error,
    advice: 'look at the cause, which has the stack of the worker, or allow more by maxFailures',
  });
}
