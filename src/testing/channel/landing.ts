import { strict as assert } from 'node:assert';
import type { ConformanceCase } from '../conformance.js';
import { turns, withPair, type ChannelFixtures } from './pair.js';
import {
  assertCode,
  assertIntact,
  assertMoved,
  assertSameBytes,
  MIB,
  moveBytes,
  randomBytes,
  sameBytes,
  StalledSink,
} from './support.js';

/** What a stalled sink may leave outside of the sender's memory. */
const MOST_BEHIND_A_SINK = 8 * MIB;

/** Where bytes land: sinks, borrowed memory, and memory that went away. */
export const landingCases: readonly ConformanceCase<ChannelFixtures>[] = [
  {
    name: 'a sink gets the pieces in order and each is awaited before its memory is used again',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = randomBytes(16 * MIB + 5);
        const sending = connect.send(source);
        let offset = 0;
        let busy = false;
        const complaints: string[] = [];
        const sink = async (chunk: Uint8Array, at: number): Promise<void> => {
          if (busy) complaints.push('it was called before it had finished');
          if (at !== offset) complaints.push(`it was called at ${at} instead of ${offset}`);
          if (chunk.length === 0 || chunk.length > MOST_BEHIND_A_SINK) complaints.push(`it got ${chunk.length} bytes`);
          busy = true;
          offset = at + chunk.length;
          await turns(3);
          if (!sameBytes(chunk, source.subarray(at, at + chunk.length))) complaints.push('it got wrong bytes');
          busy = false;
        };
        const { error, received } = await listen.recv(sending, { sink });
        assert(!busy, 'the receive ended before the sink');
        assert.equal(error, null);
        assert.equal(received?.data.byteLength, 0);
        assert.equal(offset, source.length);
        assert.deepEqual(complaints, []);
        assert.equal(await sending.outcome, null);
      }),
  },
  {
    name: 'a sink need not return a promise',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = randomBytes(9 * MIB);
        const copy = new Uint8Array(source.length);
        const sending = connect.send(source);
        const { error } = await listen.recv(sending, { sink: (chunk, offset) => copy.set(chunk, offset) });
        assert.equal(error, null);
        assert.equal(await sending.outcome, null);
        assertSameBytes(copy, source);
      }),
  },
  {
    name: 'a sink that waits holds up the sender, with bounded memory, and no other transfer',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const { connect, listen } = pair;
        const stalled = new StalledSink();
        const sending = connect.send(randomBytes(32 * MIB));
        const receiving = listen.recv(sending, stalled);
        await stalled.started;
        const before = listen.counters.channelBytes[listen.name];
        await moveBytes(connect, listen, 16 * MIB);
        await moveBytes(connect, listen, 16 * MIB);
        const others = 32 * MIB;
        assert((listen.counters.channelBytes[listen.name] ?? 0) - others <= MOST_BEHIND_A_SINK);
        assert((before ?? 0) <= MOST_BEHIND_A_SINK);
        stalled.letGo();
        assert.equal((await receiving).error, null);
        assert.equal(await sending.outcome, null);
        assert.equal(stalled.bytes, sending.length);
      }),
  },
  {
    name: 'a sink that throws ends its own receive only, which gets the error as cause',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const thrown = new Error('the disk is full');
        const sending = pair.connect.send(randomBytes(9 * MIB));
        const sink = (): void => {
          throw thrown;
        };
        const { error } = await pair.listen.recv(sending, { sink });
        assert.equal(error?.cause, thrown);
        assert.equal(await sending.outcome, null);
        await assertIntact(pair);
      }),
  },
  {
    name: 'a sink that rejects ends its own receive only, which gets the error as cause',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const thrown = new Error('the disk is full');
        const sending = pair.connect.send(randomBytes(9 * MIB));
        let calls = 0;
        const sink = async (chunk: Uint8Array, offset: number): Promise<void> => {
          calls++;
          await turns(1);
          if (offset + chunk.length > 6 * MIB || chunk.length > 6 * MIB) throw thrown;
        };
        const { error } = await pair.listen.recv(sending, { sink });
        const last = calls;
        assert.equal(error?.cause, thrown);
        assert.equal(await sending.outcome, null);
        await assertIntact(pair);
        assert.equal(calls, last);
      }),
  },
  {
    name: 'borrowed memory holds the bytes until its release, which empties views of it',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        for (const length of [1, 3 * MIB]) {
          const source = randomBytes(length);
          const expected = source.slice();
          const sending = connect.send(source);
          const { error, received } = await listen.recv(sending, 'borrow');
          assert.equal(error, null);
          const data = received?.data;
          assertSameBytes(data, expected);
          if (fixtures.sharesMemory !== true) assert.equal(await sending.outcome, null);
          assertSameBytes(data, expected);
          received?.release?.();
          received?.release?.();
          if (fixtures.sharesMemory !== true) assert.equal(data?.byteLength, 0);
          assert.equal(await sending.outcome, null);
        }
      }),
  },
  {
    name: 'borrowed memory outlives the channel',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const source = randomBytes(100_000);
        const expected = source.slice();
        const sending = pair.connect.send(source);
        const { received } = await pair.listen.recv(sending, 'borrow');
        if (fixtures.sharesMemory !== true) await sending.outcome;
        pair.abandon();
        await turns(5);
        assertSameBytes(received?.data, expected);
        received?.release?.();
        assert.equal(await sending.outcome, null);
      }),
  },
  {
    name: 'memory that was detached before its bytes came fails its own receive only',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const sending = pair.connect.send(randomBytes(3 * MIB));
        const into = new Uint8Array(3 * MIB);
        const receiving = pair.listen.recv(sending, into);
        structuredClone(into.buffer, { transfer: [into.buffer] });
        assertCode((await receiving).error, 'ERR_MEMORY_DETACHED');
        assert.equal(await sending.outcome, null);
        await assertIntact(pair);
      }),
  },
  {
    name: 'memory that was detached before it was sent fails its own send only',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const source = randomBytes(3 * MIB);
        const sending = pair.connect.send(source);
        structuredClone(source.buffer, { transfer: [source.buffer] });
        const { error } = await pair.listen.recv(sending, new Uint8Array(3 * MIB));
        assertCode(error, 'ERR_MESSAGE_WITHDRAWN');
        assertCode(await sending.outcome, 'ERR_MEMORY_DETACHED');
        await assertIntact(pair);
      }),
  },
  {
    name: 'memory shared between threads may be sent and received into',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = new Uint8Array(new SharedArrayBuffer(MIB + 3));
        source.set(randomBytes(source.length));
        const into = new Uint8Array(new SharedArrayBuffer(source.length));
        const sending = connect.send(source);
        await assertMoved(sending, listen.recv(sending, into), into, source);
      }),
  },
];
