import type { Bench, Plan } from '../bench.js';
import { ours, peer, type Entrant } from '../entrant.js';
import type { ConsumerRequest, ItemTerms, LoaderContestant, TrainerRequest } from '../loader/requests.js';
import { Driver } from '../programs.js';
import type { Scenario } from '../scenario.js';

const SIZES = { '64KiB': 2 ** 16, '1MiB': 2 ** 20, '32MiB': 2 ** 25 } as const;
const NAMES = ['64KiB', '1MiB', '32MiB'] as const;
const QUICK_NAMES = ['32MiB'] as const;
const MODES = ['borrowed', 'copied'] as const;
const QUICK_MODES = ['borrowed'] as const;
const CONTESTANTS = ['tensorduct', 'child_process', 'worker_threads', 'piscina'] as const;
/** It is over, and has stopped, long before so many items. */
const MOST_ITEMS = 20_000;
const CORRUPT_ITEM = 2;
const PICTURES_IN_A_BATCH = 32;
const MOST_BATCHES = 1_000;

/** Items that a worker makes and a consumer reads: GB/s of them. Then pictures that workers decode, in batches: how many. */
export const loader: Scenario = {
  name: 'loader',
  async run(bench) {
    for (const size of bench.quick ? QUICK_NAMES : NAMES) {
      for (const mode of bench.quick ? QUICK_MODES : MODES) await runCase(bench, size, mode);
    }
    await runBatches(bench);
  },
};

/** A consumer, with its worker. */
class Consumer {
  private constructor(
    readonly entrant: Entrant,
    readonly driver: Driver<ConsumerRequest>,
  ) {}

  static async open(contestant: LoaderContestant, terms: ItemTerms): Promise<Consumer> {
    const driver = new Driver<ConsumerRequest>(`loader ${contestant}`, 'loader/consumer.js');
    const { pids = [], threadId } = await driver.asker.ask({ task: 'open', contestant, terms });
    driver.owns(pids, threadId);
    const { mode } = terms;
    return new Consumer(contestant === 'tensorduct' ? ours('shm', mode) : peer(contestant, mode), driver);
  }

  async close(): Promise<void> {
    await this.driver.asker.ask({ task: 'close' });
    await this.driver.stop();
  }
}

async function runCase(bench: Bench, size: (typeof NAMES)[number], mode: (typeof MODES)[number]): Promise<void> {
  const name = `subprocess/${size}/${mode}` as const;
  const bytes = SIZES[size];
  bench.progress(`loader ${name}: opening`);
  const consumers = await Promise.all(
    CONTESTANTS.map((contestant) => {
      const corrupt = bench.corrupt === contestant ? CORRUPT_ITEM : null;
      return Consumer.open(contestant, { bytes, mode, corrupt });
    }),
  );
  try {
    for (const pinned of bench.pinnings) {
      if (bench.cores.length > 1) for (const { driver } of consumers) driver.pin(bench.cores, pinned);
      const plan = planOf(bench, bytes);
      const outcomes = await bench.alternate(`loader ${name}`, 'GB/s', consumers, plan, async ({ driver }, count) => {
        const { seconds = NaN, cpuSeconds = [] } = await driver.asker.ask({ task: 'consume', count });
        const gigabytes = (count * bytes) / 1e9;
        const [receiver, sender] = cpuSeconds.map((spent) => spent / gigabytes);
        return { figure: gigabytes / seconds, sides: { sender, receiver } };
      });
      bench.report('loader', name, 'GB/s', outcomes, pinned);
    }
  } finally {
    await Promise.all(consumers.map((consumer) => consumer.close()));
  }
}

/** On whatever cores the system likes: there are more processes than two. */
async function runBatches(bench: Bench): Promise<void> {
  const driver = new Driver<TrainerRequest>('loader batches', 'loader/trainer.js');
  const contest = ['tensorduct', 'same-process'] as const;
  const runners = contest.map((by) => ({ by, entrant: by === 'tensorduct' ? ours('shm') : peer(by) }));
  const plan = bench.quick
    ? { rounds: 2, roundMs: 150, warmMs: 200, least: 2, most: MOST_BATCHES }
    : { rounds: 7, roundMs: 1_000, warmMs: 2_000, least: 8, most: MOST_BATCHES };
  try {
    const outcomes = await bench.alternate('loader batch', 'images/s', runners, plan, async ({ by }, count) => {
      const corrupt = bench.corrupt === by ? CORRUPT_ITEM : null;
      const { seconds = NaN } = await driver.asker.ask({ task: 'train', by, count, corrupt });
      return { figure: (count * PICTURES_IN_A_BATCH) / seconds };
    });
    bench.report('loader', 'batch/32x224x224x3', 'images/s', outcomes, false);
    await driver.asker.ask({ task: 'close' });
  } finally {
    await driver.stop();
  }
}

function planOf({ quick }: Bench, bytes: number): Plan {
  const least = Math.max(4, Math.round(2 ** 22 / bytes));
  return quick
    ? { rounds: 2, roundMs: 40, warmMs: 60, least, most: MOST_ITEMS }
    : { rounds: 7, roundMs: 100, warmMs: 1_000, least, most: MOST_ITEMS };
}
