import type { Bench, Outcome, Runner } from '../bench.js';
import { ours, peer, roundTripTerms } from '../entrant.js';
import { TRANSPORTS, type Load, type Unit } from '../names.js';
import type { Answer } from '../requests.js';
import type { Scenario } from '../scenario.js';

const LINKS = 100;
const [QUICK_MS, MS] = [500, 10_000];
const LOAD: Load = { kind: 'payload', size: '8B' };
const CONTEST = [...TRANSPORTS.map((transport) => ours(transport)), peer('net-unix'), peer('net-tcp')];

/** Pipes between two processes that have carried one message each and have no more to do: what they cost. */
export const idle: Scenario = {
  name: 'idle',
  async run(bench) {
    const entries = CONTEST.map((entrant) => ({ entrant, terms: roundTripTerms(entrant, LOAD) }));
    await bench.open('idle', entries, async (runners) => {
      bench.pin(runners, false);
      bench.progress(`idle: ${LINKS} links each`);
      // Idle ones do not disturb each other: all at once.
      const answers = await Promise.all(runners.map((runner) => measure(bench, runner)));
      const report = (unit: Unit, figure: (answer: Answer) => number): void => {
        const outcomes = runners.map(({ entrant }, index): Outcome => {
          const value = figure(answers[index]);
          return { entrant, median: value, p99: value, spread: [value, value] };
        });
        bench.report('idle', LOAD, unit, outcomes, false);
      };
      report('%', ({ idleGauges = [], seconds = NaN }) => {
        return (100 * idleGauges.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)) / seconds;
      });
      // Of the end that needs more, for each.
      report('KiB', ({ gauges = [] }) => Math.max(...gauges.map(({ growthKiB }) => growthKiB)) / LINKS);
      report('fds', ({ gauges = [] }) => Math.max(...gauges.map(({ descriptors }) => descriptors)) / LINKS);
    });
  },
};

function measure(bench: Bench, { ask, course }: Runner): Promise<Answer> {
  return ask({ task: 'idle', course, count: LINKS, idleMs: bench.quick ? QUICK_MS : MS });
}
