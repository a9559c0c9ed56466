import { tensorContest } from '../contests.js';
import type { Load } from '../names.js';
import type { Scenario } from '../scenario.js';
import { runMeasured } from './measured-stream.js';

const LOAD: Load = { kind: 'tensor', size: '64MiB' };

/** How much later than due a timer fires while large tensors stream: the worse of both ends, 99 of 100 times at most. */
export const loopDelay: Scenario = {
  name: 'loop-delay',
  async run(bench) {
    await runMeasured(bench, {
      scenario: 'loop-delay',
      unit: 'ms',
      load: LOAD,
      // A copy within one process has no loop that it could spare.
      contest: tensorContest(bench, LOAD).filter(({ contestant }) => contestant !== 'memcpy'),
      measure: { loop: true, memory: false },
      roundMs: bench.quick ? 150 : 500,
      rounds: bench.quick ? 1 : 3,
      figure: ({ gauges = [] }) => ({ figure: Math.max(...gauges.map(({ loopDelayMs }) => loopDelayMs ?? NaN)) }),
    });
  },
};
