import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { DEATH_DEADLINE_MS, DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { CHILD, exitOf, failureOf, Family, roundTrip, START_MS } from '../support/children.js';
import { Peer } from '../support/peer.js';

let family: Family;
beforeEach(() => {
  family = new Family();
});
afterEach(async () => {
  expect(await family.end()).toEqual([]);
});

const start: Family['start'] = (mode, options) => family.start(mode, options);

/** Fails at the death of a child, within the deadline for that. */
const lossOf = (operation: Promise<unknown>) => failureOf(operation, DEATH_DEADLINE_MS);

const eventOf = (pipe: Pipe, event: 'close' | 'error') =>
  new Promise<unknown>((resolve) => pipe.once(event, (...args: unknown[]) => resolve(args[0])));

describe('a child that does not connect', () => {
  it.for<[string, string[], RegExp]>([
    ['exits', ['exit', '3'], /exited with code 3/],
    ['exits as if all were well', ['exit', '0'], /exited with code 0/],
    ['throws', ['throw'], /exited with code 1.*no luck today/s],
    ['is killed', ['die'], /was killed by SIGKILL/],
  ])('%s: the error says so', async ([, [mode, ...args], message]) => {
    const error = await failureOf(start(mode, { args }));
    expect(error).toMatchObject({ code: 'ERR_CHILD_EXITED', operation: 'spawn' });
    expect(error.message).toMatch(message);
    expect(family.sockets()).toEqual([]);
  });

  it('is quoted also where the caller has asked for its standard error', async () => {
    expect((await failureOf(start('throw', { stdio: 'pipe' }))).message).toMatch('no luck today');
  });

  it('does not exist: the error says so', async () => {
    const error = await failureOf(family.context.spawn(new URL('./missing.js', CHILD), { timeoutMs: START_MS }));
    expect(error.code).toBe('ERR_CHILD_EXITED');
    expect(error.message).toMatch('Cannot find module');
  });

  it('is ended at the deadline', async () => {
    const error = await failureOf(start('hang', { timeoutMs: 100 }));
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'spawn' });
    const pid = Number(/child process (\d+)/.exec(error.message)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('is ended by the signal, before and after it has started', async () => {
    const reason = new Error('changed my mind');
    const early = await failureOf(start('hang', { signal: AbortSignal.abort(reason) }));
    expect(early).toMatchObject({ code: 'ERR_ABORTED', cause: reason });
    const controller = new AbortController();
    const late = failureOf(start('hang', { signal: controller.signal }));
    // That of the child comes first.
    await (await family.context.listen('unix://')).close();
    controller.abort(reason);
    expect(await late).toMatchObject({ code: 'ERR_ABORTED', cause: reason });
    expect(family.sockets()).toEqual([]);
  });

  it('is ended by the close of the context', async () => {
    const failure = failureOf(start('hang'));
    await family.context.listen('unix://');
    await within(family.context.close(), 'the close of the context');
    expect((await failure).code).toBe('ERR_CONTEXT_CLOSED');
  });

  it('was given arguments that cannot be', async () => {
    for (const options of [{ args: ['\0'] }, { timeoutMs: -1 }]) {
      expect((await failureOf(start('echo', options))).code).toBe('ERR_INVALID_ARGUMENT');
    }
  });
});

describe('a child that dies later', () => {
  it('fails the pipe with the signal that has killed it', async () => {
    const child = await start('echo');
    const pending = child.pipe.readDescriptor();
    child.process.kill('SIGKILL');
    const error = await lossOf(pending);
    expect(error).toMatchObject({ code: 'ERR_PEER_LOST', cause: { code: 'ERR_CHILD_EXITED' } });
    expect(error.message).toMatch(`child process ${child.process.pid} was killed by SIGKILL`);
  });

  it('fails the pipe with its exit code and the end of its standard error', async () => {
    const { pipe } = await start('leave', { args: ['3'] });
    await pipe.write({ metadata: new Uint8Array(1) });
    const error = await failureOf(pipe.readDescriptor());
    expect(error).toMatchObject({ code: 'ERR_PEER_LOST', cause: { code: 'ERR_CHILD_EXITED' } });
    expect(error.message).toMatch('exited with code 3');
    expect(String(error.cause)).toMatch('leaving in a hurry');
  });

  it('ends a transfer that is under way, and the pipe says how', async () => {
    const { pipe, process: child } = await start('stream');
    const events = Promise.all([eventOf(pipe, 'error'), eventOf(pipe, 'close')]);
    await within(pipe.readDescriptor(), 'the descriptor');
    const read = pipe.read({ payloads: [], tensors: [{ sink: () => void child.kill('SIGKILL') }] });
    const failure = await failureOf(read);
    expect(failure.code).toBe('ERR_PEER_LOST');
    expect(failure.message).toMatch('was killed by SIGKILL');
    const [error] = await within(events, 'the end of the pipe', DEATH_DEADLINE_MS);
    expect(String(error)).toMatch('was killed by SIGKILL');
  });

  it('dies with its parent', async () => {
    const listener = await family.context.listen('unix://');
    await using parent = Peer.start('spawned-parent', [listener.urls[0]]);
    const pipe = await within(listener.accept(), 'the report of the grandchild', START_MS);
    await parent.next('the child');
    const pending = pipe.readDescriptor();
    parent.kill('SIGKILL');
    expect((await lossOf(pending)).code).toBe('ERR_PEER_LOST');
    await parent.exit();
    // The next listener sweeps what a killed one has left.
    await (await family.context.listen('unix://')).close();
  });
});

describe('the end of a child', () => {
  it('comes after what was written before, and the answers to it', async () => {
    const child = await start('echo');
    const written = child.pipe.write({ tensors: [{ data: Uint8Array.of(5) }] });
    const closed = child.close();
    const descriptor = await within(child.pipe.readDescriptor(), 'the answer');
    if (descriptor === null) throw new Error('there is no answer');
    await child.pipe.read(descriptor.allocate());
    await within(Promise.all([written, closed]), 'the end');
    expect(exitOf(child.process)).toBe(0);
  });

  it('does not wait for a child that leaves the close to its parent: it ends by itself', async () => {
    // Without that, it would be held as long as the parent waits for the other end to close.
    family.context = new Context({ name: 'parent', limits: { drainTimeoutMs: 10 * DEADLINE_MS } });
    const child = await start('wait');
    const data = new Uint8Array(100_000).fill(3);
    expect(Buffer.compare(await roundTrip(child.pipe, data), data)).toBe(0);
    await within(child.close(), 'the end of the child');
    expect(exitOf(child.process)).toBe(0);
  });

  it.for([
    ['stay', 'SIGTERM'],
    ['refuse', 'SIGKILL'],
  ])('that would %s is brought by %s', async ([mode, signal]) => {
    const child = await start(mode);
    await within(child.close({ timeoutMs: 200 }), 'the end of the child');
    expect(exitOf(child.process)).toBe(signal);
    await child.close();
  });

  it('comes with that of its context, by itself or not', async () => {
    family.context = new Context({ limits: { drainTimeoutMs: 500 } });
    const children = await Promise.all([start('wait', { stdio: 'ignore' }), start('refuse')]);
    await within(family.context.close(), 'the close of the context');
    expect(children.map(({ process }) => exitOf(process))).toEqual([1, 'SIGKILL']);
  });
});
