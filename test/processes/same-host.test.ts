import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outcome } from '../peers/same-host.js';
import { Peer } from '../support/peer.js';
import { canMakeNamespaces, commandFor, NO_NAMESPACES, type Surroundings } from '../support/surroundings.js';

/** Nobody in particular, and not the overflow user. */
const STRANGER = 12345;
const YAMA = '/proc/sys/kernel/yama/ptrace_scope';

let folder: string;

beforeEach(({ skip }) => {
  skip(!canMakeNamespaces(), NO_NAMESPACES);
  folder = mkdtempSync(join(tmpdir(), 'tensorduct-same-host-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** One end, and how its context is made. */
interface End extends Surroundings {
  readonly options?: Readonly<Record<string, unknown>>;
}

/** Has a tensor go there and back between two processes. @returns what each has found out */
async function exchange(listening: End, connecting: End, url = `unix://${folder}/socket`): Promise<Outcome[]> {
  const start = (role: string, at: string, { options = {}, ...surroundings }: End): Peer =>
    Peer.start('same-host', [role, at, JSON.stringify(options)], [], { under: commandFor(surroundings) });
  await using listener = start('listen', url, listening);
  await using connector = start('connect', await listener.nextString('its address'), connecting);
  const outcomes = (await Promise.all([
    connector.next('what it has found out'),
    listener.next('what it has found out'),
  ])) as Outcome[];
  expect(await Promise.all([connector.exit(), listener.exit()])).toEqual([
    { code: 0, signal: null },
    { code: 0, signal: null },
  ]);
  return outcomes;
}

/** The tensor went by one channel, as was said, and both ends say why not by the better ones. */
function expectChannel(outcomes: readonly Outcome[], name: string, reasons: Readonly<Record<string, RegExp>>): void {
  for (const { moved, chosen, passedOver } of outcomes) {
    expect({ moved, chosen }, JSON.stringify(passedOver)).toEqual({ moved: [name], chosen: [name] });
    for (const [better, reason] of Object.entries(reasons)) {
      expect(passedOver).toContainEqual({
        kind: 'channel',
        name: better,
        reason: expect.stringMatching(reason) as string,
      });
    }
  }
}

const HOST: End = {};
const ALONE = { arena: false };
const SECRET = { secret: 'a secret of sixteen bytes and more' };
/** As a container that has only the file system, or a part of it, in common with others. */
const CONTAINER: End = { own: ['pid', 'ipc', 'network', 'mapped user'], options: SECRET };

const UNREACHABLE = /^no devices of the two ends can reach each other$/;
const REFUSED = /memory of process \d+ cannot be read: EPERM/;
const UNKNOWN = /the kernel does not say here which process the peer is/;

describe('two processes of one host share memory', () => {
  it.for<readonly [string, End, End]>([
    ['with nothing between them [TP CmaMatrix: both on the host]', HOST, HOST],
    ['in other ipc and mount namespaces', { own: ['ipc', 'mount'] }, HOST],
    ['in another user namespace that knows our user', { own: ['mapped user'] }, HOST],
    ['where reading memory of others is denied', { denied: ['process_vm_readv'] }, { denied: ['process_vm_readv'] }],
  ])('%s', async ([, listening, connecting]) => {
    const reasons = { 'multi-socket': /^shm-arena has the higher priority$/ };
    expectChannel(await exchange(listening, connecting), 'shm-arena', reasons);
    expectChannel(await exchange(connecting, listening), 'shm-arena', reasons);
  });
});

describe('two processes of one host read each other where they cannot share memory', () => {
  const containers: End = { own: ['network', 'ipc', 'mount'] };

  it.for<readonly [string, End, End]>([
    [
      'one in a network namespace of its own [TP CmaMatrix: host and container with namespaces of the host]',
      { own: ['network'] },
      HOST,
    ],
    [
      'both in one of their own [TP CmaMatrix: two containers with pid and user namespace of the host]',
      containers,
      containers,
    ],
  ])('since they are in different networks: %s', async ([, listening, connecting]) => {
    for (const outcomes of [await exchange(listening, connecting), await exchange(connecting, listening)]) {
      expectChannel(outcomes, 'cma', { 'shm-arena': UNREACHABLE, 'multi-socket': /^cma has the higher priority$/ });
    }
  });

  it('since one of them may make none', async () => {
    const poor: End = { denied: ['memfd_create'] };
    const outcomes = await exchange(HOST, poor);
    expectChannel(outcomes, 'cma', { 'shm-arena': /^the connecting end does not have it$/ });
    expect(outcomes[0].unusable).toEqual({ 'shm-arena': 'no memory can be shared: EPERM' });
    const unviable = /^not viable at the listening end: no memory can be shared: EPERM$/;
    expectChannel(await exchange(poor, HOST), 'cma', { 'shm-arena': unviable });
  });

  it('since one of them was told not to', async () => {
    const alone: End = { options: ALONE };
    expectChannel(await exchange(HOST, alone), 'cma', { 'shm-arena': /^the connecting end does not have it$/ });
    expectChannel(await exchange(alone, HOST), 'cma', { 'multi-socket': /^cma has the higher priority$/ });
  });

  it('with no more privileges than each other [TP CmaMatrix: one container, calls not filtered]', async () => {
    const plain: End = { without: ['sys_ptrace'], options: ALONE };
    expectChannel(await exchange(plain, plain), 'cma', {});
  });
});

describe('two processes of one host send each other bytes', () => {
  it('where reading memory is denied to one of them [TP CmaMatrix: one container]', async () => {
    const filtered: End = { denied: ['process_vm_readv'], options: ALONE };
    const outcomes = await exchange(HOST, filtered);
    expectChannel(outcomes, 'multi-socket', { cma: /^the connecting end does not have it$/ });
    expect(outcomes[0].unusable.cma).toMatch(REFUSED);
    const others = await exchange(filtered, HOST);
    expectChannel(others, 'multi-socket', {
      cma: /^not viable at the listening end: memory of process \d+ cannot be read: EPERM$/,
    });
    expect(others[1].unusable.cma).toMatch(REFUSED);
  });

  it('where both making and reading memory is denied to both', async () => {
    const filtered: End = { denied: ['process_vm_readv', 'memfd_create'] };
    expectChannel(await exchange(filtered, filtered), 'multi-socket', {
      'shm-arena': /^not viable at the listening end: no memory can be shared: EPERM$/,
      cma: /^not viable at the listening end: memory of process \d+ cannot be read: EPERM$/,
    });
  });

  it('where only one of them may read the other, whichever connects', async () => {
    const inside: End = { own: ['mapped user'], options: ALONE };
    const weak: End = { without: ['sys_ptrace'], options: ALONE };
    for (const end of [inside, weak]) {
      // The one that has to be read has more privileges than the one that reads.
      expectChannel(await exchange(HOST, end), 'multi-socket', { cma: REFUSED });
      expectChannel(await exchange(end, HOST), 'multi-socket', { cma: REFUSED });
    }
  });

  it('in pid namespaces that do not know each other [TP CmaMatrix: host and container]', async () => {
    const host: End = { options: SECRET };
    const inside: End = { own: ['pid'], options: SECRET };
    for (const end of [inside, CONTAINER]) {
      expectChannel(await exchange(host, end), 'multi-socket', { cma: UNKNOWN });
      expectChannel(await exchange(end, host), 'multi-socket', { cma: UNKNOWN });
    }
  });

  it('in two containers that have nothing in common but files [TP CmaMatrix: two containers]', async () => {
    expectChannel(await exchange(CONTAINER, CONTAINER), 'multi-socket', { cma: UNKNOWN, 'shm-arena': UNREACHABLE });
  });

  it('where one does not know its user', async () => {
    const nobody: End = { own: ['unmapped user'] };
    const outcomes = await exchange(HOST, nobody);
    const lacking = /^the connecting end does not have it$/;
    expectChannel(outcomes, 'multi-socket', { cma: lacking, 'shm-arena': lacking });
    expect(outcomes[0].unusable).toMatchObject({ cma: 'this process runs as the overflow user' });
  });

  it('where one has no /proc', async () => {
    const blind: End = { noProc: true };
    const outcomes = await exchange(HOST, blind);
    const lacking = /^the connecting end does not have it$/;
    expectChannel(outcomes, 'multi-socket', { cma: lacking, 'shm-arena': lacking });
    expect(outcomes[0].unusable.cma).toMatch(/^the host cannot be told from others: ENOENT/);
    const unviable = /^not viable at the listening end: the host cannot be told from others: ENOENT/;
    expectChannel(await exchange(blind, HOST), 'multi-socket', { cma: unviable, 'shm-arena': unviable });
  });

  it('as different users who have a secret in common', async () => {
    const url = `unix://@tensorduct.test.${randomBytes(8).toString('hex')}`;
    const stranger: End = { options: { ...SECRET, uid: STRANGER } };
    expectChannel(await exchange({ options: SECRET }, stranger, url), 'multi-socket', { cma: UNKNOWN });
  });

  it('over tcp, where the kernel does not say who the other is', async () => {
    const alone: End = { options: ALONE };
    expectChannel(await exchange(alone, alone, 'tcp://127.0.0.1:0'), 'multi-socket', { cma: UNKNOWN });
  });

  it('where Yama lets nobody read another [TP CmaMatrix: yama]', async ({ skip }) => {
    const scope = existsSync(YAMA) ? readFileSync(YAMA, 'utf8').trim() : '0';
    skip(scope === '0', 'Yama does not keep processes apart here');
    const plain: End = { without: ['sys_ptrace'], options: ALONE };
    expectChannel(await exchange(plain, plain), 'multi-socket', { cma: new RegExp(`ptrace_scope is ${scope}`) });
  });
});
