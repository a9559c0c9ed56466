import assert from 'node:assert/strict';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { TransportConnection } from '../../transports/transport.js';
import type { ConformanceCase } from '../conformance.js';
import { usualDeadlineMs } from '../deadlines.js';
import type { TransportFixtures } from './fixtures.js';
import { assertBytes, assertFailed, assertFilled, Harness, pattern } from './harness.js';

const MIB = 1024 * 1024;

/** How a connection ends. Each case runs with either end as the one that closes. */
export const endCases: readonly ConformanceCase<TransportFixtures>[] = [
  ending(
    'reads fail, each of them, when the peer closes at once',
    ['TP Connection_InitializationError'],
    async (t, closing, staying) => {
      closing.close();
      for (let round = 0; round < 10; round++) {
        assertFailed(await t.reading(staying, new Uint8Array(1)), 'ERR_PEER_LOST');
      }
    },
  ),

  ending('what was written before a close is still read', [], async (t, closing, staying) => {
    const bytes = pattern(3 * MIB);
    const writing = t.writing(closing, [bytes], () => closing.close());
    // First a little, so that the end comes while nobody reads.
    assertBytes(await t.read(staying, 1000), bytes.subarray(0, 1000));
    assertBytes(await t.read(staying, bytes.length - 1000), bytes.subarray(1000));
    assert.equal((await writing).error, null);
    const last = await t.reading(staying, new Uint8Array(1));
    assertFailed(last, 'ERR_PEER_LOST');
    assert.equal(last.length, 0);
  }),

  ending(
    'what was written before a close is still read by an end that has failed to write',
    [],
    async (t, closing, staying) => {
      // Fits into any medium.
      const bytes = pattern(3000);
      await Promise.all([
        t.write(closing, bytes),
        t.read(staying, 1).then((got) => assertBytes(got, bytes.subarray(0, 1))),
      ]);
      closing.close();
      // The closed end may go on taking bytes for a while; it must not do so for ever.
      const deadline = performance.now() + usualDeadlineMs();
      let failed = false;
      while (!failed && performance.now() < deadline) {
        const { error } = await t.writing(staying, [pattern(1000)]);
        failed = error !== null;
        if (failed) assertFailed({ error }, 'ERR_PEER_LOST');
        await delay(5);
      }
      assert(failed, 'writes to a closed peer fail at last');
      assertBytes(await t.read(staying, bytes.length - 1), bytes.subarray(1));
      assertFailed(await t.reading(staying, new Uint8Array(1)), 'ERR_PEER_LOST');
    },
  ),

  ending(
    'what was written before a close is still read although the closing end has not read all',
    [],
    async (t, closing, staying) => {
      const bytes = pattern(200_000);
      void t.writing(staying, [pattern(MIB)]);
      await t.read(closing, 1);
      void t.writing(closing, [bytes], () => closing.close());
      // Slowly, so that bytes are still on their way when the end comes.
      for (let at = 0; at < bytes.length; at += 1000) {
        assertBytes(await t.read(staying, 1000), bytes.subarray(at, at + 1000));
        await nextTurn();
      }
      assertFailed(await t.reading(staying, new Uint8Array(1)), 'ERR_PEER_LOST');
    },
  ),

  ending('a read that the end cuts short fails', [], async (t, closing, staying) => {
    const reading = t.reading(staying, new Uint8Array(100), 100);
    await t.write(closing, pattern(99));
    closing.close();
    assert.deepEqual(
      [(await reading).error?.code, (await reading).length],
      ['ERR_PEER_LOST', 0],
      'a read of 100 bytes of which 99 came',
    );
  }),

  ending('a local close fails what is pending and what comes later', [], async (t, closing, staying) => {
    const big = new Uint8Array(64 * MIB);
    const pending = [
      t.reading(closing, new Uint8Array(1)),
      t.reading(closing, new Uint8Array(MIB)),
      t.writing(closing, [big]),
      t.writing(closing, [new Uint8Array(1)]),
      t.writing(closing, []),
    ];
    closing.close();
    closing.close();
    const later = [t.reading(closing, new Uint8Array(1), 0), t.writing(closing, [])];
    for (const outcome of [...pending, ...later]) assertFailed(await outcome, 'ERR_CONNECTION_CLOSED');
    assertFailed(await t.reading(closing, new Uint8Array(1)), 'ERR_CONNECTION_CLOSED');
    assertFailed(await t.writing(closing, [big]), 'ERR_CONNECTION_CLOSED');
    staying.close();
  }),

  ending('completions of a close come in the order of the calls, each once', [], async (t, closing) => {
    const [reads, writes]: number[][] = [[], []];
    const all = Array.from({ length: 10 }, (_, index) => [
      t.reading(closing, new Uint8Array(MIB), 1, () => void reads.push(index)),
      t.writing(closing, [new Uint8Array(16 * MIB)], () => void writes.push(index)),
    ]).flat();
    closing.close();
    await Promise.all(all);
    assert.deepEqual(reads, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'order of reads');
    assert.deepEqual(writes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 'order of writes');
  }),

  ending('memory is let alone after a close', [], async (t, closing, staying) => {
    const into = new Uint8Array(4 * MIB);
    const reading = t.reading(closing, into);
    await t.read(staying, 0);
    void t.writing(staying, [pattern(MIB)]);
    closing.close();
    assertFailed(await reading, 'ERR_CONNECTION_CLOSED');
    into.fill(0xee);
    void t.writing(staying, [pattern(MIB)]);
    assertFailed(await t.reading(staying, new Uint8Array(1)), 'ERR_PEER_LOST');
    assertFilled(into, 0xee, 'memory was written after the completion');
  }),

  ending('the first error stays', [], async (t, closing, staying) => {
    closing.close();
    const { error } = await t.reading(staying, new Uint8Array(1));
    assertFailed({ error }, 'ERR_PEER_LOST');
    staying.close();
    for (const outcome of [await t.reading(staying, new Uint8Array(1)), await t.writing(staying, [pattern(1)])]) {
      assertFailed(outcome, 'ERR_PEER_LOST');
    }
    assert.equal((await t.onClose(staying))?.code, 'ERR_PEER_LOST');
  }),

  ending(
    'onClose tells the end once: null to the end that closed, the error to the other',
    [],
    async (t, closing, staying) => {
      const here = t.onClose(closing);
      const there = t.onClose(staying);
      const reading = t.reading(staying, new Uint8Array(1));
      closing.close();
      assert.equal(await here, null);
      assertFailed(await reading, 'ERR_PEER_LOST');
      assert.equal((await there)?.code, 'ERR_PEER_LOST');
      assert.equal(await t.onClose(closing), null, 'registered after the end');
      assert.equal((await t.onClose(staying))?.code, 'ERR_PEER_LOST', 'registered after the end');
    },
  ),
];

/** A case with two ends, run with either of them as the first. */
function ending(
  name: string,
  ids: readonly string[],
  body: (harness: Harness, closing: TransportConnection, staying: TransportConnection) => Promise<void>,
): ConformanceCase<TransportFixtures> {
  return {
    name,
    ids,
    async run(fixtures) {
      await Harness.run(fixtures, async (t) => {
        const { near, far } = await t.pair();
        await body(t, near, far);
      });
      await Harness.run(fixtures, async (t) => {
        const { near, far } = await t.pair();
        await body(t, far, near);
      });
    },
  };
}
