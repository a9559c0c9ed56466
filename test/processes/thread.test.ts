import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Context, type ThreadOptions } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { CHILD, failureOf, roundTrip, START_MS, told } from '../support/children.js';

let context: Context;
beforeEach(() => {
  context = new Context({ name: 'parent' });
});
afterEach(async () => {
  await within(context.close(), 'the close of the context', START_MS);
});

const start = (mode: string, { args = [], ...options }: ThreadOptions = {}) =>
  context.thread(CHILD, { timeoutMs: START_MS, args: [mode, ...args], execArgv: [], ...options });

const exitOf = (worker: Worker) => new Promise<number>((resolve) => worker.once('exit', resolve));

it('a thread has a pipe of this context that carries tensors of every size both ways', async () => {
  const { pipe } = await start('echo', { name: 'echoer' });
  for (const length of [0, 1, 100_000, 40_000_000]) {
    const data = new Uint8Array(length).fill(length % 251);
    expect(Buffer.compare(await roundTrip(pipe, data), data)).toBe(0);
  }
  expect(pipe.remoteName).toBe('echoer');
  expect(pipe.explain().transport?.name).toBe('shm');
  expect(context.counters().messagesRead).toBe(4);
});

it('a thread that is closed finishes what it has to do', async () => {
  const thread = await start('echo');
  const exit = exitOf(thread.worker);
  const written = thread.pipe.write({ tensors: [{ data: Uint8Array.of(5) }] });
  const closed = thread.close();
  const descriptor = await within(thread.pipe.readDescriptor(), 'the answer');
  if (descriptor === null) throw new Error('there is no answer');
  await thread.pipe.read(descriptor.allocate());
  await within(Promise.all([written, closed]), 'the end');
  expect(await exit).toBe(0);
});

it('a thread gets its data and environment, and no invitation that others could inherit', async () => {
  const { pipe } = await start('environment', { workerData: { answer: 42 }, env: { COLOUR: 'green' } });
  const { own, inherited, workerData } = await told(pipe);
  expect(own).toBe('{"COLOUR":"green"}');
  expect(inherited).not.toMatch('TENSORDUCT_PARENT');
  expect(workerData).toBe('{"answer":42}');
});

it('eight threads at once have a pipe each', async () => {
  const threads = await Promise.all(Array.from({ length: 8 }, () => start('echo')));
  const answers = await Promise.all(threads.map(({ pipe }, i) => roundTrip(pipe, new Uint8Array(100_000).fill(i))));
  expect(answers.map((answer) => answer[99_999])).toEqual(threads.map((_, i) => i));
  await within(Promise.all(threads.map((thread) => thread.close())), 'the end of all', START_MS);
});

it.for<[string, string[], RegExp]>([
  ['exits', ['exit', '3'], /exited with code 3/],
  ['throws', ['throw'], /exited with code 1: no luck today/],
])('a thread that %s before it has connected: the error says so', async ([, [mode, ...args], message]) => {
  const error = await failureOf(start(mode, { args }));
  expect(error).toMatchObject({ code: 'ERR_CHILD_EXITED', operation: 'thread' });
  expect(error.message).toMatch(message);
});

it('a thread whose module does not exist: the error says so', async () => {
  const error = await failureOf(context.thread(new URL('./missing.js', CHILD), { timeoutMs: START_MS }));
  expect(error.code).toBe('ERR_CHILD_EXITED');
  expect(error.message).toMatch('Cannot find module');
});

it('a thread that never connects is ended at the deadline, by the signal, and with its context', async () => {
  const timeout = await failureOf(start('hang', { timeoutMs: 100 }));
  expect(timeout).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'thread' });
  const controller = new AbortController();
  const aborted = failureOf(start('hang', { signal: controller.signal }));
  const closed = failureOf(start('hang'));
  await (await context.listen('unix://')).close();
  controller.abort();
  expect((await aborted).code).toBe('ERR_ABORTED');
  await within(context.close(), 'the close of the context');
  expect((await closed).code).toBe('ERR_CONTEXT_CLOSED');
});

it('data that cannot be sent to a thread is an invalid argument', async () => {
  expect((await failureOf(start('echo', { workerData: () => {} }))).code).toBe('ERR_INVALID_ARGUMENT');
});

it('a thread that calls process.exit in the middle fails the pipe with its code', async () => {
  const { pipe } = await start('leave', { args: ['3'] });
  await pipe.write({ metadata: new Uint8Array(1) });
  const error = await failureOf(pipe.readDescriptor());
  expect(error).toMatchObject({ code: 'ERR_PEER_LOST', cause: { code: 'ERR_CHILD_EXITED' } });
  expect(error.message).toMatch('exited with code 3');
});

it('a thread that throws in the middle fails the pipe with what it has thrown, and nothing else', async () => {
  const { pipe } = await start('fail');
  await pipe.write({ metadata: new Uint8Array(1) });
  const error = await failureOf(pipe.readDescriptor());
  expect(error).toMatchObject({
    code: 'ERR_PEER_LOST',
    cause: { code: 'ERR_CHILD_EXITED', cause: { message: 'out of luck' } },
  });
});

it('a thread that is terminated in the middle of a transfer fails the pipe', async () => {
  const { pipe, worker } = await start('stream');
  const closed = new Promise<void>((resolve) => pipe.once('close', resolve));
  const failed = new Promise<Error>((resolve) => pipe.once('error', resolve));
  await within(pipe.readDescriptor(), 'the descriptor');
  const read = pipe.read({ payloads: [], tensors: [{ sink: () => void worker.terminate() }] });
  expect((await failureOf(read)).code).toBe('ERR_PEER_LOST');
  expect((await within(failed, 'the error', DEATH_DEADLINE_MS)).message).toMatch('exited with code 1');
  await within(closed, 'the close of the pipe', DEATH_DEADLINE_MS);
});

it('a thread that goes on when its pipe is over is terminated', async () => {
  const thread = await start('stay');
  const exit = exitOf(thread.worker);
  await within(thread.close({ timeoutMs: 200 }), 'the end of the thread');
  expect(await exit).toBe(1);
});
