import { readFileSync } from 'node:fs';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';

/** Takes so long that a process can be stopped in the middle. */
const BYTES = 256 * 2 ** 20;

let context: Context;
let listener: Listener;

/** By what the tensors go. */
const MEDIA = [
  ['shared memory', 'unix', 'shm-arena'],
  ['lanes of tcp', 'tcp', 'multi-socket'],
] as const;

async function listen(transport: 'unix' | 'tcp'): Promise<void> {
  context = new Context({ name: 'test', arena: transport === 'tcp' ? false : {} });
  listener = await context.listen(transport === 'tcp' ? 'tcp://127.0.0.1:0' : 'unix://');
}

afterEach(() => within(context.close(), 'the close of the context'));

async function start(...args: string[]): Promise<{ peer: Peer; pipe: Pipe }> {
  const peer = Peer.start('one-stream', [listener.urls[0], ...args]);
  const pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
  return { peer, pipe };
}

/** Begins to read what a process writes, and sends that a signal in the middle. */
async function readUntil(signal: NodeJS.Signals): Promise<{ peer: Peer; pipe: Pipe; read: Promise<Uint8Array> }> {
  const { peer, pipe } = await start('write', String(BYTES));
  await within(pipe.readDescriptor(), 'the descriptor');
  const data = new Uint8Array(BYTES);
  const read = pipe.read({ payloads: [], tensors: [{ data }] }).then(() => data);
  read.catch(() => {});
  const begun = async (): Promise<void> => {
    while (data[0] !== 7) await setImmediate();
  };
  await within(begun(), 'the first byte');
  peer.kill(signal);
  expect(data.at(-1)).toBe(0);
  return { peer, pipe, read };
}

/** Begins to write to a process that sends itself a signal in the middle. */
async function writeUntil(signal: NodeJS.Signals): Promise<{ peer: Peer; pipe: Pipe; written: Promise<unknown> }> {
  const { peer, pipe } = await start('read', signal);
  const written = pipe.write({ tensors: [{ data: new Uint8Array(BYTES).fill(7) }] });
  written.catch(() => {});
  return { peer, pipe, written };
}

/** A process that is stopped holds up its own pipe, and no other. */
async function assertHeldUp(peer: Peer, pipe: Pipe, operation: Promise<unknown>): Promise<void> {
  await eventually(() => /\) T /.test(readFileSync(`/proc/${peer.pid}/stat`, 'utf8')), 'the stop');
  await expect(Promise.race([operation, delay(300, 'it waits')])).resolves.toBe('it waits');
  expect(pipe.explain().state).toBe('established');
  await using other = Peer.start('one-stream', [listener.urls[0], 'write', '3000000']);
  await using beside = await within(listener.accept(), 'accepting another peer');
  await within(beside.readDescriptor(), 'its descriptor');
  await within(beside.read({ payloads: [], tensors: [{ data: new Uint8Array(3_000_000) }] }), 'its stream');
  expect(await other.next('its word')).toBe('written');
}

describe.each(MEDIA)('by %s, a large tensor that streams from a process', (_name, transport, channel) => {
  beforeEach(() => listen(transport));

  it('waits while that one is stopped, and arrives when it goes on', async () => {
    const { peer, pipe, read } = await readUntil('SIGSTOP');
    await using _ = peer;
    await assertHeldUp(peer, pipe, read);
    peer.kill('SIGCONT');
    const data = await within(read, 'the rest');
    expect(Buffer.compare(data, Buffer.alloc(BYTES, 7))).toBe(0);
    expect(pipe.counters.channelBytes).toEqual({ [channel]: BYTES });
  });

  it('fails within the deadline when that one is killed, and says who it was', async () => {
    const { peer, read } = await readUntil('SIGKILL');
    await using _ = peer;
    const failure = within(read, 'the failure', DEATH_DEADLINE_MS);
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_PEER_LOST',
      peer: expect.stringContaining('one-stream') as string,
    });
  });

  it('fails within the deadline when that one is killed while it is stopped', async () => {
    const { peer, pipe, read } = await readUntil('SIGSTOP');
    await using _ = peer;
    await assertHeldUp(peer, pipe, read);
    peer.kill('SIGKILL');
    await expect(within(read, 'the failure', DEATH_DEADLINE_MS)).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
  });
});

describe.each(MEDIA)('by %s, a large tensor that streams to a process', (_name, transport, channel) => {
  beforeEach(() => listen(transport));

  it('waits while that one is stopped, and arrives when it goes on', async () => {
    const { peer, pipe, written } = await writeUntil('SIGSTOP');
    await using _ = peer;
    await assertHeldUp(peer, pipe, written);
    peer.kill('SIGCONT');
    await within(written, 'the rest');
    expect(await peer.next('what it has read')).toEqual({ sevens: true });
    expect(pipe.counters.channelBytes).toEqual({ [channel]: BYTES });
  });

  it('fails within the deadline when that one is killed, and says who it was', async () => {
    const { peer, written } = await writeUntil('SIGKILL');
    await using _ = peer;
    await peer.exit();
    const failure = within(written, 'the failure', DEATH_DEADLINE_MS);
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_PEER_LOST',
      peer: expect.stringContaining('one-stream') as string,
    });
  });

  it('fails within the deadline when that one is killed while it is stopped', async () => {
    const { peer, pipe, written } = await writeUntil('SIGSTOP');
    await using _ = peer;
    await assertHeldUp(peer, pipe, written);
    peer.kill('SIGKILL');
    await expect(within(written, 'the failure', DEATH_DEADLINE_MS)).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
  });
});
