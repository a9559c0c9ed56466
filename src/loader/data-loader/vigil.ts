import { TensorductError } from '../../errors.js';
import type { WorkerPool } from './worker-pool.js';

/** What a wait is about. */
export interface VigilHost {
  /** Whether nothing is begun since the consumer holds too much. */
  isStalled(): boolean;
  /** Who holds what, in words. */
  holders(): string;
  fail(error: TensorductError): void;
}

/** What bounds a wait. */
export interface VigilParts {
  readonly pool: WorkerPool;
  readonly timeoutMs: number | undefined;
  readonly heldTimeoutMs: number;
}

/**
 * The consumer's waits for batches: each ends with a batch, or with the end of those who are late. Workers keep the process
 * alive only as long as one lasts.
 */
export class Vigil {
  /** In all, in ms. */
  waitedMs = 0;
  /** Of them, while the consumer held too much. */
  stalledMs = 0;
  private onWake: (() => void) | null = null;

  constructor(
    private readonly parts: VigilParts,
    private readonly host: VigilHost,
  ) {}

  /** Waits until something has changed. Never rejects. */
  async wait(): Promise<void> {
    const { pool } = this.parts;
    const begun = performance.now();
    const isStalled = this.host.isStalled();
    pool.hold(true);
    const timer = this.setAlarm(begun, isStalled);
    await new Promise<void>((resolve) => (this.onWake = resolve));
    this.onWake = null;
    clearTimeout(timer);
    pool.hold(false);
    const waited = performance.now() - begun;
    this.waitedMs += waited;
    if (isStalled) this.stalledMs += waited;
  }

  /** Something has changed. */
  wake(): void {
    this.onWake?.();
  }

  private setAlarm(begun: number, isStalled: boolean): NodeJS.Timeout | undefined {
    const { timeoutMs, heldTimeoutMs } = this.parts;
    if (isStalled) return setTimeout(() => this.giveUp(), heldTimeoutMs);
    if (timeoutMs === undefined) return undefined;
    return setTimeout(() => this.endLate(begun, timeoutMs), timeoutMs);
  }

  /** Ends workers that have given nothing for too long; pauses of the consumer do not count. */
  private endLate(begun: number, timeoutMs: number): void {
    const { pool } = this.parts;
    const now = performance.now();
    const busy = pool.workers.filter(({ outstanding }) => outstanding > 0);
    // Timers may come a little early.
    const late = busy.filter(({ lastSeen }) => now - Math.max(lastSeen, begun) >= timeoutMs - 1);
    for (const worker of late) {
      const what = `${worker.label} gave nothing within ${timeoutMs} ms`;
      worker.lose(new TensorductError('ERR_TIMEOUT', what, { operation: 'next' }));
    }
    if (busy.length === 0 && !pool.isStarting) {
      this.host.fail(new TensorductError('ERR_TIMEOUT', `the source gave nothing within ${timeoutMs} ms`));
    }
    this.wake();
  }

  private giveUp(): void {
    const { heldTimeoutMs } = this.parts;
    const what = `${this.host.holders()}, and released none within ${heldTimeoutMs} ms`;
    const advice = 'release leases sooner, or allow more by maxHeld';
    this.host.fail(new TensorductError('ERR_TIMEOUT', what, { operation: 'next', advice }));
    this.wake();
  }
}
