import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { Peer, type PeerSetting } from '../support/peer.js';

/** Nobody in particular, and not the overflow user. */
const STRANGER = 12345;
const QUIET_MS = 2_000;

let context: Context;
let listener: Listener;

beforeEach(async () => {
  context = new Context({ name: 'test' });
  listener = await context.listen('shm://');
});
afterEach(() => within(context.close(), 'the close of the context'));

/** A process with a pipe to this one; told its task once it has connected. */
async function start(task: object): Promise<{ peer: Peer; pipe: Pipe }> {
  const peer = Peer.start('shm-end', [listener.url('shm')]);
  expect(await peer.next('that it is there')).toBe('ready');
  peer.send('connect');
  const pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
  await within(new Promise<void>((resolve) => pipe.once('established', resolve)), 'the handshake');
  peer.send(task);
  expect(pipe.explain().transport?.name).toBe('shm');
  return { peer, pipe };
}

function message(number: number, bytes = 64) {
  const data = Buffer.alloc(bytes);
  data.writeUInt32LE(number);
  return { payloads: [{ data }] };
}

async function readNumber(pipe: Pipe): Promise<number> {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) throw new Error('the stream has ended');
  const { payloads } = await pipe.read(descriptor.allocate());
  return Buffer.from(payloads[0].data).readUInt32LE();
}

describe('a process of another user', () => {
  beforeEach(({ skip }) => skip(process.getuid?.() !== 0, 'only root can start processes of other users'));

  it('that connects is hung up on and gets no byte, while our own is let in', async () => {
    const url = listener.url('shm');
    await using stranger = Peer.start('shm-stranger', [String(STRANGER), 'connect', url.slice('shm://@'.length)]);
    expect(await stranger.next('what it got')).toEqual({ bytes: 0, descriptors: 0 });
    const pipe = context.connect(url);
    await within(pipe.write({}), 'a message of our own');
    await within(pipe.close(), 'the close');
  });

  it('that listens is not talked to, and gets no byte', async () => {
    const name = `tensorduct.test.${randomBytes(8).toString('hex')}`;
    await using stranger = Peer.start('shm-stranger', [String(STRANGER), 'listen', name]);
    expect(await stranger.next('that it listens')).toBe('listening');
    await expect(within(context.connect(`shm://@${name}`).write({}), 'the refusal')).rejects.toMatchObject({
      code: 'ERR_AUTHENTICATION',
      backend: 'shm',
    });
    expect(await stranger.next('what it got')).toEqual({ bytes: 0, descriptors: 0 });
  });
});

describe('a peer over shm', () => {
  it('that is killed is noticed, and what it had written before is still read', async () => {
    const count = 100;
    const { peer, pipe } = await start({ write: count });
    await using _ = peer;
    expect(await peer.next('its word')).toBe('written');
    peer.kill('SIGKILL');
    await peer.exit();
    for (let number = 0; number < count; number++) {
      expect(await within(readNumber(pipe), `message ${number}`)).toBe(number);
    }
    await expect(within(pipe.readDescriptor(), 'the loss', DEATH_DEADLINE_MS)).rejects.toMatchObject({
      code: 'ERR_PEER_LOST',
    });
  });

  it('that is killed while this end waits and writes fails both within the deadline', async () => {
    const { peer, pipe } = await start({ read: 1_000_000 });
    await using _ = peer;
    const reading = pipe.readDescriptor();
    await within(pipe.write(message(0)), 'a first write');
    peer.kill('SIGSTOP');
    const writes: Promise<unknown>[] = [];
    while (pipe.writable) writes.push(pipe.write(message(0, 1024)));
    peer.kill('SIGKILL');
    const results = await within(Promise.allSettled([reading, ...writes]), 'all failures', DEATH_DEADLINE_MS);
    expect([results[0], results.at(-1)]).toMatchObject([
      { reason: { code: 'ERR_PEER_LOST' } },
      { reason: { code: 'ERR_PEER_LOST' } },
    ]);
  });

  it('that is stopped holds the writer back without an error, and takes no more memory', async () => {
    const { peer, pipe } = await start({ read: 3_000 });
    await using _ = peer;
    await within(pipe.write(message(0)), 'a first write');
    peer.kill('SIGSTOP');
    const writes: Promise<unknown>[] = [];
    let number = 1;
    while (pipe.writable && number < 3_000) writes.push(pipe.write(message(number++, 16_384)));
    expect(number).toBeLessThan(3_000);
    expect(pipe.bufferedBytes).toBeLessThan(context.limits.writeHighWaterBytes + 2 * 16_384);
    const last = writes.at(-1) ?? Promise.resolve();
    await expect(Promise.race([last, delay(500, 'it waits')])).resolves.toBe('it waits');
    expect(pipe.explain().state).toBe('established');
    peer.kill('SIGCONT');
    await within(Promise.all(writes), 'all that was written');
    while (number < 3_000) await within(pipe.write(message(number++)), 'a write');
    expect(await peer.next('what it has read')).toBe(3_000);
  });
});

/** Two processes with a pipe over shm, each told its task. */
async function pair(
  tasks: readonly [object, object],
  settings: readonly PeerSetting[] = [],
): Promise<{ ends: readonly [Peer, Peer] } & AsyncDisposable> {
  const listening = Peer.start('shm-end', ['-'], [], settings[0]);
  const url = await listening.nextString('its address');
  const connecting = Peer.start('shm-end', [url], [], settings[1]);
  expect(await connecting.next('that it is there')).toBe('ready');
  connecting.send('connect');
  listening.send(tasks[0]);
  connecting.send(tasks[1]);
  const end = async (): Promise<void> => {
    await listening[Symbol.asyncDispose]();
    await connecting[Symbol.asyncDispose]();
  };
  return { ends: [listening, connecting], [Symbol.asyncDispose]: end };
}

/** How often the threads of a process were switched to, and its ticks of CPU time. */
function activity(pid: number): string {
  const switches = readdirSync(`/proc/${pid}/task`).map((task) => {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
    return status.match(/ctxt_switches:\s+\d+/g)?.join();
  });
  return switches.join();
}

describe('two processes over shm', () => {
  it('that have nothing to say to each other sleep: no thread of theirs wakes for two seconds', async () => {
    await using both = await pair([{ echo: 10 }, { write: 10 }]);
    const [one, other] = both.ends;
    expect(await other.next('its word')).toBe('written');
    for (const end of both.ends) expect(await end.next('its transport')).toEqual({ transport: 'shm' });
    const all = (): string[] => [activity(one.pid), activity(other.pid)];
    // Node itself tidies up for a moment.
    const quiet = async (): Promise<void> => {
      for (let before = all(); ; before = all()) {
        await delay(QUIET_MS);
        if (all().join() === before.join()) return;
      }
    };
    await within(quiet(), 'sleep');
  });

  it.for([
    ['one core', 1],
    ['two cores', 2],
  ] as const)('carry a hundred thousand messages in order on %s', async ([, cores]) => {
    const [first, second = first] = allowedCores();
    const on = (core: number): PeerSetting => ({ limit: `taskset -pc ${core} $$ > /dev/null` });
    const count = 100_000;
    await using both = await pair([{ read: count }, { write: count }], [on(first), on(cores === 1 ? first : second)]);
    const [reader, writer] = both.ends;
    expect(await writer.next('the end of its writes')).toBe('written');
    expect(await reader.next('what it has read')).toBe(count);
    for (const end of both.ends) expect(await end.next('its transport')).toEqual({ transport: 'shm' });
  });

  it('32 processes join one listener at once', async () => {
    const count = 32;
    const peers: Peer[] = [];
    try {
      // Their start is no matter of ours: a few at a time.
      while (peers.length < count) {
        const next = Array.from({ length: 4 }, () => Peer.start('shm-end', [listener.url('shm')]));
        peers.push(...next);
        for (const peer of next) expect(await peer.next('that it is there')).toBe('ready');
      }
      const pipes = Array.from({ length: count }, () => within(listener.accept(), 'a pipe'));
      for (const peer of peers) peer.send('connect');
      for (const peer of peers) peer.send({ echo: 1 });
      await Promise.all(
        pipes.map(async (accepted, number) => {
          const pipe = await accepted;
          pipe.on('error', () => {});
          await within(pipe.write(message(number)), 'a write');
          expect(await within(readNumber(pipe), 'the answer')).toBe(number);
          expect(pipe.explain().transport?.name).toBe('shm');
        }),
      );
    } finally {
      await Promise.all(peers.map((peer) => peer[Symbol.asyncDispose]()));
    }
  });
});

/** Numbers of the cores that this process may run on. */
function allowedCores(): number[] {
  const [, list = '0'] = /Cpus_allowed_list:\s+(\S+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
