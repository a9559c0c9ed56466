import type { Bench, Sample } from '../bench.js';
import { streamTerms, type Entrant } from '../entrant.js';
import { shapeOf, type Load, type ScenarioName, type Unit } from '../names.js';
import type { Answer, Measure } from '../requests.js';

/** A stream that is timed for what it costs, not for how fast it is. */
export interface MeasuredStream {
  readonly scenario: ScenarioName;
  readonly unit: Unit;
  readonly load: Load;
  readonly contest: readonly Entrant[];
  readonly measure: Measure;
  /** After each message, for a slow reader. @default 0 */
  readonly pauseMs?: number;
  /** How long a round is. */
  readonly roundMs: number;
  readonly rounds: number;
  /** Messages of a round, where its length does not say it. */
  readonly count?: number;
  /** @param bytes that have come */
  figure(answer: Answer, bytes: number): Omit<Sample, 'channel'>;
}

/** Runs it in every way. */
export async function runMeasured(bench: Bench, stream: MeasuredStream): Promise<void> {
  const { scenario, unit, load, contest, measure, pauseMs = 0, rounds, roundMs, count: fixed } = stream;
  const { parts, bytes } = shapeOf(load);
  const label = `${scenario} ${load.size}`;
  const entries = contest.map((entrant) => ({ entrant, terms: streamTerms(entrant, load) }));
  await bench.open(label, entries, async (runners) => {
    for (const pinned of bench.pinnings) {
      bench.pin(runners, pinned);
      const range = fixed === undefined ? {} : { least: fixed, most: fixed, warmMs: 0 };
      const plan = { ...bench.planFor(load), rounds, roundMs, ...range };
      const outcomes = await bench.alternate(label, unit, runners, plan, async ({ ask, course }, count) => {
        const answer = await ask({ task: 'stream', course, count, pauseMs, measure });
        return { ...stream.figure(answer, count * parts * bytes), channel: answer.channel };
      });
      bench.report(scenario, load, unit, outcomes, pinned);
    }
  });
}
