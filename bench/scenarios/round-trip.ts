import type { Bench } from '../bench.js';
import { byChannel, messageContest, tensorContest } from '../contests.js';
import { roundTripTerms } from '../entrant.js';
import type { Load } from '../names.js';
import type { Scenario } from '../scenario.js';
import { median } from '../statistics.js';

const HEADLINE: readonly Load[] = [
  { kind: 'payload', size: '8B' },
  { kind: 'tensor', size: '64KiB' },
  { kind: 'tensor', size: '1MiB' },
  { kind: 'tensor', size: '16MiB' },
  { kind: 'tensor', size: '64MiB' },
];
const LOADS: readonly Load[] = [
  { kind: 'payload', size: '8B' },
  { kind: 'payload', size: '1KiB' },
  { kind: 'payload', size: '64KiB' },
  { kind: 'tensor', size: '4KiB' },
  { kind: 'tensor', size: '64KiB' },
  { kind: 'tensor', size: '1MiB' },
  { kind: 'tensor', size: '16MiB' },
  { kind: 'tensor', size: '64MiB' },
  { kind: 'tensors', size: '16x64KiB' },
];
/** Both ends are asleep after so long. */
const PAUSE_MS = 5;
const [QUICK_ASLEEP, ASLEEP] = [20, 100];

/** One message to the other process and back. */
export const roundTrip: Scenario = {
  name: 'round-trip',
  async run(bench) {
    for (const load of bench.quick ? HEADLINE : LOADS) await runLoad(bench, load);
  },
};

async function runLoad(bench: Bench, load: Load): Promise<void> {
  const label = `round-trip ${load.kind} ${load.size}`;
  const small = load.kind === 'payload';
  const contest = [
    ...(small ? messageContest(bench) : tensorContest(bench, load)),
    ...(bench.quick ? [] : byChannel(load)),
  ];
  const entries = contest.map((entrant) => ({ entrant, terms: roundTripTerms(entrant, load) }));
  await bench.open(label, entries, async (runners) => {
    for (const pinned of bench.pinnings) {
      bench.pin(runners, pinned);
      const outcomes = await bench.alternate(
        label,
        'us',
        runners,
        bench.planFor(load),
        async ({ ask, course }, count) => {
          const { times = new Float64Array(), channel } = await ask({ task: 'round-trips', course, count, pauseMs: 0 });
          return { figure: median(times), figures: times, channel };
        },
      );
      const asleep = new Map<object, number>();
      for (const { ask, course, entrant } of runners) {
        if (!small || entrant.contestant !== 'tensorduct' || entrant.form === 'promises') continue;
        const count = bench.quick ? QUICK_ASLEEP : ASLEEP;
        const { times = [] } = await ask({ task: 'round-trips', course, count, pauseMs: PAUSE_MS });
        asleep.set(entrant, median(times));
      }
      bench.report('round-trip', load, 'us', outcomes, pinned, ({ entrant }) => {
        const figure = asleep.get(entrant);
        return figure === undefined ? {} : { asleep: figure };
      });
    }
  });
}
