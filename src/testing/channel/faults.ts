import { strict as assert } from 'node:assert';
import { TensorductError } from '../../errors.js';
import type { ConformanceCase } from '../conformance.js';
import { turns, withPair, type ChannelFixtures, type ChannelPair } from './pair.js';
import { assertCode, assertIntact, randomBytes, StalledSink, MIB } from './support.js';

/** Runs `body` on a pair, beside one of the same kind that must not notice. */
function besideAnother(fixtures: ChannelFixtures, body: (pair: ChannelPair) => Promise<void>): Promise<void> {
  return withPair(fixtures, async (bystander) => {
    await assertIntact(bystander);
    await withPair(fixtures, body);
    await assertIntact(bystander);
  });
}

/** The peer lies, or dies: that ends this channel, cleanly, and nothing else. */
export const faultCases: readonly ConformanceCase<ChannelFixtures>[] = [
  {
    name: 'an offer that no channel made fails the channel with ERR_PROTOCOL',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async ({ connect, listen }) => {
        const pending = listen.send(randomBytes(1000));
        const offer = new Uint8Array(256).fill(0xff);
        const { error } = await listen.recv({ transfer: 1, offer, length: 1000 }, new Uint8Array(1000));
        assertCode(error, 'ERR_PROTOCOL');
        assertCode(await listen.expectFailure(), 'ERR_PROTOCOL');
        assertCode(await pending.outcome, 'ERR_PROTOCOL');
        connect.failureExpected = true;
      }),
  },
  {
    name: 'refusing an offer that no channel made fails the channel with ERR_PROTOCOL',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async ({ listen }) => {
        listen.channel.refuse(1, new Uint8Array(256).fill(0xff));
        assertCode(await listen.expectFailure(), 'ERR_PROTOCOL');
      }),
  },
  {
    name: 'an answer that no channel gave fails the channel with ERR_PROTOCOL, and pending callbacks get it',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async ({ connect }) => {
        const pending = connect.send(randomBytes(1000));
        connect.answered(new Uint8Array(256).fill(0xff));
        assertCode(await connect.expectFailure(), 'ERR_PROTOCOL');
        assertCode(await pending.outcome, 'ERR_PROTOCOL');
      }),
  },
  {
    name: 'an empty answer fails the channel with ERR_PROTOCOL',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async ({ connect }) => {
        connect.answered(new Uint8Array(0));
        assertCode(await connect.expectFailure(), 'ERR_PROTOCOL');
      }),
  },
  {
    name: 'answers of random bytes never throw, and every callback comes',
    ids: [],
    async run(fixtures) {
      for (let i = 0; i < 30; i++) {
        await withPair(fixtures, async ({ connect, listen }) => {
          const sending = connect.send(randomBytes(1000));
          const into = new Uint8Array(1000);
          void listen.recv(sending, into);
          for (let length = 1; length < 40; length++) connect.answered(randomBytes(length));
          await connect.expectFailure();
          await sending.outcome;
        });
      }
    },
  },
  {
    name: 'the answers to a finished transfer fail the channel with ERR_PROTOCOL when they come again',
    ids: [],
    run: (fixtures) =>
      withPair(fixtures, async (pair) => {
        const answers: Uint8Array[] = [];
        pair.listen.tamper = (answer) => {
          answers.push(answer.slice());
          return [answer];
        };
        await assertIntact(pair);
        for (const answer of answers) pair.connect.answered(answer);
        if (answers.length > 0) assertCode(await pair.connect.expectFailure(), 'ERR_PROTOCOL');
      }),
  },
  {
    name: 'bytes on a lane that no channel wrote fail the channel with ERR_PROTOCOL',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async (pair) => {
        await assertIntact(pair);
        const { connect, listen } = pair;
        // It may have other ways, and take lanes only where those fail.
        if (listen.openLanes === 0) return;
        const pending = connect.send(randomBytes(1000));
        listen.corruptLane(0, new Uint8Array(64 * 1024).fill(0xff));
        assertCode(await connect.expectFailure(), 'ERR_PROTOCOL');
        assertCode(await pending.outcome, 'ERR_PROTOCOL');
      }),
  },
  {
    name: 'lanes that are lost in mid-transfer fail the channel with ERR_PEER_LOST at both ends',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async (pair) => {
        const { connect, listen } = pair;
        if (connect.context.lanes === 0) return;
        const stalled = new StalledSink();
        const sending = connect.send(randomBytes(32 * MIB));
        const receiving = listen.recv(sending, stalled);
        await stalled.started;
        await pair.cutLanes();
        const failures = await Promise.race([connect.expectFailure(), listen.expectFailure()]);
        assertCode(failures, 'ERR_PEER_LOST');
        assertCode(await sending.outcome, 'ERR_PEER_LOST');
        assertCode((await receiving).error, 'ERR_PEER_LOST');
        connect.failureExpected = true;
      }),
  },
  {
    name: 'a peer that ends its channel in mid-transfer ends this one too',
    ids: [],
    run: (fixtures) =>
      besideAnother(fixtures, async (pair) => {
        const { connect, listen } = pair;
        const stalled = new StalledSink();
        const sending = connect.send(randomBytes(32 * MIB));
        const receiving = listen.recv(sending, stalled);
        await stalled.started;
        connect.fail(new TensorductError('ERR_SYSTEM', 'this end broke'));
        connect.failureExpected = true;
        assert((await sending.outcome) !== null);
        assertCode((await receiving).error, 'ERR_PEER_LOST');
        await turns(3);
      }),
  },
];
