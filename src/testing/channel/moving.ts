import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import type { ConformanceCase } from '../conformance.js';
import { within } from '../deadlines.js';
import { ChannelPair, turns, withPair, type ChannelFixtures, type ReceiveOutcome } from './pair.js';
import {
  assertFilled,
  assertIntact,
  assertMoved,
  assertSameBytes,
  MIB,
  moveBytes,
  randomBytes,
  until,
} from './support.js';

/** Bytes get from one end to the other, and memory changes hands when it should. */
export const movingCases: readonly ConformanceCase<ChannelFixtures>[] = [
  {
    name: 'two contexts serve the same devices and reach each other',
    ids: ['TP ChannelTestSuite.DeviceDescriptors'],
    async run({ createContext, createPeerContext = createContext }) {
      const contexts = [createContext(), createPeerContext()];
      const [ours, theirs] = contexts.map((context) => context.deviceDescriptors());
      assert(ours.size > 0);
      assert.deepEqual([...ours.keys()], [...theirs.keys()]);
      for (const context of contexts) {
        assert.equal(context.viability().ok, true);
        assert(Number.isInteger(context.lanes) && context.lanes >= 0 && context.lanes <= 64);
        for (const [device, descriptor] of ours) {
          const other = theirs.get(device) ?? '';
          assert(descriptor.length > 0);
          assert(context.canReach(descriptor, descriptor));
          assert(context.canReach(descriptor, other) && context.canReach(other, descriptor));
          assert(!context.canReach(descriptor, `not ${descriptor}`));
          assert(!context.canReach(`not ${descriptor}`, descriptor));
        }
        context.close();
        await context.join();
      }
    },
  },
  {
    name: 'the listening end sends to the connecting end',
    ids: ['TP ChannelTestSuite.ClientToServer'],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = Uint8Array.from({ length: 256 }, (_, index) => index);
        const into = new Uint8Array(256);
        const sending = listen.send(source);
        await assertMoved(sending, connect.recv(sending, into), into, source);
      }),
  },
  {
    name: 'the connecting end sends to the listening end',
    ids: ['TP ChannelTestSuite.ServerToClient'],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = Uint8Array.from({ length: 256 }, (_, index) => index);
        const into = new Uint8Array(256);
        const sending = connect.send(source);
        await assertMoved(sending, listen.recv(sending, into), into, source);
      }),
  },
  {
    name: 'a hundred transfers of 256 KiB are in flight at once',
    ids: ['TP ChannelTestSuite.SendMultipleTensors'],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const sources = Array.from({ length: 100 }, () => randomBytes(256 * 1024));
        const sendings = sources.map((source) => connect.send(source));
        const moves = sendings.map((sending, index) => {
          const into = new Uint8Array(sending.length);
          return assertMoved(sending, listen.recv(sending, into), into, sources[index]);
        });
        await Promise.all(moves);
      }),
  },
  {
    name: 'both ends send at the same time',
    ids: ['TP ChannelTestSuite.SendTensorsBothWays'],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        await Promise.all([moveBytes(connect, listen, 3 * MIB), moveBytes(listen, connect, 3 * MIB)]);
      }),
  },
  {
    name: 'a transfer may have a single byte, the least that reaches a channel',
    ids: [
      'TP ChannelTestSuite.EmptyTensor',
      'TP ChannelTestSuite.EmptyAndNonEmptyTensors',
      'TP CpuChannelTestSuite.NullPointer',
    ],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        await moveBytes(connect, listen, 1);
        await Promise.all([moveBytes(connect, listen, 1), moveBytes(connect, listen, 1)]);
      }),
  },
  {
    name: 'callbacks never come inside the call, and each comes once',
    ids: ['TP CpuChannelTestSuite.CallbacksAreDeferred'],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        // The pair complains of both when it is closed.
        await assertIntact(pair);
        const refused = pair.connect.send(randomBytes(10));
        pair.listen.refuse(refused);
        const withdrawn = pair.connect.send(randomBytes(10));
        pair.connect.withdraw(withdrawn);
        pair.listen.refuse(withdrawn);
        const cancelled = pair.connect.send(randomBytes(10));
        const receiving = pair.listen.recv(cancelled, new Uint8Array(10));
        pair.listen.cancel(cancelled);
        await Promise.all([refused.outcome, withdrawn.outcome, cancelled.outcome, receiving]);
        await turns(3);
      }),
  },
  {
    name: 'contexts and channels may be dropped right after they were made',
    ids: ['TP MptChannelTestSuite.ContextIsNotJoined'],
    async run({ createContext, createPeerContext = createContext }) {
      const fixtures = { createContext, createPeerContext };
      // Only the pair knows them, and nobody keeps the pair.
      for (let i = 0; i < 10; i++) await ChannelPair.create(fixtures);
      await turns(3);
      await withPair(fixtures, assertIntact);
    },
  },
  {
    name: 'a receive may come long after the send',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = randomBytes(50_000);
        const into = new Uint8Array(source.length);
        const sending = connect.send(source);
        await turns(20);
        await assertMoved(sending, listen.recv(sending, into), into, source);
      }),
  },
  {
    name: 'receives may come in another order than the sends',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const sources = Array.from({ length: 10 }, (_, index) => randomBytes(1 + index * 30_000));
        const sendings = sources.map((source) => connect.send(source));
        const intos = sources.map((source) => new Uint8Array(source.length));
        const receivings = new Map<number, Promise<ReceiveOutcome>>();
        for (const index of [9, 0, 5, 3, 8, 1, 7, 2, 6, 4]) {
          receivings.set(index, listen.recv(sendings[index], intos[index]));
          await turns(1);
        }
        for (const [index, receiving] of receivings) {
          await assertMoved(sendings[index], receiving, intos[index], sources[index]);
        }
      }),
  },
  {
    name: 'sixteen MiB of random bytes arrive as they were sent',
    ids: [],
    run: (fixtures) => withPair(fixtures, ({ connect, listen }) => moveBytes(connect, listen, 16 * MIB + 13)),
  },
  {
    name: 'two transfers under way are not mixed up',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        await Promise.all([
          moveBytes(connect, listen, 9 * MIB),
          moveBytes(connect, listen, 9 * MIB),
          moveBytes(connect, listen, 100),
        ]);
      }),
  },
  {
    name: 'memory around a view is neither sent nor written',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const length = 100_001;
        const source = randomBytes(length + 100).subarray(33, 33 + length);
        const around = new Uint8Array(length + 100).fill(0x5a);
        const into = around.subarray(17, 17 + length);
        const sending = connect.send(source);
        await assertMoved(sending, listen.recv(sending, into), into, source);
        assertFilled(around.subarray(0, 17), 0x5a);
        assertFilled(around.subarray(17 + length), 0x5a);
      }),
  },
  {
    name: 'a sender may change its memory once it was called back',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const source = randomBytes(12 * MIB);
        const expected = source.slice();
        const sending = connect.send(source);
        void sending.outcome.then(() => source.fill(0xff));
        const into = new Uint8Array(source.length);
        const { error } = await listen.recv(sending, into);
        assert.equal(error, null);
        await sending.outcome;
        assertSameBytes(into, expected);
      }),
  },
  {
    name: 'a receiver has all bytes when it is called back, and its memory to itself from then on',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const source = randomBytes(12 * MIB);
        const into = new Uint8Array(source.length);
        const sending = pair.connect.send(source);
        const receiving = pair.listen.recv(sending, into).then(() => {
          assertSameBytes(into, source);
          into.fill(0x33);
        });
        await Promise.all([receiving, sending.outcome]);
        await assertIntact(pair);
        assertFilled(into, 0x33);
      }),
  },
  {
    name: 'the bytes that cross are counted at both ends',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        await moveBytes(connect, listen, 2 * MIB + 1);
        await moveBytes(listen, connect, 1000);
        const crossed = 2 * MIB + 1001;
        for (const { counters, name } of [connect, listen]) {
          // What it has carried by a channel of its own counts as well.
          const own = Object.entries(counters.channelBytes).filter(([key]) => key.startsWith(name));
          const counted = own.reduce((sum, [, bytes]) => sum + bytes, 0);
          assert.equal(counted, crossed);
          assert(counters.copiedOnLoopBytes <= counters.copiedBytes);
        }
      }),
  },
  {
    name: 'nothing stays open after channels were closed',
    ids: [],
    async run(fixtures) {
      await withPair(fixtures, assertIntact);
      // The runtime opens a few of its own now and then.
      const allowed = openDescriptors() + 5;
      for (let i = 0; i < 10; i++) await withPair(fixtures, assertIntact);
      await within(
        until(() => openDescriptors() <= allowed),
        'the end of all descriptors',
      );
    },
  },
];

/** File descriptors of this process; 0 where that cannot be known. */
function openDescriptors(): number {
  return process.platform === 'linux' ? readdirSync('/proc/self/fd').length : 0;
}
