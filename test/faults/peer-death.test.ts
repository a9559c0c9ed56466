import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type ErrorCode, type Listener, type Pipe } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { FrameType } from '../../src/wire/frame.js';
import type { DoomedTask } from '../peers/doomed.js';
import type { Doom } from '../peers/doomed-transport.js';
import { eventually, openSockets } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';

/** Long enough for a peer to die in the middle of a tensor. */
const TENSOR_BYTES = 8 * 2 ** 20;
const PREAMBLE = 0;
/** The pipe's connections, as it comes by tcp and moves to unix. */
const [FIRST, BETTER, LANE] = [1, 2, 3];

interface Stage extends Pick<Doom, 'event' | 'frame' | 'bodyBytes'> {
  readonly when: string;
  readonly connection: number;
}

const { hello, challenge, packet, packetAnswer, settled, message, chunk, channelAnswer, goodbye } = FrameType;

let context: Context;
let socketsBefore: number;

beforeEach(() => {
  socketsBefore = openSockets();
  context = new Context({ name: 'survivor' });
});

afterEach(async () => {
  await within(context.join(), 'the end of the context');
  await eventually(() => openSockets() <= socketsBefore, 'the release of all sockets');
});

/** Starts a process that will kill itself. */
function startDoomed(task: Pick<DoomedTask, 'doom'> & Partial<DoomedTask>): Peer {
  const peer = Peer.start('doomed');
  peer.send({ writes: TENSOR_BYTES, reads: task.doom.event === 'received', closes: false, ...task });
  return peer;
}

/** Waits until it has, then for what it leaves behind. */
async function afterDeath<T>(peer: Peer, what: Promise<T>): Promise<T> {
  expect(await peer.exit()).toEqual({ code: null, signal: 'SIGKILL' });
  return within(what, 'the failure of what waits for the dead', DEATH_DEADLINE_MS);
}

/** Has a write and a read pending as long as the pipe lives. @returns the error of each, in this order */
function keepBusy(pipe: Pipe): Promise<unknown[]> {
  const written = pipe.write({ tensors: [{ data: new Uint8Array(TENSOR_BYTES) }] });
  const read = async (): Promise<never> => {
    for (;;) {
      const descriptor = await pipe.readDescriptor();
      if (descriptor === null) throw new Error('the stream has ended as if nothing had happened');
      await pipe.read(descriptor.allocate());
    }
  };
  return Promise.all([written, read()].map((operation) => operation.catch((thrown: unknown) => thrown)));
}

function expectLost(errors: unknown[], peer: unknown = 'doomed', code: ErrorCode = 'ERR_PEER_LOST'): void {
  for (const error of errors) expect(error).toMatchObject({ name: 'TensorductError', code, peer });
}

/** Shows that others still get in. */
async function expectAccepting(listener: Listener): Promise<void> {
  await using other = new Context({ name: 'other' });
  for (const url of listener.urls) {
    const pipe = other.connect(url);
    const accepted = await within(listener.accept(), 'accepting another');
    expect(accepted.remoteName).toBe('other');
    await pipe.write({ payloads: [{ data: Uint8Array.of(7) }] });
    expect((await within(accepted.readDescriptor(), 'its message'))?.payloads).toHaveLength(1);
  }
}

describe('a connecting peer that is killed', () => {
  const strangers: Stage[] = [
    { when: 'before its preamble', connection: FIRST, event: 'open' },
    { when: 'after its preamble', connection: FIRST, event: 'sent', frame: PREAMBLE },
    { when: 'after its hello', connection: FIRST, event: 'sent', frame: hello },
  ];

  for (const { when, ...doom } of strangers) {
    it(`${when} leaves no trace at the listener [TP gap: peer crash, TP gap: connection dropped before hello]`, async () => {
      const listener = await context.listen(['tcp://127.0.0.1:0', 'unix://']);
      const socketsListening = openSockets();
      await using peer = startDoomed({ url: listener.url('tcp'), doom });
      await afterDeath(peer, Promise.resolve());
      await eventually(() => openSockets() <= socketsListening, 'the release of its sockets');
      await expectAccepting(listener);
    });
  }

  const stages: Stage[] = [
    { when: 'after its packet', connection: FIRST, event: 'sent', frame: packet },
    { when: 'with our answer in hand', connection: FIRST, event: 'received', frame: packetAnswer },
    { when: 'as it opens the better transport', connection: BETTER, event: 'open' },
    { when: 'while it joins the better transport', connection: BETTER, event: 'sent', frame: packet },
    { when: 'once it has joined the better transport', connection: BETTER, event: 'received', frame: packetAnswer },
    { when: 'once it has settled', connection: FIRST, event: 'sent', frame: settled },
    { when: 'as it opens a lane', connection: LANE, event: 'open' },
    { when: 'while it joins a lane', connection: LANE, event: 'sent', frame: packet },
    { when: 'once it has joined a lane', connection: LANE, event: 'received', frame: packetAnswer },
    { when: 'with its tensor offered', connection: BETTER, event: 'sent', frame: message },
    { when: 'with our tensor offered', connection: BETTER, event: 'received', frame: message },
    { when: 'when it is granted room', connection: BETTER, event: 'received', frame: channelAnswer },
    { when: 'in the middle of its tensor', connection: LANE, event: 'sent', frame: chunk, bodyBytes: 2 ** 20 },
    { when: 'in the middle of ours', connection: LANE, event: 'received', frame: chunk, bodyBytes: 2 ** 20 },
  ];

  for (const { when, ...doom } of stages) {
    it(`${when} fails what waits for it [TP gap: peer crash]`, async () => {
      const listener = await context.listen(['tcp://127.0.0.1:0', 'unix://']);
      await using peer = startDoomed({ url: listener.url('tcp'), doom });
      const pipe = await within(listener.accept(), 'accepting the doomed');
      expectLost(await afterDeath(peer, keepBusy(pipe)));
      await expectAccepting(listener);
    });
  }
});

describe('a listening peer that is killed', () => {
  const stages: Stage[] = [
    { when: 'after its preamble', connection: FIRST, event: 'sent', frame: PREAMBLE },
    { when: 'after its challenge', connection: FIRST, event: 'sent', frame: challenge },
    { when: 'after its answer', connection: FIRST, event: 'sent', frame: packetAnswer },
    { when: 'as we come over the better transport', connection: BETTER, event: 'open' },
    { when: 'while we join the better transport', connection: BETTER, event: 'received', frame: packet },
    { when: 'once we have joined the better transport', connection: BETTER, event: 'sent', frame: packetAnswer },
    { when: 'once we have settled', connection: FIRST, event: 'received', frame: settled },
    { when: 'as we open a lane', connection: LANE, event: 'open' },
    { when: 'once we have joined a lane', connection: LANE, event: 'sent', frame: packetAnswer },
    { when: 'with its tensor offered', connection: BETTER, event: 'sent', frame: message },
    { when: 'in the middle of its tensor', connection: LANE, event: 'sent', frame: chunk, bodyBytes: 2 ** 20 },
    { when: 'in the middle of ours', connection: LANE, event: 'received', frame: chunk, bodyBytes: 2 ** 20 },
  ];

  for (const { when, ...doom } of stages) {
    it(`${when} fails what waits for it [TP gap: peer crash]`, async () => {
      await using peer = startDoomed({ doom });
      const url = await peer.nextString('its address');
      const pipe = context.connect(url, { remoteName: 'doomed' });
      expectLost(await afterDeath(peer, keepBusy(pipe)));
    });
  }

  it('before it has said a word is unreachable, once the time to connect is over [TP gap: peer crash]', async () => {
    await using peer = startDoomed({ doom: { connection: FIRST, event: 'open' } });
    const url = await peer.nextString('its address');
    const pipe = context.connect(url, { remoteName: 'doomed', timeoutMs: 500 });
    expectLost(await afterDeath(peer, keepBusy(pipe)), 'doomed', 'ERR_UNREACHABLE');
  });
});

describe('a peer that is killed after a goodbye', () => {
  it('of its own has told all: our reads end in order and our writes fail [TP gap: peer crash]', async () => {
    const listener = await context.listen('unix://');
    const doom = { connection: FIRST, event: 'sent', frame: goodbye } as const;
    await using peer = startDoomed({ url: listener.url('unix'), doom, writes: 1_000, closes: true });
    const pipe = await within(listener.accept(), 'accepting the doomed');
    const written = pipe
      .write({ tensors: [{ data: new Uint8Array(TENSOR_BYTES) }] })
      .catch((thrown: unknown) => thrown);
    const descriptor = await within(pipe.readDescriptor(), 'its message');
    expect(descriptor?.tensors).toHaveLength(1);
    await pipe.read(descriptor?.allocate() ?? {});
    const next = pipe.readDescriptor();
    expectLost([await afterDeath(peer, written)]);
    expect(await within(next, 'the end of the stream')).toBeNull();
    expect(await within(pipe.readDescriptor(), 'the end, asked again')).toBeNull();
  });

  it('of ours ends the wait for its answer [TP gap: peer crash]', async () => {
    const listener = await context.listen('unix://');
    const doom = { connection: FIRST, event: 'received', frame: goodbye } as const;
    await using peer = startDoomed({ url: listener.url('unix'), doom, writes: 0 });
    const pipe = await within(listener.accept(), 'accepting the doomed');
    const next = pipe.readDescriptor().catch((thrown: unknown) => thrown);
    await pipe.write({ tensors: [{ data: new Uint8Array(1_000) }] });
    await afterDeath(peer, pipe.close());
    expectLost([await next]);
  });
});
