import { tensorContest } from '../contests.js';
import type { Load } from '../names.js';
import type { Scenario } from '../scenario.js';
import { runMeasured } from './measured-stream.js';

const HEADLINE: readonly Load[] = [{ kind: 'tensor', size: '16MiB' }];
const LOADS: readonly Load[] = [{ kind: 'tensor', size: '1MiB' }, ...HEADLINE];

/** CPU time of all threads of both ends while tensors stream, for each GB. */
export const cpuPerGb: Scenario = {
  name: 'cpu-per-gb',
  async run(bench) {
    for (const load of bench.quick ? HEADLINE : LOADS) {
      await runMeasured(bench, {
        scenario: 'cpu-per-gb',
        unit: 's/GB',
        load,
        contest: tensorContest(bench, load),
        measure: { loop: false, memory: false },
        roundMs: bench.quick ? 60 : 300,
        rounds: bench.quick ? 1 : 3,
        figure: ({ gauges = [], threads = false }, bytes) => {
          const costs = gauges.map(({ cpuSeconds }) => cpuSeconds / (bytes / 1e9));
          // Both ends of a thread are one process: its cost is not to be counted twice.
          const [sender, receiver = 0] = threads ? [costs[0]] : costs;
          return { figure: sender + receiver, sides: { sender, receiver } };
        },
      });
    }
  },
};
