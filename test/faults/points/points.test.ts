import { readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPoint } from '../../../src/fault-point.js';
import { DEADLINE_MS, DEATH_DEADLINE_MS, within } from '../../../src/testing/deadlines.js';
import type { Failure } from '../programs/exchange.js';
import { eventually } from '../../support/descriptors.js';
import type { Peer } from '../../support/peer.js';
import { filesLeft, filesOf, removeTemporary, startProgram } from './fault-build.js';
import { Random } from './random.js';
import { Survivor } from './survivor.js';

/** In all, over all points; each has one at least. */
const ROUNDS = Number(process.env.TENSORDUCT_FAULT_ROUNDS ?? 200);
const SEED = Number(process.env.TENSORDUCT_SEED ?? Math.floor(Math.random() * 2 ** 32));

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
  'borrowed',
  'settled-waiting',
  'goodbye-received',
];

/** Which end of the pipe the victim has. */
const ROLES = ['connect', 'listen'] as const;
type Role = (typeof ROLES)[number];

/** For a connect to a partner that may die before its first word: until then others may take its place. */
const CONNECT_MS = 2 * DEATH_DEADLINE_MS;
/** What operations fail with when their peer dies. */
const LOSSES = ['ERR_PEER_LOST', 'ERR_UNREACHABLE'];
/** As many rounds run side by side: vitest's `maxConcurrency` is set to it. */
const LANES = 2;

interface Round {
  readonly point: FaultPoint;
  readonly role: Role;
  /** The how manieth time that the victim comes to the point is its last. */
  readonly hit: number;
}

const free: Survivor[] = [];
/** How often an exchange comes to each point. */
const census = new Map<Role, Map<string, number>>();
let partners = 0;

beforeAll(async () => {
  console.log(`TENSORDUCT_SEED=${SEED} TENSORDUCT_FAULT_ROUNDS=${ROUNDS}`);
  for (let lane = 0; lane < LANES; lane++) free.push(await Survivor.start());
  const [survivor] = free;
  for (const role of ROLES) census.set(role, await count(survivor, role));
  for (const each of free) {
    await expectExchange(each, 'connect');
    await each.noteOwnSockets();
    await each.expectClean();
  }
});

afterAll(async () => {
  const pids = free.map(({ pid }) => pid);
  for (const survivor of free) await survivor[Symbol.asyncDispose]();
  const left = filesLeft().filter((name) => !pids.some((pid) => name.startsWith(`${pid}-`)));
  removeTemporary();
  expect(left, 'files that the dead have left').toEqual([]);
});

describe.concurrent('a peer that is killed', () => {
  for (const [index, point] of POINTS.entries()) {
    const rounds = Math.max(1, Math.floor((ROUNDS + index) / POINTS.length));
    it(`at ${point} takes nothing with it, in ${rounds} rounds`, async () => {
      const random = new Random(`${SEED} ${point}`);
      const roles = ROLES.filter((role) => timesAt(role, point) > 0);
      if (roles.length === 0) throw new Error(`no round reaches the fault point ${point}`);
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

describe.concurrent('a peer that is stopped', () => {
  for (const point of STOPS) {
    it(`at ${point} disturbs nobody else, and can go on or die`, async () => {
      const random = new Random(`${SEED} stop ${point}`);
      await withSurvivor(async (survivor) => {
        for (const role of ROLES.filter((each) => timesAt(each, point) > 0)) {
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

function timesAt(role: Role, point: string): number {
  return census.get(role)?.get(point) ?? 0;
}

/** Goes through the whole exchange, and counts. */
async function count(survivor: Survivor, role: Role): Promise<Map<string, number>> {
  const stderr = await expectExchange(survivor, role, 'census');
  const counts = new Map<string, number>();
  for (const [, name] of stderr.matchAll(/^fault point (.*)$/gm)) counts.set(name, (counts.get(name) ?? 0) + 1);
  const unknown = [...counts.keys()].filter((name) => !POINTS.some((point) => point === name));
  expect(unknown, 'points that src/fault-point.ts does not list').toEqual([]);
  return counts;
}

/** Has a survivor to itself. One that a test has failed with may not be clean, so the next test gets another. */
async function withSurvivor(use: (survivor: Survivor) => Promise<void>): Promise<void> {
  const survivor = free.pop() ?? (await replacement());
  try {
    await use(survivor);
    free.push(survivor);
  } catch (thrown) {
    await survivor[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function replacement(): Promise<Survivor> {
  const survivor = await Survivor.start();
  await expectExchange(survivor, 'connect');
  await survivor.noteOwnSockets();
  return survivor;
}

/** A partner, and what the survivor has of its meeting with it. */
interface Meeting {
  readonly name: string;
  readonly partner: Peer;
  readonly failures: Promise<Failure[]>;
}

/** Brings a survivor and a new process together. */
async function meet(survivor: Survivor, role: Role, fault = '', connectMs = DEADLINE_MS): Promise<Meeting> {
  const name = `${fault === '' ? 'third' : 'victim'}-${++partners}`;
  const partner = startProgram('partner', [role, name], fault);
  if (role === 'connect') {
    const failures = survivor.meet(name, null, connectMs);
    partner.send(await survivor.url());
    return { name, partner, failures };
  }
  partner.send('listen');
  const url = await partner.nextString('its address');
  return { name, partner, failures: survivor.meet(name, url, connectMs) };
}

/** A whole exchange with a fresh process, which shows that nothing is stuck. @returns its standard error */
async function expectExchange(survivor: Survivor, role: Role, fault = ''): Promise<string> {
  const { partner, failures } = await meet(survivor, role, fault);
  await using _ = partner;
  expect(await within(failures, 'the exchange')).toEqual([]);
  expect(await partner.next('its report')).toEqual({ failures: [] });
  expect(await partner.exit()).toEqual({ code: 0, signal: null });
  return await lastWords(partner);
}

/** All of a dead process's standard error. */
async function lastWords(peer: Peer): Promise<string> {
  const { stderr } = peer.process;
  if (stderr !== null && !stderr.readableEnded) await within(finished(stderr), 'the end of standard error');
  return peer.stderr;
}

/** One death. Where the victim gets through, because timing has changed how often it comes there, an earlier hit is tried. */
async function killOnce(survivor: Survivor, { point, role, hit }: Round): Promise<void> {
  const meeting = await meet(survivor, role, `${point}:${hit}:SIGKILL`, CONNECT_MS);
  const { partner } = meeting;
  await using _ = partner;
  const { code } = await partner.exit();
  if (code === 0) {
    expect(await within(meeting.failures, 'the exchange')).toEqual([]);
    if (hit === 1) throw new Error(`the fault point ${point} was not reached`);
    return await killOnce(survivor, { point, role, hit: Math.ceil(hit / 2) });
  }
  expect(await lastWords(partner)).toBe(`fault point ${point}\n`);
  await afterDeath(survivor, role, meeting);
}

async function afterDeath(survivor: Survivor, role: Role, { name, partner, failures }: Meeting): Promise<void> {
  const died = performance.now();
  expect(await partner.exit()).toEqual({ code: null, signal: 'SIGKILL' });
  await survivor.forget(name);
  const found = await within(failures, 'the failure of what waits for the dead', DEATH_DEADLINE_MS + CONNECT_MS);
  // A process that has not said a word could be replaced by another one: this is waited for as long as the user says.
  if (found.every(({ code }) => code !== 'ERR_UNREACHABLE')) {
    expect(performance.now() - died, 'time to the last failure').toBeLessThan(DEATH_DEADLINE_MS);
  }
  for (const failure of found) {
    expect(failure.peer, JSON.stringify(failure)).toBe(name);
    expect(LOSSES, JSON.stringify(failure)).toContain(failure.code);
  }
  await expectExchange(survivor, role);
  await survivor.expectClean();
  expect(filesOf(partner.pid), 'what the dead has left').toEqual([]);
}

async function stopOnce(survivor: Survivor, { point, role, hit }: Round, signal: NodeJS.Signals): Promise<void> {
  const meeting = await meet(survivor, role, `${point}:${hit}:SIGSTOP`);
  const { partner } = meeting;
  await using _ = partner;
  await eventually(() => partner.stderr.includes(`fault point ${point}\n`), 'the stop');
  await expectExchange(survivor, role);
  partner.kill(signal);
  if (signal === 'SIGKILL') {
    await partner.exit();
    return await afterDeath(survivor, role, meeting);
  }
  expect(await within(meeting.failures, 'the exchange of who was stopped')).toEqual([]);
  expect(await partner.exit()).toEqual({ code: 0, signal: null });
  await survivor.expectClean();
}
