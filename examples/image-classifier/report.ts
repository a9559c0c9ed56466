import { CLASSES } from './drawing/picture.js';
import type { Result } from './result.js';

/** Less, and the run has failed. */
export const LEAST_ACCURACY = 0.95;

/** A result in figures. */
export interface Report {
  readonly images: number;
  /** Images that came back exactly once, not at all, and more than once. */
  readonly once: number;
  readonly missing: number;
  readonly repeated: number;
  readonly messages: number;
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** 10^6 bytes of payloads and tensors a second, both directions. */
  readonly megabytesPerSecond: number;
  /** Of a message, from its write to its predictions. */
  readonly latencyMs: { readonly p50: number; readonly p99: number };
  /** Of the images that came back, the part whose prediction is the label that came with it. */
  readonly accuracy: number;
  /** Mean score of the predictions. */
  readonly confidence: number;
  /** Rows are classes shown, columns classes predicted. */
  readonly confusion: readonly (readonly number[])[];
  /** What is wrong with the run; nothing, if it has passed. */
  readonly problems: readonly string[];
}

/** The figures of a finished run, and whether it has passed. */
export function reportOn(result: Result): Report {
  const { returned, strangers, latencies, elapsedMs, bytes } = result;
  const seconds = elapsedMs / 1000;
  const once = returned.filter((times) => times === 1).length;
  const missing = returned.filter((times) => times === 0).length;
  const repeated = returned.length - once - missing;
  const confusion = Array.from({ length: CLASSES }, (_, shown) =>
    Array.from(result.confusion.subarray(shown * CLASSES, (shown + 1) * CLASSES)),
  );
  const accuracy = accuracyOf(result);
  const problems: string[] = [];
  if (missing > 0) problems.push(`${missing} of ${returned.length} images did not come back`);
  if (repeated > 0) problems.push(`${repeated} images came back more than once`);
  if (strangers > 0) problems.push(`${strangers} images came back that were never sent`);
  if (!(accuracy >= LEAST_ACCURACY)) {
    problems.push(`the accuracy is ${percent(accuracy)}, less than ${percent(LEAST_ACCURACY)}`);
  }
  return {
    images: returned.length,
    once,
    missing,
    repeated,
    messages: latencies.length,
    seconds,
    imagesPerSecond: ratio(once, seconds),
    megabytesPerSecond: ratio(bytes / 1e6, seconds),
    latencyMs: { p50: percentile(latencies, 50), p99: percentile(latencies, 99) },
    accuracy,
    confidence: ratio(result.confidence, sum(result.confusion)),
    confusion,
    problems,
  };
}

/** How far a run has come, in one line. */
export function progressLine(result: Result): string {
  const back = result.returned.filter((times) => times > 0).length;
  const rate = ratio(back, result.elapsedMs / 1000);
  return `${back} of ${result.returned.length} images, ${rate.toFixed(0)} images/s, accuracy ${percent(accuracyOf(result))}`;
}

/** A report for people, in lines. */
export function formatReport(report: Report): string {
  const { latencyMs } = report;
  const figures = [
    ['images', `${report.once} of ${report.images} back exactly once, in ${report.messages} messages`],
    ['rate', `${report.imagesPerSecond.toFixed(0)} images/s, ${report.megabytesPerSecond.toFixed(2)} MB/s`],
    ['latency', `p50 ${latencyMs.p50.toFixed(2)} ms, p99 ${latencyMs.p99.toFixed(2)} ms, a message there and back`],
    ['accuracy', `${percent(report.accuracy)}, with a mean confidence of ${percent(report.confidence)}`],
  ];
  const lines = figures.map(([name, figure]) => `${name.padEnd(10)}${figure}`);
  return [...lines, '', 'shown \\ predicted', ...confusionTable(report.confusion)].join('\n');
}

/** Right-aligned, with the sum of each row behind it; zeros are dots. */
export function confusionTable(confusion: readonly (readonly number[])[]): string[] {
  const classes = confusion.map((_, index) => String(index));
  const rows = confusion.map((row, shown) => [
    classes[shown],
    ...row.map((images) => (images === 0 ? '.' : String(images))),
    String(sum(row)),
  ]);
  const width = Math.max(...rows.flat().map(({ length }) => length));
  return [['', ...classes, 'sum'], ...rows].map((cells) => cells.map((cell) => cell.padStart(width + 1)).join(''));
}

/** The smallest value that at least `percentage` of all do not exceed (nearest rank); NaN of none. */
export function percentile(values: Float64Array, percentage: number): number {
  const sorted = values.slice().sort();
  return sorted[Math.max(0, Math.ceil((percentage / 100) * sorted.length) - 1)] ?? NaN;
}

function accuracyOf({ confusion }: Result): number {
  const right = confusion.filter((_, at) => at % (CLASSES + 1) === 0);
  return ratio(sum(right), sum(confusion));
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function percent(part: number): string {
  return `${(100 * part).toFixed(2)} %`;
}
