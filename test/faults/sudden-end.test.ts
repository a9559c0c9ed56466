import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Context,
  TensorductError,
  type ErrorCode,
  type Listener,
  type Pipe,
  type ResultCallback,
} from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { encodePreamble } from '../../src/wire/preamble.js';
import { eventually, openSockets } from '../support/descriptors.js';
import { socketContext } from '../support/socket-context.js';

const LARGE = 8 * 2 ** 20;

let socketsBefore: number;
let here: Context;
let there: Context;

beforeEach(() => {
  socketsBefore = openSockets();
  here = socketContext('here');
  there = socketContext('there');
});

afterEach(async () => {
  await within(Promise.all([here.join(), there.join()]), 'the end of both contexts');
  await eventually(() => openSockets() <= socketsBefore, 'the release of all sockets');
});

/** Two ends of a pipe over a real socket. */
async function open(listener: Listener): Promise<{ connecting: Pipe; accepted: Pipe }> {
  const connecting = there.connect(listener.urls[0]);
  return { connecting, accepted: await within(listener.accept(), 'accepting') };
}

/** Counts how often each of many callbacks is called, and with what. */
class Callbacks {
  private readonly calls: (ErrorCode | 'no error')[][] = [];

  /** A callback for one operation. */
  expect<T>(): ResultCallback<T> {
    const calls: (ErrorCode | 'no error')[] = [];
    this.calls.push(calls);
    return (error) => calls.push(error?.code ?? 'no error');
  }

  /** What each was called with; more than once, or never, shows. */
  get outcomes(): readonly (readonly string[])[] {
    return this.calls;
  }

  async all(): Promise<void> {
    await eventually(() => this.calls.every((calls) => calls.length > 0), 'every callback');
  }
}

/** Has operations pending that nothing will complete. */
function fill(pipe: Pipe, callbacks: Callbacks): void {
  for (let i = 0; i < 3; i++) {
    pipe.write({ tensors: [{ data: new Uint8Array(LARGE) }] }, callbacks.expect());
    pipe.readDescriptor({ timeoutMs: 60_000 }, callbacks.expect());
    pipe.readDescriptor(callbacks.expect());
  }
}

describe('the end of a context', () => {
  it('calls back everything that is pending once, with the reason [TP gap: every callback exactly once on join]', async () => {
    const silent = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const listener = await here.listen('tcp://127.0.0.1:0');
    const { connecting, accepted } = await open(listener);
    const callbacks = new Callbacks();

    fill(accepted, callbacks);
    // Connected to somebody who never says a word, and to nobody.
    fill(here.connect(`tcp://127.0.0.1:${port}`), callbacks);
    fill(here.connect('unix:///nowhere/to/be/found'), callbacks);
    for (let i = 0; i < 3; i++) listener.accept(callbacks.expect());
    // One message is between its descriptor and its read, another is being read.
    const { connecting: writing, accepted: reading } = await open(await here.listen('unix://'));
    for (let i = 0; i < 2; i++) {
      writing.write({ tensors: [{ data: new Uint8Array(LARGE) }] }, () => {});
      const descriptor = await within(reading.readDescriptor(), 'a descriptor');
      if (i === 0) reading.read(descriptor?.allocate() ?? {}, callbacks.expect());
    }

    const joined = here.join();
    await within(joined, 'the end of the context');
    await callbacks.all();
    await setImmediate();
    expect(callbacks.outcomes).toEqual(callbacks.outcomes.map(() => ['ERR_CONTEXT_CLOSED']));
    expect(connecting.writable).toBe(false);
    silent.close();
  });

  it('waits until nothing touches memory any more, however busy it is [TP gap: join while busy]', async () => {
    const listener = await here.listen('unix://');
    const memories: Uint8Array[] = [];
    const pending: Promise<unknown>[] = [];
    for (let i = 0; i < 8; i++) {
      const { connecting, accepted } = await open(listener);
      const into = new Uint8Array(LARGE);
      memories.push(into);
      pending.push(connecting.write({ tensors: [{ data: new Uint8Array(LARGE).fill(1) }] }));
      await within(accepted.readDescriptor(), 'a descriptor');
      pending.push(accepted.read({ tensors: [{ data: into }] }));
    }
    // Some are half done, some done, some not begun.
    await eventually(() => memories.some((into) => into[LARGE - 1] === 1), 'the first whole tensor');
    const outcomes = Promise.allSettled(pending);
    await within(Promise.all([here.join(), there.join()]), 'the end of both contexts');
    await within(outcomes, 'every operation');
    for (const into of memories) into.fill(2);
    for (let turn = 0; turn < 10; turn++) await setImmediate();
    for (const into of memories) expect(into.every((byte) => byte === 2)).toBe(true);
  });
});

describe('the end of a pipe', () => {
  it('by destroy calls back everything that is pending once, at both ends [TP gap: pipe close with operations pending]', async () => {
    const { connecting, accepted } = await open(await here.listen('unix://'));
    const [ours, theirs] = [new Callbacks(), new Callbacks()];
    fill(accepted, theirs);
    // One descriptor is delivered and waits for a read that does not come.
    for (let i = 0; i < 3; i++) connecting.readDescriptor(ours.expect());
    await eventually(() => ours.outcomes[0].length === 1, 'the first descriptor');
    connecting.destroy();
    await Promise.all([ours.all(), theirs.all()]);
    await setImmediate();
    expect(ours.outcomes).toEqual([['no error'], ['ERR_PIPE_CLOSED'], ['ERR_PIPE_CLOSED']]);
    expect(theirs.outcomes).toEqual(theirs.outcomes.map(() => ['ERR_PIPE_CLOSED']));
  });

  it('by close waits for pending writes up to its deadline, and fails them then [TP gap: pipe close with operations pending]', async () => {
    const { connecting, accepted } = await open(await here.listen('unix://'));
    const callbacks = new Callbacks();
    connecting.write({ tensors: [{ data: new Uint8Array(LARGE) }] }, callbacks.expect());
    const closed = connecting.close({ timeoutMs: 50 });
    await expect(connecting.write({})).rejects.toMatchObject({ code: 'ERR_PIPE_CLOSED' });
    await within(closed, 'closing');
    await callbacks.all();
    expect(callbacks.outcomes).toEqual([['ERR_TIMEOUT']]);
    // The other end learns of it in its turn: the message has come, its tensor never will.
    const descriptor = await within(accepted.readDescriptor(), 'the descriptor');
    await expect(within(accepted.read(descriptor?.allocate() ?? {}), 'the failure')).rejects.toMatchObject({
      code: 'ERR_PEER_FAILED',
    });
  });

  it('in the middle of a message fails what is being read of it [TP gap: error in mid-message]', async () => {
    const { connecting, accepted } = await open(await here.listen('unix://'));
    const reason = new TensorductError('ERR_SYSTEM', 'the source has dried up');
    const written = connecting.write({ tensors: [{ data: new Uint8Array(4 * LARGE) }] });
    const failed = expect(within(written, 'the failure of the write')).rejects.toMatchObject({ code: reason.code });
    await within(accepted.readDescriptor(), 'the descriptor');
    let arrived = 0;
    const sink = (chunk: Uint8Array): Promise<void> | undefined => {
      arrived += chunk.length;
      if (arrived < LARGE) return undefined;
      connecting.destroy(reason);
      return new Promise(() => {});
    };
    const read = accepted.read({ tensors: [{ sink }] });
    await expect(within(read, 'the failure of the read')).rejects.toMatchObject({ code: 'ERR_PEER_FAILED' });
    await failed;
    expect(arrived).toBeLessThan(4 * LARGE);
  });
});

describe('the end of a listener', () => {
  it('ends handshakes at whatever point they are, and pipes that nobody accepted [TP gap: listener close during handshake]', async () => {
    const listener = await here.listen('tcp://127.0.0.1:0');
    const port = Number(new URL(listener.url('tcp')).port);
    const strangers = [[], [encodePreamble().subarray(0, 7)], [encodePreamble()]].map((said) => {
      const socket = connect(port, '127.0.0.1');
      for (const bytes of said) socket.write(bytes);
      return socket.resume();
    });
    await Promise.all(strangers.map((socket) => once(socket, 'connect')));
    const unaccepted = there.connect(listener.url('tcp'));
    await within(new Promise<void>((resolve) => unaccepted.once('established', resolve)), 'its establishment');
    const ends = strangers.map((socket) => once(socket, 'close'));
    const lost = expect(within(unaccepted.readDescriptor(), 'the end of the pipe')).rejects.toMatchObject({
      code: 'ERR_PIPE_CLOSED',
    });

    await listener.close();
    await within(Promise.all(ends), 'the end of the strangers');
    await lost;
  });
});
