import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { Peer } from '../support/peer.js';

/** Nobody in particular, and not the overflow user. */
const STRANGER = 12345;

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
