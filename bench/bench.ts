import type { Terms } from './contestant.js';
import { comparable, groupOf, labelOf, type Entrant } from './entrant.js';
import { caseName, shapeOf, type CaseName, type Load, type PeerName, type ScenarioName, type Unit } from './names.js';
import { Driver } from './programs.js';
import type { Recorded, RecordedFigure } from './recorded.js';
import type { Answer, DriverRequest } from './requests.js';
import type { Row } from './row.js';
import { advantage, isBetter, median, spread, worstOfHundred } from './statistics.js';

/** At least, of tensors. */
const ROUND_BYTES = 2 ** 23;

/** Who does the work of a case. */
export interface Entry {
  readonly entrant: Entrant;
  readonly terms: Terms;
  /** Processes at the other end. @default 1 */
  readonly partners?: number;
}

/** A course that is open: the tasks of it. */
export interface Runner {
  readonly entrant: Entrant;
  readonly course: string;
  readonly ask: (request: DriverRequest) => Promise<Answer>;
}

/** What one round has come to. */
export interface Sample {
  readonly figure: number;
  /** Of single messages, where they are timed. */
  readonly figures?: ArrayLike<number>;
  readonly channel?: string | undefined;
  readonly sides?: Row['sides'];
}

/** What all rounds of one entrant have come to. */
export interface Outcome {
  readonly entrant: Entrant;
  readonly median: number;
  readonly p99: number;
  readonly spread: readonly [number, number];
  readonly channel?: string | undefined;
  readonly sides?: Row['sides'];
}

/** How much work there is. */
export interface Plan {
  readonly rounds: number;
  readonly roundMs: number;
  readonly warmMs: number;
  /** Messages in a round. Where both are the same there is no warming up. */
  readonly least: number;
  readonly most: number;
}

/** What all scenarios share: processes, turns, and rows. */
export class Bench {
  private readonly drivers = new Map<string, Driver>();
  private courses = 0;

  /**
   * @param quick the headline cases, with less of everything
   * @param cores to pin processes to; fewer than two for no pinning
   * @param corrupt who spoils a message, to see that the run fails
   * @param recorded what peers have done on other days
   * @param emit takes the rows of a case
   */
  constructor(
    readonly quick: boolean,
    readonly cores: readonly number[],
    readonly corrupt: string | null,
    private readonly recorded: Recorded,
    private readonly emit: (rows: readonly Row[]) => void,
  ) {}

  /** In which ways each case runs. */
  get pinnings(): readonly boolean[] {
    if (this.cores.length < 2) return [false];
    return this.quick ? [true] : [true, false];
  }

  planFor(load: Load): Plan {
    const least = leastMessages(load);
    if (!this.quick) return { rounds: 7, roundMs: 100, warmMs: 600, least: 4 * least, most: 200_000 };
    if (isLarge(load)) return { rounds: 2, roundMs: 20, warmMs: 0, least, most: 20_000 };
    return { rounds: 2, roundMs: 25, warmMs: load.kind.startsWith('tensor') ? 70 : 200, least, most: 20_000 };
  }

  /** On the screen, until the next one. */
  progress(text: string): void {
    process.stderr.write(`\r\u001b[K${text}`);
  }

  /** Opens all courses, does the work with them, and closes them. */
  async open<T>(
    label: string,
    entries: readonly Entry[],
    work: (runners: readonly Runner[]) => Promise<T>,
  ): Promise<T> {
    this.progress(`${label}: opening`);
    const runners = await Promise.all(entries.map((entry) => this.openOne(entry)));
    const result = await work(runners);
    await Promise.all(runners.map(({ ask, course }) => ask({ task: 'close', course })));
    return result;
  }

  /** Puts processes on cores of their own, or lets them go where they want. */
  pin(entries: readonly { readonly entrant: Entrant }[], pinned: boolean): void {
    if (this.cores.length < 2) return;
    for (const group of new Set(entries.map(({ entrant }) => groupOf(entrant)))) {
      this.drivers.get(group)?.pin(this.cores, pinned);
    }
  }

  /**
   * All in turns, round by round, so that a noisy moment hits everybody.
   * @param run a round of so many messages
   */
  async alternate<R extends Pick<Runner, 'entrant'>>(
    label: string,
    unit: Unit,
    runners: readonly R[],
    plan: Plan,
    run: (runner: R, count: number) => Promise<Sample>,
  ): Promise<readonly Outcome[]> {
    const counts: number[] = [];
    for (const runner of runners) {
      this.progress(`${label}: ${labelOf(runner.entrant)} warms up`);
      counts.push(plan.least === plan.most ? plan.most : await warmUp(plan, (count) => run(runner, count)));
    }
    const samples = runners.map((): Sample[] => []);
    for (let round = 0; round < plan.rounds; round++) {
      for (const [index, runner] of runners.entries()) {
        this.progress(`${label}: round ${round + 1} of ${plan.rounds}, ${labelOf(runner.entrant)}`);
        samples[index].push(await run(runner, counts[index]));
      }
    }
    return runners.map(({ entrant }, index) => summarize(entrant, unit, samples[index]));
  }

  /** Ours beside everybody who is comparable, as rows. */
  report(
    scenario: ScenarioName,
    load: Load | CaseName,
    unit: Unit,
    outcomes: readonly Outcome[],
    pinned: boolean,
    more: (ours: Outcome) => Partial<Row> = () => ({}),
  ): void {
    const rows: Row[] = [];
    for (const ours of outcomes) {
      const { contestant, transport, mode, form, channel } = ours.entrant;
      if (contestant !== 'tensorduct' || form === 'promises') continue;
      const promises = outcomes.find(
        ({ entrant }) => entrant.form === 'promises' && entrant.transport === transport && entrant.mode === mode,
      );
      const name = typeof load === 'string' ? load : caseName(transport, load, mode);
      const base = {
        scenario,
        case: name,
        ours: ours.median,
        unit,
        peer: null,
        theirs: null,
        ratio: null,
        p99: ours.p99,
        spread: ours.spread,
        theirP99: null,
        theirSpread: null,
        quick: this.quick,
        pinned,
        ...(promises === undefined ? {} : { promises: promises.median }),
        ...(ours.channel === undefined || !name.includes('/tensor') ? {} : { channel: ours.channel }),
        ...(channel === null ? {} : { forced: true as const }),
        ...(ours.sides === undefined ? {} : { sides: ours.sides }),
        ...more(ours),
      } satisfies Row;
      const live = outcomes.flatMap((theirs): Row[] => {
        const peer = theirs.entrant.contestant;
        if (peer === 'tensorduct' || !comparable(ours.entrant, theirs.entrant)) return [];
        return [beside(base, peer, theirs)];
      });
      const recorded = this.recordedFor(scenario, name, unit, ours.entrant.channel).map(({ peer, figure, how }) => ({
        ...beside(base, peer, { median: figure }),
        recorded: this.recorded.machine,
        recordedAs: how,
      }));
      const compared = [...live, ...recorded];
      rows.push(...(compared.length > 0 ? compared : [base]));
    }
    this.progress('');
    this.emit(rows);
  }

  /** Ends all processes: the next case has new ones. */
  async close(): Promise<void> {
    await Promise.all([...this.drivers.values()].map((driver) => driver.stop()));
    this.drivers.clear();
  }

  private async openOne({ entrant, terms, partners = 1 }: Entry): Promise<Runner> {
    const group = groupOf(entrant);
    let driver = this.drivers.get(group);
    if (driver === undefined) this.drivers.set(group, (driver = new Driver(group)));
    const { asker } = driver;
    const course = `${labelOf(entrant)} #${this.courses++}`;
    const corrupt = this.corrupt === entrant.contestant;
    const { pids = [], threadId } = await asker.ask({ task: 'open', course, terms, partners, corrupt });
    driver.owns(pids, threadId);
    return { entrant, course, ask: (request) => asker.ask(request) };
  }

  /** The best of each peer; for a channel that was forced, of those who have gone that way. */
  private recordedFor(
    scenario: ScenarioName,
    name: string,
    unit: Unit,
    channel: string | null,
  ): readonly RecordedFigure[] {
    const best = new Map<PeerName, RecordedFigure>();
    for (const figure of this.recorded.figures) {
      const matches = figure.scenario === scenario && figure.unit === unit && `${name}/`.startsWith(`${figure.case}/`);
      if (!matches || (channel !== null && figure.channel !== channel)) continue;
      const known = best.get(figure.peer);
      if (known === undefined || isBetter(unit, figure.figure, known.figure)) best.set(figure.peer, figure);
    }
    return [...best.values()];
  }
}

function beside(base: Row, peer: PeerName, theirs: Pick<Outcome, 'median'> & Partial<Outcome>): Row {
  return {
    ...base,
    peer,
    theirs: theirs.median,
    ratio: advantage(base.unit, base.ours, theirs.median),
    theirP99: theirs.p99 ?? null,
    theirSpread: theirs.spread ?? null,
  };
}

/** Whether a message takes milliseconds. */
export function isLarge(load: Load): boolean {
  const { parts, bytes } = shapeOf(load);
  return parts * bytes > ROUND_BYTES;
}

/** Few tensors are enough to see how fast they are, few small messages are not: of these there are buffers on the way. */
function leastMessages(load: Load): number {
  if (load.kind === 'messages') return 5_000;
  if (load.kind === 'payload') return 100;
  const { parts, bytes } = shapeOf(load);
  return clamp(ROUND_BYTES / (parts * bytes), 1, 50);
}

/** @returns how many messages make a round */
async function warmUp(
  { warmMs, roundMs, least, most }: Plan,
  run: (count: number) => Promise<Sample>,
): Promise<number> {
  const end = performance.now() + warmMs;
  for (let count = least; ;) {
    const start = performance.now();
    await run(count);
    const took = performance.now() - start;
    if (performance.now() >= end) return clamp((count * roundMs) / took, least, most);
    // Long enough to end the warming, but not all at once: it gets faster meanwhile.
    count = clamp(Math.min(4 * count, (count * (end - performance.now())) / took), least, most);
  }
}

function clamp(figure: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.round(figure)));
}

function summarize(entrant: Entrant, unit: Unit, samples: readonly Sample[]): Outcome {
  const rounds = samples.map(({ figure }) => figure);
  const single = samples.flatMap(({ figures }) => (figures === undefined ? [] : Array.from(figures)));
  const sides = samples.flatMap((sample) => (sample.sides === undefined ? [] : [sample.sides]));
  return {
    entrant,
    median: median(rounds),
    p99: worstOfHundred(unit, single.length > 0 ? single : rounds),
    spread: spread(rounds),
    channel: samples.at(-1)?.channel,
    ...(sides.length === 0
      ? {}
      : {
          sides: {
            sender: median(sides.map(({ sender }) => sender)),
            receiver: median(sides.map(({ receiver }) => receiver)),
          },
        }),
  };
}
