import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { within } from '../deadlines.js';
import type { TransportConnection } from '../../transports/transport.js';
import type { ConformanceCase } from '../conformance.js';
import type { TransportFixtures } from './fixtures.js';
import { assertBytes, assertFailed, assertFilled, Harness, pattern, randomNumbers } from './harness.js';

const KIB = 1024;
const MIB = 1024 * 1024;

/** How bytes move while both ends are open. Each case runs in both directions. */
export const streamCases: readonly ConformanceCase<TransportFixtures>[] = [
  stream('13 bytes arrive', ['TP Connection_Initialization'], async (t, writer, reader) => {
    const bytes = Buffer.from('Hello, world!');
    const [got] = await Promise.all([t.read(reader, 13), t.write(writer, bytes)]);
    assertBytes(got, bytes);
  }),

  stream('several buffers of a write arrive as one piece', ['TP Connection_NopWrite'], async (t, writer, reader) => {
    const record = Buffer.from(JSON.stringify({ name: 'x', shape: [2, 3] }));
    const length = Uint8Array.of(record.length);
    const writing = t.write(writer, length, record.subarray(0, 5), record.subarray(5));
    const [bytes] = await t.read(reader, 1);
    assertBytes(await t.read(reader, bytes), record);
    await writing;
  }),

  stream(
    'writes that come before any read arrive in order',
    ['TP Connection_QueueWritesBeforeReads', 'TP ShmTransportTest.QueueWrites'],
    async (t, writer, reader) => {
      const blocks = Array.from({ length: 10 }, (_, index) => pattern(16 * KIB, index));
      const writes = blocks.map((block) => t.write(writer, block));
      for (const block of blocks) assertBytes(await t.read(reader, block.length), block);
      await Promise.all(writes);
    },
  ),

  stream('empty buffers and empty lists are valid', ['TP Connection_EmptyBuffer'], async (t, writer, reader) => {
    const bytes = pattern(13);
    const empty = new Uint8Array(0);
    const writes: Promise<void>[] = [];
    const reads: Promise<Uint8Array>[] = [];
    for (let index = 0; index < 100; index++) {
      if (index % 4 === 0) writes.push(t.write(writer, empty));
      else if (index % 4 === 2) writes.push(t.write(writer));
      else writes.push(t.write(writer, empty, bytes, empty));
      reads.push(t.read(reader, index % 2 === 0 ? 0 : 13));
    }
    for (const [index, got] of (await Promise.all(reads)).entries()) {
      assertBytes(got, index % 2 === 0 ? empty : bytes);
    }
    await Promise.all(writes);
  }),

  stream(
    '16 MiB arrive',
    ['TP UVTransportConnectionTest.LargeWrite', 'TP ShmTransportTest.Chunking'],
    async (t, writer, reader) => {
      const bytes = pattern(16 * MIB);
      const [got] = await Promise.all([t.read(reader, bytes.length), t.write(writer, bytes)]);
      assertBytes(got, bytes);
    },
  ),

  stream(
    '16 MiB arrive at a reader that comes late',
    ['TP ShmTransportTest.ChunkingImplicitRead'],
    async (t, writer, reader) => {
      const bytes = pattern(16 * MIB);
      const writing = t.write(writer, bytes);
      const first = await t.read(reader, 1);
      const rest = await t.read(reader, bytes.length - 1);
      assertBytes(first, bytes.subarray(0, 1));
      assertBytes(rest, bytes.subarray(1));
      await writing;
    },
  ),

  stream('both directions move at once', [], async (t, writer, reader) => {
    const bytes = pattern(8 * MIB);
    const back = pattern(8 * MIB, 2);
    const [got, gotBack] = await Promise.all([
      t.read(reader, bytes.length),
      t.read(writer, back.length),
      t.write(writer, bytes),
      t.write(reader, back),
    ]);
    assertBytes(got, bytes);
    assertBytes(gotBack, back);
  }),

  stream(
    'bytes arrive once and in order, however writes and reads are cut',
    ['TP ShmTransportTest.NopWriteWrapAround'],
    async (t, writer, reader) => {
      const bytes = pattern(2 * MIB);
      const random = randomNumbers(7);
      const cut = (): number => (random() % 5 === 0 ? random() % (200 * KIB) : random() % 300);
      const writes: Promise<void>[] = [];
      for (let at = 0; at < bytes.length;) {
        const [first, second] = [cut(), cut()];
        writes.push(t.write(writer, bytes.subarray(at, at + first), bytes.subarray(at + first, at + first + second)));
        at += first + second;
      }
      for (let at = 0; at < bytes.length;) {
        const length = Math.min(cut(), bytes.length - at);
        assertBytes(await t.read(reader, length), bytes.subarray(at, at + length));
        at += length;
      }
      await Promise.all(writes);
    },
  ),

  stream('a read gives at least its minimum and at most its room', [], async (t, writer, reader) => {
    const bytes = pattern(1000);
    const into = new Uint8Array(600);
    const reading = t.reading(reader, into, 10);
    await t.write(writer, bytes);
    const { error, length } = await reading;
    assert.equal(error, null);
    assert(length >= 10 && length <= 600, `${length} bytes in 10..600`);
    assertBytes(into.subarray(0, length), bytes.subarray(0, length));
    assertBytes(await t.read(reader, 1000 - length), bytes.subarray(length));
  }),

  stream('a read does not wait for more than its minimum', [], async (t, writer, reader) => {
    const bytes = pattern(10);
    for (const minimum of [1, 9, 10]) {
      const into = new Uint8Array(100 * KIB);
      const reading = t.reading(reader, into, minimum);
      await t.write(writer, bytes);
      const { error, length } = await reading;
      assert.equal(error, null);
      assertBytes(into.subarray(0, length), bytes.subarray(0, length));
      await t.read(reader, bytes.length - length);
    }
  }),

  stream('a read of minimum 0 completes when the reads before it have', [], async (t, writer, reader) => {
    const alone = await t.reading(reader, new Uint8Array(10), 0);
    assert.deepEqual(alone, { error: null, length: 0 });
    let firstDone = false;
    const first = t.reading(reader, new Uint8Array(4), 4, () => (firstDone = true));
    const second = t.reading(reader, new Uint8Array(10), 0, () => assert(firstDone, 'the second came first'));
    await t.write(writer, pattern(4));
    await first;
    assert.deepEqual(await second, { error: null, length: 0 });
  }),

  stream('completions come in the order of the calls', [], async (t, writer, reader) => {
    const lengths = [5, 0, 200 * KIB, 1, 0, 0, 64 * KIB, 3, 70 * KIB, 0];
    const [written, read]: number[][] = [[], []];
    const all = lengths.flatMap((length, index) => [
      t.writing(writer, [pattern(length)], () => void written.push(index)),
      t.reading(reader, new Uint8Array(length), length, () => void read.push(index)),
    ]);
    for (const { error } of await Promise.all(all)) assert.equal(error, null);
    assert.deepEqual(written, [...lengths.keys()], 'order of writes');
    assert.deepEqual(read, [...lengths.keys()], 'order of reads');
  }),

  stream('no callback comes inside the call', [], async (t, writer, reader) => {
    // The harness looks at every call. These are the ones that could be answered at once.
    await t.write(writer);
    await t.write(writer, pattern(100));
    await t.read(reader, 10);
    await t.read(reader, 10);
    await t.reading(reader, new Uint8Array(10), 0);
    await t.read(reader, 0);
    reader.close();
    assertFailed(await t.reading(reader, new Uint8Array(10)), 'ERR_CONNECTION_CLOSED');
    assertFailed(await t.writing(reader, [pattern(10)]), 'ERR_CONNECTION_CLOSED');
    assert.equal(await t.onClose(reader), null);
  }),

  stream(
    'operations can be started, and the connection closed, inside callbacks',
    ['TP Connection_DestroyConnectionFromCallback'],
    async (t, writer, reader) => {
      const echoes = new Promise<void>((resolve) => {
        const echo = (remaining: number): void => {
          const into = new Uint8Array(8);
          void t.reading(reader, into, 8, () => {
            if (remaining > 0) {
              void t.writing(reader, [into]);
              return echo(remaining - 1);
            }
            reader.close();
            resolve();
          });
        };
        echo(20);
      });
      for (let round = 0; round < 20; round++) {
        const bytes = pattern(8, round);
        await t.write(writer, bytes);
        assertBytes(await t.read(writer, 8), bytes);
      }
      await t.write(writer, pattern(8));
      await within(echoes, 'the last echo');
      assertFailed(await t.reading(writer, new Uint8Array(1)), 'ERR_PEER_LOST');
    },
  ),

  stream('a writer waits for a reader that has stopped to read', [], async (t, writer, reader) => {
    const total = 64;
    const block = pattern(MIB);
    let completed = 0;
    const writes = Array.from({ length: total }, () => t.writing(writer, [block], () => completed++));
    assertBytes(await t.read(reader, 1), block.subarray(0, 1));
    // However long this waited, the bound would hold: the pause only gives a writer time to break it.
    for (let before = -1; before < completed; await delay(50)) before = completed;
    assert(completed < total / 2, `${completed} of ${total} MiB were taken, but nobody reads`);
    assertBytes(await t.read(reader, MIB - 1), block.subarray(1));
    for (let index = 1; index < total; index++) assertBytes(await t.read(reader, MIB), block);
    for (const write of writes) assert.equal((await write).error, null);
  }),

  stream('written memory is free after the completion', [], async (t, writer, reader) => {
    const lengths = [10, 3 * KIB, 64 * KIB, 65 * KIB, MIB, 7, 2 * MIB];
    const writes = lengths.map((length, index) => {
      const bytes = pattern(length, index);
      return t.writing(writer, [bytes], () => void bytes.fill(0xee));
    });
    for (const [index, length] of lengths.entries()) {
      assertBytes(await t.read(reader, length), pattern(length, index));
    }
    await Promise.all(writes);
  }),

  stream('read memory is free after the completion', [], async (t, writer, reader) => {
    const bytes = pattern(4 * MIB);
    const writing = t.write(writer, bytes);
    for (let at = 0; at < bytes.length;) {
      const into = new Uint8Array(256 * KIB);
      const { length } = await t.reading(reader, into, 1);
      assertBytes(into.subarray(0, length), bytes.subarray(at, at + length));
      at += length;
      into.fill(0xee);
      // Of what comes next, nothing may land here.
      if (at < bytes.length) assertBytes(await t.read(reader, 1), bytes.subarray(at, at + 1));
      at += 1;
      assertFilled(into, 0xee, 'memory was written after the completion');
    }
    await writing;
  }),

  stream('a ping-pong lets timers run', [], async (t, writer, reader) => {
    let fired = false;
    const timer = setTimeout(() => (fired = true), 5);
    const ball = new Uint8Array(8);
    let rounds = 0;
    for (; !fired && rounds < 100_000; rounds++) {
      await Promise.all([t.write(writer, ball), t.read(reader, 8)]);
      await Promise.all([t.write(reader, ball), t.read(writer, 8)]);
    }
    clearTimeout(timer);
    assert(fired, `no timer ran in ${rounds} rounds`);
  }),
];

/** A case with two ends, run once in each direction. */
function stream(
  name: string,
  ids: readonly string[],
  body: (harness: Harness, writer: TransportConnection, reader: TransportConnection) => Promise<void>,
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
