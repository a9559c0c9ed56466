import { perSecond, type LoaderStatistics } from './loader-statistics.js';

/** What a progress line is written to: a stream of Node's, or what looks like one. */
export interface ProgressStream {
  /** Whether a line can be written over. @default false */
  readonly isTTY?: boolean;
  /** Takes text. */
  write(text: string): unknown;
}

/** Where a progress line is written. */
export interface ProgressOptions {
  /** @default standard error */
  readonly stream?: ProgressStream;
  /** Between two lines, in ms. @default 500 on a terminal, else 10000 */
  readonly intervalMs?: number;
}

/**
 * Shows how a loader gets on, in one line that is written again and again, until it is disposed of. On a terminal each takes
 * the place of the one before. Keeps no process alive.
 */
export function showProgress(
  loader: { statistics(): LoaderStatistics | null },
  { stream = process.stderr, intervalMs }: ProgressOptions = {},
): Disposable {
  const isTerminal = stream.isTTY === true;
  let before: LoaderStatistics | null = null;
  let width = 0;
  const show = (): void => {
    const now = loader.statistics();
    if (now === null) return;
    const line = formatProgress(now, before);
    stream.write(isTerminal ? `\r${line.padEnd(width)}` : `${line}\n`);
    width = line.length;
    before = now;
  };
  const timer = setInterval(show, intervalMs ?? (isTerminal ? 500 : 10_000));
  timer.unref();
  const stop = (): void => {
    clearInterval(timer);
    show();
    if (isTerminal && width > 0) stream.write('\n');
  };
  return { [Symbol.dispose]: stop };
}

/**
 * One line: `epoch 0  12/75 batches  3210 items/s  4 in work, 3 prepared, 1 held of 12  the consumer waits for stage "decode"`.
 * @param before of the same loader, earlier: then the rate is that since then
 */
export function formatProgress(now: LoaderStatistics, before: LoaderStatistics | null = null): string {
  const since = before?.epoch === now.epoch && before.elapsedMs < now.elapsedMs ? before : null;
  const rate = perSecond(now.items - (since?.items ?? 0), now.elapsedMs - (since?.elapsedMs ?? 0));
  const { working, prepared, held, capacity } = now.queue;
  return [
    `epoch ${now.epoch}`,
    `${now.batches}${now.length === null ? '' : `/${now.length}`} batches`,
    `${rate.toFixed(0)} items/s`,
    `${working} in work, ${prepared} prepared, ${held} held of ${capacity}`,
    now.bottleneck,
  ].join('  ');
}
