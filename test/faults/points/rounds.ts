import { finished } from 'node:stream/promises';
import { expect } from 'vitest';
import type { FaultPoint } from '../../../src/fault-point.js';
import { DEADLINE_MS, DEATH_DEADLINE_MS, within } from '../../../src/testing/deadlines.js';
import type { Failure } from '../programs/exchange.js';
import { eventually } from '../../support/descriptors.js';
import type { Peer } from '../../support/peer.js';
import { filesOf, startProgram } from './fault-build.js';
import { Survivor } from './survivor.js';

/**
 * Which end of the pipe a process has; and whether the partner of the two is `alone`, without shared memory, so that the two
 * read tensors out of each other.
 */
export const ROLES = ['connect', 'listen', 'connect alone', 'listen alone'] as const;
export type Role = (typeof ROLES)[number];

const OTHERS: Readonly<Record<Role, Role>> = {
  connect: 'listen',
  listen: 'connect',
  'connect alone': 'listen alone',
  'listen alone': 'connect alone',
};

/** For a connect to a partner that may die before its first word: until then others may take its place. */
const CONNECT_MS = 3_000;
/** What operations fail with when their peer dies. */
const LOSSES = ['ERR_PEER_LOST', 'ERR_UNREACHABLE'];

export interface Round {
  readonly point: FaultPoint;
  /** Of the process that comes to the point. */
  readonly role: Role;
  /** The how manieth time that it comes there counts. */
  readonly hit: number;
}

/** A partner, and what the survivor has of its meeting with it. */
interface Meeting {
  readonly name: string;
  readonly partner: Peer;
  readonly failures: Promise<Failure[]>;
  /** How long the survivor tries to connect. */
  readonly connectMs: number;
}

let partners = 0;

/** Brings a survivor and a new process together. */
async function meet(survivor: Survivor, role: Role, fault = '', connectMs = DEADLINE_MS): Promise<Meeting> {
  const name = `partner-${++partners}`;
  const partner = startProgram('partner', [role, name], fault);
  if (role.startsWith('connect')) {
    const failures = survivor.meet(name, null, connectMs);
    partner.send(await survivor.url());
    return { name, partner, failures, connectMs };
  }
  partner.send('listen');
  const url = await partner.nextString('its address');
  return { name, partner, failures: survivor.meet(name, url, connectMs), connectMs };
}

/** A whole exchange with a fresh process, which shows that nothing is stuck. @returns its standard error */
export async function expectExchange(survivor: Survivor, role: Role, fault = ''): Promise<string> {
  const { partner, failures } = await meet(survivor, role, fault);
  await using _ = partner;
  expect(await within(failures, 'the exchange')).toEqual([]);
  expect(await partner.next('its report')).toEqual({ failures: [] });
  expect(await partner.exit()).toEqual({ code: 0, signal: null });
  return await lastWords(partner);
}

/** The same with a process that has lived through others, in a new context: what it costs is the exchange alone. */
async function expectWitness(survivor: Survivor, witness: Survivor, role: Role): Promise<void> {
  const name = `witness-${++partners}`;
  await witness.open(name, role.endsWith('alone'));
  const connects = role.startsWith('connect');
  const [own, witnessed] = await within(
    Promise.all([
      survivor.meet(name, connects ? null : await witness.url(), DEADLINE_MS),
      witness.meet('survivor', connects ? await survivor.url() : null, DEADLINE_MS),
    ]),
    'the exchange',
  );
  expect({ own, witnessed }).toEqual({ own: [], witnessed: [] });
  await witness.close();
}

/** All of a dead process's standard error. */
async function lastWords(peer: Peer): Promise<string> {
  const { stderr } = peer.process;
  if (stderr !== null && !stderr.readableEnded) await within(finished(stderr), 'the end of standard error');
  return peer.stderr;
}

/** What to try when a process has got through without coming to its point so often. */
function earlier({ point, role, hit }: Round): Round {
  if (hit === 1) throw new Error(`the fault point ${point} was not reached`);
  return { point, role, hit: Math.ceil(hit / 2) };
}

/**
 * A partner is killed at a point. Timing changes how often it comes there: where it gets through, an earlier hit is tried.
 * @param witness exchanges with the survivor afterwards; null for a fresh process
 */
export async function killOnce(survivor: Survivor, round: Round, witness: Survivor | null): Promise<void> {
  const { point, role, hit } = round;
  const meeting = await meet(survivor, role, `${point}:${hit}:SIGKILL`, CONNECT_MS);
  const { partner } = meeting;
  await using _ = partner;
  const { code } = await partner.exit();
  if (code === 0) {
    expect(await within(meeting.failures, 'the exchange')).toEqual([]);
    return await killOnce(survivor, earlier(round), witness);
  }
  expect(await lastWords(partner)).toBe(`fault point ${point}\n`);
  await afterDeath(survivor, role, meeting, witness);
}

/** A partner is stopped at a point while the survivor deals with others; then it goes on, or dies. */
export async function stopOnce(survivor: Survivor, { point, role, hit }: Round, signal: NodeJS.Signals): Promise<void> {
  const meeting = await meet(survivor, role, `${point}:${hit}:SIGSTOP`);
  const { partner } = meeting;
  await using _ = partner;
  await eventually(() => partner.stderr.includes(`fault point ${point}\n`), 'the stop');
  await expectExchange(survivor, role);
  partner.kill(signal);
  if (signal === 'SIGKILL') return await afterDeath(survivor, role, meeting);
  expect(await within(meeting.failures, 'the exchange of who was stopped')).toEqual([]);
  expect(await partner.exit()).toEqual({ code: 0, signal: null });
  await survivor.expectClean();
}

/** A partner is killed while a survivor is at a point: that one is held there until the other is dead. */
export async function surviveOnce(round: Round): Promise<void> {
  const { point, role, hit } = round;
  await using survivor = await Survivor.start(`${point}:${hit}:SIGSTOP`);
  const others = OTHERS[role];
  const meeting = await meet(survivor, others, '', CONNECT_MS);
  const { partner } = meeting;
  await using _ = partner;
  const stopped = eventually(() => survivor.stderr.includes(`fault point ${point}\n`), 'the stop');
  const gotThrough = await Promise.race([stopped.then(() => false), meeting.failures.then(() => true)]);
  if (gotThrough) return await surviveOnce(earlier(round));
  partner.kill('SIGKILL');
  await partner.exit();
  survivor.goOn();
  await afterDeath(survivor, others, meeting);
}

/** What was pending has failed in time, with the name of the dead, and nothing is left of it or stuck. */
async function afterDeath(
  survivor: Survivor,
  role: Role,
  meeting: Meeting,
  witness: Survivor | null = null,
): Promise<void> {
  const { name, partner, failures, connectMs } = meeting;
  expect(await partner.exit()).toEqual({ code: null, signal: 'SIGKILL' });
  const died = performance.now();
  await survivor.forget(name);
  const found = await within(failures, 'the failure of what waits for the dead', DEATH_DEADLINE_MS + connectMs);
  // A process that has not said a word could be replaced by another one: this is waited for as long as the user says.
  if (found.every(({ code }) => code !== 'ERR_UNREACHABLE')) {
    expect(performance.now() - died, 'time to the last failure').toBeLessThan(DEATH_DEADLINE_MS);
  }
  for (const failure of found) {
    expect(failure.peer, JSON.stringify(failure)).toBe(name);
    expect(LOSSES, JSON.stringify(failure)).toContain(failure.code);
  }
  await (witness === null ? expectExchange(survivor, role) : expectWitness(survivor, witness, role));
  await survivor.expectClean();
  expect(filesOf(partner.pid), 'what the dead has left').toEqual([]);
}
