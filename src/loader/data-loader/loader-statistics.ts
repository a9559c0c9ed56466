import type { StageReport, TaskReport } from './task.js';

/** What a loader has done in its epoch so far. Times in ms. */
export interface LoaderStatistics {
  /** From 0. */
  readonly epoch: number;
  /** Delivered. */
  readonly batches: number;
  /** In the batches that were delivered. */
  readonly items: number;
  /** Batches of the epoch, since it was begun or resumed; null where that is not known beforehand. */
  readonly length: number | null;
  /** Since the epoch was begun or resumed, until its end. */
  readonly elapsedMs: number;
  /** Over the whole epoch so far. */
  readonly itemsPerSecond: number;
  /** The source, the stages, and what makes batches. */
  readonly stages: readonly StageStatistics[];
  /** Where the batches are that were begun and not released. */
  readonly queue: QueueStatistics;
  /** Those that are there. */
  readonly workers: readonly WorkerStatistics[];
  /** For how long the consumer has waited for a batch. */
  readonly consumerWaitMs: number;
  /** For how long there was no room: the consumer had not taken or released enough, and workers had nothing to do. */
  readonly roomWaitMs: number;
  /** Workers that were lost, and replaced. */
  readonly restarts: number;
  /** Who waits for whom, in words: `the consumer waits for stage "decode"`. */
  readonly bottleneck: string;
}

/** One stage, over all workers. */
export interface StageStatistics {
  /** That of the export, or of the stage. */
  readonly name: string;
  /** In batches that were delivered. */
  readonly calls: number;
  /** Of these calls. */
  readonly failures: number;
  /** While a call ran; calls at a time add up. */
  readonly busyMs: number;
  /** While an item waited for its turn. */
  readonly waitMs: number;
  /** Over the whole epoch so far. */
  readonly callsPerSecond: number;
}

/** Batches that were begun and not released. */
export interface QueueStatistics {
  /** Being prepared. */
  readonly working: number;
  /** Prepared, and not taken. */
  readonly prepared: number;
  /** Taken by the consumer, and not released. */
  readonly held: number;
  /** Of all three together, at most. */
  readonly capacity: number;
}

/** One worker. */
export interface WorkerStatistics {
  /** `worker 2 (worker process 4711)`. */
  readonly label: string;
  /** Batches that it has prepared, in all epochs. */
  readonly batches: number;
  /** Batches that it prepares now. */
  readonly working: number;
  /** For how long it had nothing to do, in all epochs. */
  readonly idleMs: number;
}

/** Adds up what workers report. */
export class StageTotals {
  private readonly totals: { name: string; calls: number; failures: number; busyMs: number; waitMs: number }[];

  constructor(names: readonly string[]) {
    this.totals = names.map((name) => ({ name, calls: 0, failures: 0, busyMs: 0, waitMs: 0 }));
  }

  add({ stages, failures }: Pick<TaskReport, 'stages' | 'failures'>): void {
    stages.forEach(({ calls, busyMs, waitMs }: StageReport, i) => {
      const total = this.totals[i];
      if (total === undefined) return;
      total.calls += calls;
      total.busyMs += busyMs;
      total.waitMs += waitMs;
    });
    for (const { stage } of failures) if (stage in this.totals) this.totals[stage].failures++;
  }

  statistics(elapsedMs: number): StageStatistics[] {
    return this.totals.map((total) => ({ ...total, callsPerSecond: perSecond(total.calls, elapsedMs) }));
  }
}

/** Who waits for whom: the consumer for the busiest stage, or the workers for the consumer. */
export function bottleneckOf(stages: readonly StageStatistics[], consumerWaitMs: number, elapsedMs: number): string {
  const [busiest] = [...stages].sort((a, b) => b.busyMs - a.busyMs);
  if (busiest === undefined || busiest.calls === 0) return 'nothing is done yet';
  if (consumerWaitMs > elapsedMs / 2) return `the consumer waits for stage "${busiest.name}"`;
  return consumerWaitMs > elapsedMs / 10 ? 'nobody waits for long' : 'the workers wait for the consumer';
}

/** A rate. */
export function perSecond(count: number, elapsedMs: number): number {
  return elapsedMs === 0 ? 0 : (count * 1000) / elapsedMs;
}
