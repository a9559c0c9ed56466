import type { Bench } from '../bench.js';
import { byChannel, messageContest, tensorContest } from '../contests.js';
import { streamTerms } from '../entrant.js';
import { shapeOf, type Load } from '../names.js';
import type { Scenario } from '../scenario.js';

const HEADLINE: readonly Load[] = [
  { kind: 'messages', size: '64B' },
  { kind: 'tensor', size: '64KiB' },
  { kind: 'tensor', size: '1MiB' },
  { kind: 'tensor', size: '16MiB' },
  { kind: 'tensor', size: '64MiB' },
];
const LOADS: readonly Load[] = [...HEADLINE, { kind: 'tensors', size: '16x64KiB' }];

/** Messages one way, until the other end says that it has had them all. */
export const stream: Scenario = {
  name: 'stream',
  async run(bench) {
    for (const load of bench.quick ? HEADLINE : LOADS) await runLoad(bench, load);
  },
};

async function runLoad(bench: Bench, load: Load): Promise<void> {
  const label = `stream ${load.kind} ${load.size}`;
  const small = load.kind === 'messages';
  const unit = small ? 'msg/s' : 'GB/s';
  const { parts, bytes } = shapeOf(load);
  const contest = [
    ...(small ? messageContest(bench) : tensorContest(bench, load)),
    ...(bench.quick ? [] : byChannel(load)),
  ];
  const entries = contest.map((entrant) => ({ entrant, terms: streamTerms(entrant, load) }));
  const measure = { loop: false, memory: false };
  await bench.open(label, entries, async (runners) => {
    for (const pinned of bench.pinnings) {
      bench.pin(runners, pinned);
      const outcomes = await bench.alternate(
        label,
        unit,
        runners,
        bench.planFor(load),
        async ({ ask, course }, count) => {
          const { seconds = NaN, channel } = await ask({ task: 'stream', course, count, pauseMs: 0, measure });
          return { figure: small ? count / seconds : (count * parts * bytes) / seconds / 1e9, channel };
        },
      );
      bench.report('stream', load, unit, outcomes, pinned);
    }
  });
}
