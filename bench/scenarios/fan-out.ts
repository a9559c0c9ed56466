import { ours, peer, streamTerms, type Entrant } from '../entrant.js';
import { MODES, shapeOf, type Load } from '../names.js';
import type { Scenario } from '../scenario.js';

const [QUICK_PROCESSES, PROCESSES] = [2, 4];
const HEADLINE: readonly Load[] = [{ kind: 'tensor', size: '1MiB' }];
const LOADS: readonly Load[] = [
  { kind: 'tensor', size: '64KiB' },
  { kind: 'tensor', size: '1MiB' },
  { kind: 'tensor', size: '16MiB' },
];
const QUICK_CONTEST: readonly Entrant[] = [
  ...MODES.map((mode) => ours('shm', mode)),
  peer('net-unix-onread'),
  peer('zeromq'),
];
const CONTEST: readonly Entrant[] = [
  ...QUICK_CONTEST,
  ours('unix'),
  ours('tcp'),
  peer('child_process'),
  peer('net-unix'),
  peer('net-tcp'),
  peer('net-tcp-onread'),
];
const NOTHING = { loop: false, memory: false };

/** The same tensor to several processes, from one memory: GB/s of all that they have got. */
export const fanOut: Scenario = {
  name: 'fan-out',
  async run(bench) {
    const partners = bench.quick ? QUICK_PROCESSES : PROCESSES;
    for (const load of bench.quick ? HEADLINE : LOADS) {
      const label = `fan-out ${load.size}`;
      const { bytes } = shapeOf(load);
      const contest = bench.quick ? QUICK_CONTEST : CONTEST;
      const entries = contest.map((entrant) => ({ entrant, terms: streamTerms(entrant, load), partners }));
      await bench.open(label, entries, async (runners) => {
        for (const pinned of bench.pinnings) {
          bench.pin(runners, pinned);
          const outcomes = await bench.alternate(
            label,
            'GB/s',
            runners,
            bench.planFor(load),
            async ({ ask, course }, count) => {
              const { seconds = NaN, channel } = await ask({
                task: 'stream',
                course,
                count,
                pauseMs: 0,
                measure: NOTHING,
              });
              return { figure: (partners * count * bytes) / seconds / 1e9, channel };
            },
          );
          bench.report('fan-out', load, 'GB/s', outcomes, pinned, () => ({ processes: partners }));
        }
      });
    }
  },
};
