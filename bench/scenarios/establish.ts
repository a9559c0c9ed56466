import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../bench.js';
import type { Terms } from '../contestant.js';
import { contestantNamed } from '../contestants/index.js';
import { ours, peer, roundTripTerms, type Entrant } from '../entrant.js';
import { TRANSPORTS, type Load } from '../names.js';
import { Outbox } from '../outbox.js';
import { processPort } from '../port.js';
import { Asker, type JoinRequest } from '../requests.js';
import type { Scenario } from '../scenario.js';
import { stampOf } from '../stamps.js';
import { median } from '../statistics.js';

const LOAD: Load = { kind: 'payload', size: '8B' };
const JOINED: Load = { kind: 'messages', size: '8B' };
const [QUICK_JOINERS, JOINERS] = [8, 64];
/** Node starts slowly, and more slowly where all start at once. */
const STARTED_AT_A_TIME = 4;
const [QUICK_JOINS, JOINS] = [1, 5];
const CONTEST = [...TRANSPORTS.map((transport) => ours(transport)), peer('net-unix'), peer('net-tcp')];

/** From the beginning of a connection until its first message has come back: one alone, and many processes at once. */
export const establish: Scenario = {
  name: 'establish',
  async run(bench) {
    await establishOne(bench);
    await joinAtOnce(bench);
  },
};

async function establishOne(bench: Bench): Promise<void> {
  const entries = CONTEST.map((entrant) => ({ entrant, terms: roundTripTerms(entrant, LOAD) }));
  await bench.open('establish', entries, async (runners) => {
    for (const pinned of bench.pinnings) {
      bench.pin(runners, pinned);
      const outcomes = await bench.alternate(
        'establish',
        'ms',
        runners,
        { ...bench.planFor(LOAD), least: 5, warmMs: bench.quick ? 50 : 300 },
        async ({ ask, course }, count) => {
          const { times = new Float64Array() } = await ask({ task: 'establish', course, count });
          const figures = times.map((microseconds) => microseconds / 1e3);
          return { figure: median(figures), figures };
        },
      );
      bench.report('establish', LOAD, 'ms', outcomes, pinned);
    }
  });
}

interface Joiner {
  readonly process: ChildProcess;
  readonly asker: Asker<JoinRequest>;
}

/** The processes are there and have loaded everything; the listener is in this process. */
async function joinAtOnce(bench: Bench): Promise<void> {
  const processes = bench.quick ? QUICK_JOINERS : JOINERS;
  const joiners: Joiner[] = [];
  try {
    while (joiners.length < processes) {
      bench.progress(`establish: ${joiners.length} of ${processes} processes have started`);
      const started = Array.from({ length: STARTED_AT_A_TIME }, startJoiner);
      joiners.push(...started);
      for (const entrant of CONTEST) {
        const ready: JoinRequest = { terms: roundTripTerms(entrant, JOINED), address: '', stamp: 0 };
        await Promise.all(started.map(({ asker }) => asker.ask(ready)));
      }
    }
    const runners = CONTEST.map((entrant) => ({
      entrant,
      course: '',
      ask: () => Promise.reject(new Error('no driver')),
    }));
    const rounds = bench.quick ? QUICK_JOINS : JOINS;
    const plan = { rounds, roundMs: 0, warmMs: 0, least: 1, most: 1 };
    const outcomes = await bench.alternate('establish, all at once', 'ms', runners, plan, async ({ entrant }) => ({
      figure: await joinAll(entrant, joiners),
    }));
    bench.report('establish', JOINED, 'ms', outcomes, false, () => ({ processes }));
  } finally {
    for (const { process: child } of joiners) if (child.connected) child.disconnect();
  }
}

/** @returns milliseconds until the last one has been answered */
async function joinAll(entrant: Entrant, joiners: readonly Joiner[]): Promise<number> {
  const terms: Terms = roundTripTerms(entrant, JOINED);
  const contestant = await contestantNamed(entrant.contestant);
  const station = await contestant.open({ ...terms, depth: joiners.length });
  const outbox = new Outbox(station);
  const address = await station.listen(NO_PORT, (link) => {
    link.receive((parts) => void outbox.send(stampOf(parts), [link]));
  });
  const start = performance.now();
  await Promise.all(joiners.map(({ asker }, index) => asker.ask({ terms, address, stamp: index + 1 })));
  const took = performance.now() - start;
  await station.close();
  return took;
}

function startJoiner(): Joiner {
  const child = fork(fileURLToPath(new URL('../joiner.js', import.meta.url)), { serialization: 'advanced' });
  const asker = new Asker<JoinRequest>(processPort(child), 'a joiner');
  child.on('exit', (code, signal) => asker.fail(`it has exited with ${signal ?? code}`));
  return { process: child, asker };
}

/** Nobody here sends through the channel of Node. */
const NO_PORT = {
  send: () => false,
  on: () => () => {},
};
