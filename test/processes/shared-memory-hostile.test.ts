import { afterEach, beforeEach, expect, it } from 'vitest';
import { Context, TensorductError, type Listener, type Pipe } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';

const MIB = 2 ** 20;
const BYTES = 100_000;

let context: Context;
let listener: Listener;

beforeEach(async () => {
  context = new Context({ name: 'test', arena: { budgetBytes: 16 * MIB } });
  listener = await context.listen('unix://');
});
afterEach(() => context.close());

async function start(name: string, ...args: string[]): Promise<{ peer: Peer; pipe: Pipe }> {
  const peer = Peer.start(name, [listener.url('unix'), ...args]);
  const pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
  return { peer, pipe };
}

function memory() {
  const { current } = context.memory ?? {};
  if (!current) throw new Error('there is no shared memory');
  return current;
}

/** Borrows and checks all that comes. @returns how often, and why it ended */
async function readAll(pipe: Pipe): Promise<{ count: number; error: TensorductError | null }> {
  let count = 0;
  try {
    for await (const { tensors } of pipe) {
      const data = tensors[0].typed('uint8');
      if (data.length !== BYTES || data.some((byte) => byte !== 3)) throw new Error('other bytes have come');
      count++;
    }
    return { count, error: null };
  } catch (error) {
    if (error instanceof TensorductError) return { count, error };
    throw error;
  }
}

/** A tensor goes to an honest peer and is the same there. */
async function assertHonestPeer(pipe: Pipe, peer: Peer): Promise<void> {
  using tensor = await within(context.allocate('uint8', [BYTES]), 'memory');
  tensor.data.fill(2);
  await within(pipe.write({ tensors: [tensor] }), 'a write to the honest peer');
  peer.send('borrow');
  expect(await peer.next('its sum')).toEqual({ answer: { sum: 2 * BYTES, copied: 0 } });
  peer.send('release');
  await peer.next('its release');
  await within(tensor.settled(), 'the return from the honest peer');
}

it.for([
  ['lends what lies outside of its segment', 'offset'],
  ['lends what ends outside of its segment', 'end'],
  ['lends from a segment that it has not announced', 'segment'],
  ['lends the same twice', 'twice'],
])('a peer that %s fails its own pipe with ERR_PROTOCOL, and no other', async ([, way]) => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', way);
  await using _hostile = hostile.peer;
  await assertHonestPeer(honest.pipe, honest.peer);
  const { count, error } = await within(readAll(hostile.pipe), 'the end of the hostile pipe');
  expect({ count, code: error?.code }).toEqual({ count: 1, code: 'ERR_PROTOCOL' });
  await assertHonestPeer(honest.pipe, honest.peer);
});

it.for([
  ['a file that it cuts off', 'file'],
  ['memory that is smaller than it says', 'size'],
])('a peer that lends from %s has nothing of it mapped, and other pipes go on', async ([, way]) => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', way);
  await using _hostile = hostile.peer;
  const reading = readAll(hostile.pipe);
  await within(reading, 'the end of the hostile pipe');
  await assertHonestPeer(honest.pipe, honest.peer);
});

/** On the wire are whole numbers from 0 to 2^64 - 1: -1 is the greatest, and a fraction or no number at all is 0. */
const NUMBERS = ['-1', '0.5', 'NaN', '9007199254740994'];

it.for([
  ...NUMBERS.map((number) => ['id', number] as const),
  ...['segment', 'sequence', 'offset'].flatMap((field) => [[field, '-1'] as const, [field, 'NaN'] as const]),
])('a peer whose leases have %s %s ends its own pipe at most, and nothing is thrown', async ([field, number]) => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', 'lend', field, number);
  await using _hostile = hostile.peer;
  const reading = readAll(hostile.pipe);
  await within(Promise.race([reading, hostile.peer.next('its word')]), 'what it lends');
  await assertHonestPeer(honest.pipe, honest.peer);
  hostile.peer.kill('SIGKILL');
  const { error } = await within(reading, 'the end of the hostile pipe', DEATH_DEADLINE_MS);
  expect(error?.code).toMatch(/^ERR_(PROTOCOL|PEER_LOST)$/);
  await eventually(() => memory().statistics().links === 1, 'the end of the hostile link');
  await assertHonestPeer(honest.pipe, honest.peer);
  expect(memory().statistics()).toMatchObject({ leases: 0 });
});

it.for([
  ['with one number for two', '7', /two streams as number 7/],
  ['by a number that is too large', '9007199254740994', /cannot be read/],
  ['by a negative number', '-1', /cannot be read/],
] as const)('a peer that asks for streams %s fails its own pipe with ERR_PROTOCOL', async ([, number, message]) => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', 'ask', number);
  await using _hostile = hostile.peer;
  const reading = readAll(hostile.pipe);
  expect(await hostile.peer.next('its word')).toBe('asking');
  const writes = [1, 2].map(() => hostile.pipe.write({ tensors: [{ data: new Uint8Array(3 * MIB) }] }));
  for (const result of await within(Promise.allSettled(writes), 'the end of the writes')) {
    expect(result).toMatchObject({
      reason: { code: 'ERR_PROTOCOL', message: expect.stringMatching(message) as string },
    });
  }
  await within(reading, 'the end of the hostile pipe');
  await assertHonestPeer(honest.pipe, honest.peer);
});

it('a peer that asks for streams without a ring gets the bytes another way, and takes its own with it', async () => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', 'ask', 'unannounced');
  await using _hostile = hostile.peer;
  const reading = readAll(hostile.pipe);
  expect(await hostile.peer.next('its word')).toBe('asking');
  const writes = [1, 2].map(() => hostile.pipe.write({ tensors: [{ data: new Uint8Array(3 * MIB) }] }));
  const ended = Promise.allSettled(writes);
  await within(Promise.race([ended, hostile.peer.next('its word')]), 'the question');
  await assertHonestPeer(honest.pipe, honest.peer);
  hostile.peer.kill('SIGKILL');
  await within(Promise.all([ended, reading]), 'the end of the hostile pipe', DEATH_DEADLINE_MS);
  await eventually(() => memory().statistics().links === 1, 'the end of the hostile link');
  expect(memory().statistics()).toMatchObject({ leases: 0 });
});

it.for([
  ['two rings of chunks', 'ring', 'twice'],
  ['a ring of chunks of another size', 'ring', 'small'],
  ['a file as a ring of chunks', 'ring', 'file'],
  ['a ring of chunks whose bell is a file', 'bell', 'file'],
  ['a ring of chunks whose bell is a pipe', 'bell', 'pipe'],
])('a peer that announces %s loses its link, and nobody else does', async ([, way, what]) => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', way, what);
  await using _hostile = hostile.peer;
  const reading = readAll(hostile.pipe);
  await within(hostile.peer.next('its word'), 'its word');
  await eventually(() => memory().statistics().links === 1, 'the end of the hostile link');
  await assertHonestPeer(honest.pipe, honest.peer);
  hostile.peer.kill('SIGKILL');
  await within(reading, 'the end of the hostile pipe', DEATH_DEADLINE_MS);
  await assertHonestPeer(honest.pipe, honest.peer);
});

it.for([
  ['scribbles over the rings of returns', 'scribble'],
  ['gives back what it has not borrowed', 'return'],
])('a peer that %s loses its link, and nobody else does', async ([, way]) => {
  const honest = await start('borrower');
  await using _honest = honest.peer;
  const hostile = await start('hostile', way);
  await using _hostile = hostile.peer;
  const reading = readAll(hostile.pipe);
  expect(await hostile.peer.next('its word')).toBe('done');
  await assertHonestPeer(honest.pipe, honest.peer);
  // What is lent to it comes back when its link ends, which it does once the ring is looked into.
  const tensor = await within(context.allocate('uint8', [BYTES]), 'memory');
  // Where the link is gone already the tensor waits for a reader, who does not come.
  await hostile.pipe.write({ tensors: [tensor] }, { timeoutMs: 100 }).catch(() => {});
  for (const link of memory().openLinks) link.drain();
  await eventually(() => memory().statistics().links === 1, 'the end of the hostile link');
  await within(tensor.settled(), 'the return of what was lent to it');
  await assertHonestPeer(honest.pipe, honest.peer);
  hostile.peer.kill('SIGKILL');
  await within(reading, 'the end of the hostile pipe');
  expect(memory().statistics()).toMatchObject({ leases: 0, usedSlots: 1 });
});
