import type { LoaderStatistics } from 'tensorduct/loader';

/**
 * What the loader is about, in lines: each stage with its rate and how many of its calls run at a time, where the batches
 * are, and who waits for whom.
 * @param before the same, earlier: rates are those since then
 */
export function formatStages(now: LoaderStatistics, before: LoaderStatistics | null): string {
  const elapsedMs = Math.max(1, now.elapsedMs - (before?.elapsedMs ?? 0));
  const width = Math.max(...now.stages.map(({ name }) => name.length));
  const stages = now.stages.map(({ name, calls, busyMs }, i) => {
    const rate = ((calls - (before?.stages[i].calls ?? 0)) * 1000) / elapsedMs;
    const running = (busyMs - (before?.stages[i].busyMs ?? 0)) / elapsedMs;
    return `  ${name.padEnd(width)} ${rate.toFixed(0).padStart(7)}/s ${running.toFixed(2).padStart(6)} at a time`;
  });
  const { working, prepared, held, capacity } = now.queue;
  const queue = `  batches: ${working} in work, ${prepared} prepared, ${held} held, of ${capacity}; ${now.bottleneck}`;
  return [...stages, queue].join('\n');
}
