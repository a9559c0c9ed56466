import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** What work has cost the process of one end. */
export interface Gauges {
  /** Of all its threads. */
  readonly cpuSeconds: number;
  /** How much longer than its interval a timer of 1 ms took, 99 of 100 times at most. Null where it was not asked for. */
  readonly loopDelayMs: number | null;
  /** By how much the peak of its memory exceeds what it had at the start. */
  readonly peakGrowthKiB: number;
  /** By how much its live objects, what memory belongs to them, and the shared memory that it has touched have grown. */
  readonly growthKiB: number;
  /** By how much the number of its open files has grown. */
  readonly descriptors: number;
}

const INTERVAL_MS = 1;

/** Reads the gauges of this process before and after work. */
export class GaugeReader {
  private readonly cpu = process.cpuUsage();
  private readonly delays: IntervalHistogram | null;
  private readonly residentKiB: number;
  private readonly liveKiB: number;
  private readonly descriptors = countDescriptors();

  /**
   * @param loop whether the delay of the event loop is measured, which costs it a timer
   * @param memory whether memory is, which collects garbage first
   */
  constructor(
    loop: boolean,
    private readonly memory: boolean,
  ) {
    if (memory) {
      collectGarbage();
      // Sets the peak back to what is in use now.
      writeFileSync('/proc/self/clear_refs', '5');
    }
    this.residentKiB = memory ? statusKiB('VmRSS') : 0;
    this.liveKiB = memory ? liveKiB() : 0;
    this.delays = loop ? monitorEventLoopDelay({ resolution: INTERVAL_MS }) : null;
    this.delays?.enable();
  }

  read(): Gauges {
    const { user, system } = process.cpuUsage(this.cpu);
    this.delays?.disable();
    const peakGrowthKiB = this.memory ? statusKiB('VmHWM') - this.residentKiB : 0;
    if (this.memory) collectGarbage();
    return {
      cpuSeconds: (user + system) / 1e6,
      loopDelayMs: this.delays === null ? null : Math.max(0, this.delays.percentile(99) / 1e6 - INTERVAL_MS),
      peakGrowthKiB,
      growthKiB: this.memory ? liveKiB() - this.liveKiB : 0,
      descriptors: countDescriptors() - this.descriptors,
    };
  }
}

function countDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Needs `--expose-gc`; a thread has it from its process. */
function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('garbage cannot be collected: start with --expose-gc');
  globalThis.gc();
}

function liveKiB(): number {
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 + statusKiB('RssShmem');
}

/** One figure of this process. */
function statusKiB(name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(match?.[1]);
}
