import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../../src/fault-point.js';
import { DEADLINE_MS } from '../../../src/testing/deadlines.js';
import { filesLeft, removeTemporary } from './fault-build.js';
import { Random } from './random.js';
import { expectExchange, killOnce, ROLES, stopOnce, surviveOnce, type Role } from './rounds.js';
import { Survivor } from './survivor.js';

/** Over the points whose turn it is; each has one at least. */
const ROUNDS = Number(process.env.TENSORDUCT_FAULT_ROUNDS ?? 200);
const SEED = Number(process.env.TENSORDUCT_SEED ?? Math.floor(Math.random() * 2 ** 32));
/** As many rounds run side by side: `maxConcurrency` of the project `fault-points` in vitest.config.ts. */
const LANES = 2;

/** After so many deaths the exchange is one with a fresh process, and otherwise with a witness that lives on. */
const FRESH_EVERY = 8;

/** The names of `FaultPoint`: the type is the only list. */
const POINTS = readPoints();

/** The points whose turn it is: with `2/4` it is that of each fourth one, from the second on. */
const [PART, PARTS] = (process.env.TENSORDUCT_FAULT_PART ?? '1/1').split('/').map(Number);
const CHOSEN = POINTS.filter((_, index) => index % PARTS === PART - 1);

/** Where a peer is stopped as well. */
const STOPS: readonly FaultPoint[] = [
  'brochure-sending',
  'answer-sending',
  'link-accepted',
  'link-hello-received',
  'segment-announced',
  'copy-in-half',
  'peer-read-half',
  'borrowed',
  'settled-waiting',
  'goodbye-received',
];

/** A survivor does not come there: its context lives on. */
const ENDS: readonly FaultPoint[] = [
  'context-closing',
  'memory-closing',
  'views-detached',
  'link-closing',
  'link-hung-up',
  'arena-closed',
];

/** How often an exchange comes to each point. */
const census = new Map<Role, Map<string, number>>();
const free: Lane[] = [];

/** What a test has to itself. */
interface Lane {
  readonly survivor: Survivor;
  readonly witness: Survivor;
}

beforeAll(async () => {
  console.log(`TENSORDUCT_SEED=${SEED} TENSORDUCT_FAULT_ROUNDS=${ROUNDS}`);
  const lane = await startLane();
  const { survivor } = lane;
  free.push(lane);
  for (const role of ROLES) census.set(role, await count(survivor, role));
  await survivor.noteOwnSockets();
  await survivor.expectClean();
  while (free.length < LANES) free.push(await startLane());
});

afterAll(async () => {
  for (const lane of free) await endLane(lane);
  const left = filesLeft().filter((name) => !Survivor.pids.has(Number.parseInt(name)));
  removeTemporary();
  expect(left, 'files that the dead have left').toEqual([]);
});

describe.concurrent('a peer that is killed', () => {
  for (const [index, point] of CHOSEN.entries()) {
    const rounds = Math.max(1, Math.floor((ROUNDS + index) / CHOSEN.length));
    it(`at ${point} takes nothing with it, in ${rounds} rounds`, { timeout: (6 + rounds) * DEADLINE_MS }, async () => {
      const random = new Random(`${SEED} ${point}`);
      const roles = rolesAt(point);
      const first = random.below(roles.length);
      await withLane(async ({ survivor, witness }) => {
        for (let number = 0; number < rounds; number++) {
          const role = roles[(first + number) % roles.length];
          const hit = 1 + random.below(timesAt(role, point));
          await killOnce(survivor, { point, role, hit }, number % FRESH_EVERY === 0 ? null : witness);
          if (random.below(3) === 0) await survivor.renew();
        }
      });
    });
  }
});

describe.concurrent('a peer that is killed while the other', () => {
  for (const point of CHOSEN.filter((each) => !ENDS.includes(each))) {
    it(`is at ${point} takes nothing with it`, async () => {
      const random = new Random(`${SEED} survive ${point}`);
      const roles = rolesAt(point);
      const role = roles[random.below(roles.length)];
      await surviveOnce({ point, role, hit: 1 + random.below(timesAt(role, point)) });
    });
  }
});

describe.concurrent('a peer that is stopped', () => {
  for (const point of STOPS.filter((each) => CHOSEN.includes(each))) {
    it(`at ${point} disturbs nobody else, and can go on or die`, async () => {
      const random = new Random(`${SEED} stop ${point}`);
      await withLane(async ({ survivor }) => {
        for (const role of rolesAt(point)) {
          const hit = 1 + random.below(timesAt(role, point));
          for (const signal of ['SIGCONT', 'SIGKILL'] as const) await stopOnce(survivor, { point, role, hit }, signal);
        }
      });
    });
  }
});

function readPoints(): FaultPoint[] {
  const source = readFileSync(new URL('../../../src/fault-point.ts', import.meta.url), 'utf8');
  const list = /export type FaultPoint =([^;]*);/.exec(source)?.[1] ?? '';
  return Array.from(list.matchAll(/'([a-z-]+)'/g), ([, name]) => name as FaultPoint);
}

/** Goes through a whole exchange, and counts. */
async function count(survivor: Survivor, role: Role): Promise<Map<string, number>> {
  const stderr = await expectExchange(survivor, role, 'census');
  const counts = new Map<string, number>();
  for (const [, name] of stderr.matchAll(/^fault point (.*)$/gm)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const unknown = [...counts.keys()].filter((name) => !POINTS.some((point) => point === name));
  expect(unknown, 'points that src/fault-point.ts does not list').toEqual([]);
  return counts;
}

function timesAt(role: Role, point: string): number {
  return census.get(role)?.get(point) ?? 0;
}

function rolesAt(point: FaultPoint): Role[] {
  const roles = ROLES.filter((role) => timesAt(role, point) > 0);
  if (roles.length === 0) throw new Error(`no round reaches the fault point ${point}`);
  return roles;
}

async function startLane(): Promise<Lane> {
  const survivor = await Survivor.start();
  const witness = await Survivor.start();
  await witness.close();
  return { survivor, witness };
}

async function endLane({ survivor, witness }: Lane): Promise<void> {
  await survivor[Symbol.asyncDispose]();
  await witness[Symbol.asyncDispose]();
}

/** Has a lane to itself. One with which a test has failed may not be clean, so the next test gets another. */
async function withLane(use: (lane: Lane) => Promise<void>): Promise<void> {
  const lane = free.pop() ?? (await startLane());
  try {
    await use(lane);
    free.push(lane);
  } catch (thrown) {
    await endLane(lane);
    throw thrown;
  }
}
