import { ours, peer, type Entrant } from '../entrant.js';
import { SIZES } from '../names.js';
import type { Scenario } from '../scenario.js';
import { runMeasured } from './measured-stream.js';

/** What the reader takes for each message. */
const PAUSE_MS = 1;
const [QUICK_BYTES, BYTES] = [2 ** 25, 2 ** 30];

const QUICK_CONTEST: readonly Entrant[] = [
  ours('shm'),
  ours('shm', 'borrowed'),
  ours('unix'),
  peer('net-unix'),
  peer('zeromq'),
];
const CONTEST: readonly Entrant[] = [
  ...QUICK_CONTEST,
  ours('tcp'),
  peer('net-tcp'),
  peer('zeromq', 'copied', 'tcp'),
  peer('child_process'),
];

/** A writer that obeys all there is to obey, and a reader that is slower: how much the peaks of both ends' memory grow. */
export const boundedMemory: Scenario = {
  name: 'bounded-memory',
  async run(bench) {
    // Memory that a process has had before would hide what it takes.
    await bench.close();
    await runMeasured(bench, {
      scenario: 'bounded-memory',
      unit: 'KiB',
      load: { kind: 'tensor', size: '1MiB' },
      contest: bench.quick ? QUICK_CONTEST : CONTEST,
      measure: { loop: false, memory: true },
      pauseMs: PAUSE_MS,
      roundMs: 0,
      rounds: bench.quick ? 1 : 3,
      count: (bench.quick ? QUICK_BYTES : BYTES) / SIZES['1MiB'],
      figure: ({ gauges = [] }) => {
        const [sender, receiver = 0] = gauges.map(({ peakGrowthKiB }) => peakGrowthKiB);
        return { figure: sender + receiver, sides: { sender, receiver } };
      },
    });
  },
};
