import type { OwnerRequest, PoolContestant } from '../array-pool/requests.js';
import type { Bench, Plan } from '../bench.js';
import { ours, peer, type Entrant } from '../entrant.js';
import { Driver } from '../programs.js';
import type { Scenario } from '../scenario.js';
import { median } from '../statistics.js';

const BLOCKS = [10, 1000, 10_000] as const;
const CARGOES = ['array', 'nothing', 'handle'] as const;
const [QUICK_WARM_HAND_OVERS, WARM_HAND_OVERS] = [1_000, 5_000];
const [LEAST, MOST_HAND_OVERS, MOST_PUTS] = [100, 20_000, 2_000];

/** Arrays of a pool, from the write at one member until another one has a view. */
export const arrayPool: Scenario = {
  name: 'array-pool',
  async run(bench) {
    const contestants = ['tensorduct', 'child_process', 'worker_threads'] as const;
    const owners = await Promise.all(contestants.map((contestant) => Owner.open(bench, contestant)));
    try {
      // All sizes begin with code that is compiled.
      await owners[0].run({ task: 'blocks', count: BLOCKS[0] });
      const count = bench.quick ? QUICK_WARM_HAND_OVERS : WARM_HAND_OVERS;
      for (const cargo of CARGOES) await owners[0].run({ task: 'hand-over', cargo, count });
      for (const blocks of BLOCKS) await handOver(bench, owners[0], blocks);
      await put(bench, owners);
    } finally {
      await Promise.all(owners.map((owner) => owner.driver.stop()));
    }
  },
};

/** Whoever has the arrays: a process of its own. */
class Owner {
  private constructor(
    readonly entrant: Entrant,
    readonly driver: Driver<OwnerRequest>,
  ) {}

  static async open(bench: Bench, contestant: PoolContestant): Promise<Owner> {
    const driver = new Driver<OwnerRequest>(`array-pool ${contestant}`, 'array-pool/owner.js');
    const corrupt = bench.corrupt === contestant;
    const { pids = [], threadId } = await driver.asker.ask({ task: 'open', contestant, corrupt });
    driver.owns(pids, threadId);
    return new Owner(contestant === 'tensorduct' ? ours('shm') : peer(contestant), driver);
  }

  /** @returns microseconds of each */
  async run(request: OwnerRequest): Promise<Float64Array> {
    const { times = new Float64Array() } = await this.driver.asker.ask(request);
    return times;
  }
}

async function handOver(bench: Bench, owner: Owner, blocks: (typeof BLOCKS)[number]): Promise<void> {
  const label = `array-pool hand-over/${blocks}`;
  await owner.run({ task: 'blocks', count: blocks });
  for (const pinned of bench.pinnings) {
    if (bench.cores.length > 1) owner.driver.pin(bench.cores, pinned);
    const runners = CARGOES.map((cargo) => ({ entrant: owner.entrant, cargo }));
    const plan = planOf(bench, MOST_HAND_OVERS);
    const outcomes = await bench.alternate(label, 'us', runners, plan, async ({ cargo }, count) => {
      const figures = await owner.run({ task: 'hand-over', cargo, count });
      return { figure: median(figures), figures };
    });
    const [array, message, handle] = outcomes;
    const beside = { message: message.median, handle: handle.median };
    bench.report('array-pool', `hand-over/${blocks}`, 'us', [array], pinned, () => beside);
  }
}

async function put(bench: Bench, owners: readonly Owner[]): Promise<void> {
  for (const pinned of bench.pinnings) {
    if (bench.cores.length > 1) for (const { driver } of owners) driver.pin(bench.cores, pinned);
    const plan = planOf(bench, MOST_PUTS);
    const outcomes = await bench.alternate('array-pool put', 'us', owners, plan, async (owner, count) => {
      const figures = await owner.run({ task: 'put', count });
      return { figure: median(figures), figures };
    });
    bench.report('array-pool', 'put/0.8MB', 'us', outcomes, pinned);
  }
}

function planOf({ quick }: Bench, most: number): Plan {
  return quick
    ? { rounds: 2, roundMs: 20, warmMs: 60, least: LEAST, most }
    : { rounds: 7, roundMs: 100, warmMs: 1_000, least: LEAST, most };
}
