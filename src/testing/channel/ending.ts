import { strict as assert } from 'node:assert';
import { TensorductError } from '../../errors.js';
import type { ConformanceCase } from '../conformance.js';
import { turns, withPair, type ChannelFixtures } from './pair.js';
import {
  assertCode,
  assertFilled,
  assertIntact,
  assertMoved,
  assertSameBytes,
  MIB,
  randomBytes,
  StalledSink,
  until,
} from './support.js';

/** Transfers that end before their time: refused, withdrawn, cancelled, closed. Both ends always agree. */
export const endingCases: readonly ConformanceCase<ChannelFixtures>[] = [
  {
    name: 'a refused transfer ends with ERR_REJECTED, and the others go on',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const sendings = [
          pair.connect.send(randomBytes(pair.rendezvousBytes)),
          pair.connect.send(randomBytes(pair.rendezvousBytes)),
        ];
        pair.listen.refuse(sendings[0]);
        assertCode(await sendings[0].outcome, 'ERR_REJECTED');
        pair.listen.refuse(sendings[1]);
        assertCode(await sendings[1].outcome, 'ERR_REJECTED');
        await assertIntact(pair);
      }),
  },
  {
    name: 'a transfer that nobody has taken is withdrawn without the peer, which may refuse it afterwards',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const sending = pair.connect.send(randomBytes(pair.rendezvousBytes));
        pair.connect.withdraw(sending);
        assertCode(await sending.outcome, 'ERR_ABORTED');
        pair.listen.refuse(sending);
        await assertIntact(pair);
      }),
  },
  {
    name: 'a receive of a withdrawn transfer gets ERR_MESSAGE_WITHDRAWN',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const sending = pair.connect.send(randomBytes(pair.rendezvousBytes));
        pair.connect.withdraw(sending);
        assertCode(await sending.outcome, 'ERR_ABORTED');
        const { error, received } = await pair.listen.recv(sending, new Uint8Array(pair.rendezvousBytes));
        assertCode(error, 'ERR_MESSAGE_WITHDRAWN');
        assert.equal(received, null);
        await assertIntact(pair);
      }),
  },
  {
    name: 'both ends agree when a transfer is withdrawn just as it is taken',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        for (const length of [1, 100_000, 9 * MIB]) {
          for (let delay = 0; delay < 4; delay++) {
            const source = randomBytes(length);
            const into = new Uint8Array(length);
            const sending = pair.connect.send(source);
            const receiving = pair.listen.recv(sending, into);
            await turns(delay);
            pair.connect.withdraw(sending);
            const { error } = await receiving;
            if (error !== null) assertCode(error, 'ERR_MESSAGE_WITHDRAWN');
            else assertSameBytes(into, source);
            const outcome = await sending.outcome;
            if (error !== null) assertCode(outcome, 'ERR_ABORTED');
            else assert.equal(outcome, null);
          }
        }
        await assertIntact(pair);
      }),
  },
  {
    name: 'a transfer is withdrawn in the middle, and the next one is intact',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const stalled = new StalledSink();
        const source = randomBytes(32 * MIB);
        const sending = pair.connect.send(source);
        const receiving = pair.listen.recv(sending, stalled);
        await stalled.started;
        pair.connect.withdraw(sending);
        assertCode(await sending.outcome, 'ERR_ABORTED');
        source.fill(0);
        assertCode((await receiving).error, 'ERR_MESSAGE_WITHDRAWN');
        const given = stalled.bytes;
        stalled.letGo();
        await assertIntact(pair);
        assert.equal(stalled.bytes, given, 'a sink was called after its receive had ended');
      }),
  },
  {
    name: 'a cancelled receive ends with ERR_ABORTED, its send with success, and the next one is intact',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const sending = pair.connect.send(randomBytes(3 * MIB));
        const receiving = pair.listen.recv(sending, new Uint8Array(3 * MIB));
        pair.listen.cancel(sending);
        assertCode((await receiving).error, 'ERR_ABORTED');
        assert.equal(await sending.outcome, null);
        await assertIntact(pair);
      }),
  },
  {
    name: 'memory of a receive that was cancelled in the middle is touched no more',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const source = randomBytes(32 * MIB).fill(1, 0, 1);
        const into = new Uint8Array(source.length);
        const sending = pair.connect.send(source);
        const receiving = pair.listen.recv(sending, into);
        await until(() => into[0] === 1);
        pair.listen.cancel(sending);
        const { error } = await receiving;
        if (error !== null) assertCode(error, 'ERR_ABORTED');
        into.fill(0x33);
        assert.equal(await sending.outcome, null);
        await assertIntact(pair);
        assertFilled(into, 0x33);
      }),
  },
  {
    name: 'a sink is not called again after its receive was cancelled',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const stalled = new StalledSink();
        const sending = pair.connect.send(randomBytes(32 * MIB));
        const receiving = pair.listen.recv(sending, stalled);
        await stalled.started;
        const given = stalled.bytes;
        pair.listen.cancel(sending);
        assertCode((await receiving).error, 'ERR_ABORTED');
        assert.equal(await sending.outcome, null);
        stalled.letGo();
        await assertIntact(pair);
        assert.equal(stalled.bytes, given);
      }),
  },
  {
    name: 'both ends may give a transfer up at the same time',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        for (let delay = 0; delay < 4; delay++) {
          const sending = pair.connect.send(randomBytes(9 * MIB));
          const receiving = pair.listen.recv(sending, new Uint8Array(9 * MIB));
          await turns(delay);
          pair.connect.withdraw(sending);
          pair.listen.cancel(sending);
          const [outcome, { error }] = await Promise.all([sending.outcome, receiving]);
          if (outcome !== null) assertCode(outcome, 'ERR_ABORTED');
          assert(error === null || error.code === 'ERR_ABORTED' || error.code === 'ERR_MESSAGE_WITHDRAWN');
          assert(error !== null || outcome === null, 'the receiver has what the sender took back');
        }
        await assertIntact(pair);
      }),
  },
  {
    name: 'withdraw and cancel of what is unknown or finished do nothing',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const source = randomBytes(1000);
        const into = new Uint8Array(1000);
        const sending = pair.connect.send(source);
        await assertMoved(sending, pair.listen.recv(sending, into), into, source);
        for (const transfer of [sending.transfer, 77]) {
          pair.connect.channel.withdraw(transfer);
          pair.connect.channel.cancel(transfer);
          pair.listen.channel.withdraw(transfer);
          pair.listen.channel.cancel(transfer);
        }
        await assertIntact(pair);
      }),
  },
  {
    name: 'both ends agree on every one of many transfers that are given up at random',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const random = pseudoRandom(20260101);
        const one = async (): Promise<void> => {
          const [from, to] = random(2) === 0 ? [pair.connect, pair.listen] : [pair.listen, pair.connect];
          const source = randomBytes(1 + random(random(4) === 0 ? 2 * MIB : 40_000));
          const into = new Uint8Array(source.length);
          const sending = from.send(source);
          const withdrawn = turns(random(12)).then(() => random(3) === 0 && from.withdraw(sending));
          await turns(random(4));
          if (random(6) === 0) {
            to.refuse(sending);
            const outcome = await sending.outcome;
            if (outcome === null) assert(pair.isEager(source.length), 'a transfer is complete that was refused');
            else assert(outcome.code === 'ERR_REJECTED' || outcome.code === 'ERR_ABORTED');
          } else {
            const receiving = to.recv(sending, into);
            const cancelled = turns(random(12)).then(() => random(3) === 0 && to.cancel(sending));
            const [outcome, { error }] = await Promise.all([sending.outcome, receiving]);
            if (error === null) assertSameBytes(into, source);
            if (error === null) assert.equal(outcome, null);
            else if (outcome === null) assertCode(error, 'ERR_ABORTED');
            else assertCode(outcome, 'ERR_ABORTED');
            await cancelled;
          }
          await withdrawn;
        };
        for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 20 }, one));
        await assertIntact(pair);
      }),
  },
  {
    name: 'close calls back whatever is pending, with its error',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const { connect, listen } = pair;
        const stalled = new StalledSink();
        const offered = connect.send(randomBytes(100));
        const streaming = listen.send(randomBytes(32 * MIB));
        const receiving = connect.recv(streaming, stalled);
        const whole = listen.send(randomBytes(16 * MIB));
        const into = new Uint8Array(whole.length);
        const filling = connect.recv(whole, into);
        await stalled.started;
        const error = new TensorductError('ERR_TIMEOUT', 'the test is over');
        connect.close(error);
        connect.channel.close(error);
        assert.equal(await offered.outcome, error);
        assert.equal((await receiving).error, error);
        // It may have been complete.
        const filled = await filling;
        if (filled.error !== null) assert.equal(filled.error, error);
        into.fill(0x33);
        const given = stalled.bytes;
        stalled.letGo();
        listen.close(error);
        assert((await streaming.outcome) !== null);
        await whole.outcome;
        await turns(3);
        assert.equal(stalled.bytes, given);
        assertFilled(into, 0x33);
        listen.failureExpected = true;
      }),
  },
  {
    name: 'operations on a closed channel call back with its error',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect, listen }) => {
        const before = listen.send(randomBytes(100));
        const error = new TensorductError('ERR_TIMEOUT', 'the test is over');
        connect.close(error);
        const sending = connect.send(randomBytes(100));
        assert.equal(await sending.outcome, error);
        assert.equal((await connect.recv(before, new Uint8Array(100))).error, error);
        connect.withdraw(sending);
        connect.cancel(before);
        connect.refuse(before);
        connect.answered(randomBytes(30));
      }),
  },
  {
    name: 'a context that is closed closes its channels, and those that are made later',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async ({ connect }) => {
        const sending = connect.send(randomBytes(100));
        connect.context.close();
        connect.context.close();
        assertCode(await sending.outcome, 'ERR_CONTEXT_CLOSED');
        const late = connect.context.createChannel(connect);
        const outcome = await new Promise<TensorductError | null>((resolve) => late.send(1, randomBytes(10), resolve));
        assertCode(outcome, 'ERR_CONTEXT_CLOSED');
        await connect.context.join();
        await connect.context.join();
      }),
  },
];

/** A small generator of numbers below `bound`, the same in every run. */
function pseudoRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
