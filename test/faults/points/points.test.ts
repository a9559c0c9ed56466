import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../../src/fault-point.js';
import { DEADLINE_MS } from '../../../src/testing/deadlines.js';
import { filesLeft, removeTemporary } from './fault-build.js';
import { Random } from './random.js';
import { expectExchange, killOnce, ROLES, stopOnce, surviveOnce, type Role } from './rounds.js';
import { Survivor } from './survivor.js';

/** In all, over all points; each has one at least. */
const ROUNDS = Number(process.env.TENSORDUCT_FAULT_ROUNDS ?? 200);
const SEED = Number(process.env.TENSORDUCT_SEED ?? Math.floor(Math.random() * 2 ** 32));
/** As many rounds run side by side: `maxConcurrency` of the project `fault-points` in vitest.config.ts. */
const LANES = 2;

/** The names of `FaultPoint`: the type is the only list. */
const POINTS = readPoints();

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
const free: Survivor[] = [];

beforeAll(async () => {
  console.log(`TENSORDUCT_SEED=${SEED} TENSORDUCT_FAULT_ROUNDS=${ROUNDS}`);
  const survivor = await Survivor.start();
  free.push(survivor);
  for (const role of ROLES) census.set(role, await count(survivor, role));
  await survivor.noteOwnSockets();
  await survivor.expectClean();
  while (free.length < LANES) free.push(await Survivor.start());
});

afterAll(async () => {
  for (const survivor of free) await survivor[Symbol.asyncDispose]();
  const left = filesLeft().filter((name) => !Survivor.pids.has(Number.parseInt(name)));
  removeTemporary();
  expect(left, 'files that the dead have left').toEqual([]);
});

describe.concurrent('a peer that is killed', () => {
  for (const [index, point] of POINTS.entries()) {
    const rounds = Math.max(1, Math.floor((ROUNDS + index) / POINTS.length));
    it(`at ${point} takes nothing with it, in ${rounds} rounds`, { timeout: (6 + rounds) * DEADLINE_MS }, async () => {
      const random = new Random(`${SEED} ${point}`);
      const roles = rolesAt(point);
      const first = random.below(roles.length);
      await withSurvivor(async (survivor) => {
        for (let number = 0; number < rounds; number++) {
          const role = roles[(first + number) % roles.length];
          await killOnce(survivor, { point, role, hit: 1 + random.below(timesAt(role, point)) });
          if (random.below(3) === 0) await survivor.renew();
        }
      });
    });
  }
});

describe.concurrent('a peer that is killed while the other', () => {
  for (const point of POINTS.filter((each) => !ENDS.includes(each))) {
    it(`is at ${point} takes nothing with it`, async () => {
      const random = new Random(`${SEED} survive ${point}`);
      const roles = rolesAt(point);
      const role = roles[random.below(roles.length)];
      await surviveOnce({ point, role, hit: 1 + random.below(timesAt(role, point)) });
    });
  }
});

describe.concurrent('a peer that is stopped', () => {
  for (const point of STOPS) {
    it(`at ${point} disturbs nobody else, and can go on or die`, async () => {
      const random = new Random(`${SEED} stop ${point}`);
      await withSurvivor(async (survivor) => {
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

/** Has a survivor to itself. One with which a test has failed may not be clean, so the next test gets another. */
async function withSurvivor(use: (survivor: Survivor) => Promise<void>): Promise<void> {
  const survivor = free.pop() ?? (await Survivor.start());
  try {
    await use(survivor);
    free.push(survivor);
  } catch (thrown) {
    await survivor[Symbol.asyncDispose]();
    throw thrown;
  }
}
