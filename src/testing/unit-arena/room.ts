import { strict as assert } from 'node:assert';
import { assertFails, turn } from '../arena/support.js';
import type { ConformanceCase } from '../conformance.js';
import { within } from '../deadlines.js';
import type { UnitArenaFixtures } from './fixtures.js';
import { Bench, UNIT_BYTES, type Arrived } from './support.js';

const WAIT_MS = 200;

/** How much fits, and what becomes of those that have to wait. */
export const roomCases: readonly ConformanceCase<UnitArenaFixtures>[] = [
  {
    name: 'a unit that never fits is refused at once, also when it only adds up to too much, and the next one is intact',
    ids: ['SPDL-R5', 'SPDL-R6', 'SPDL-P9'],
    run: (fixtures) =>
      Bench.with(fixtures, { units: 1 }, async (bench) => {
        const { writer, reader } = bench;
        const third = Math.ceil(UNIT_BYTES / 3);
        for (const lengths of [[UNIT_BYTES + 1], [third, third, third, 64], [2 ** 50]]) {
          assert.equal(await within(writer.beginUnit(lengths), 'a refusal', 1_000), false);
        }
        const { unit, bytes } = await bench.unitOf(3);
        assert(bytes.every((byte) => byte === 3));
        reader.endUnit(unit);
      }),
  },
  {
    name: 'a hundred units go through room for two, each intact',
    ids: ['SPDL-R3', 'SPDL-R14', 'SPDL-P2'],
    run: (fixtures) =>
      Bench.with(fixtures, { units: 2 }, async (bench) => {
        const { writer, reader } = bench;
        for (let i = 1; i <= 100; i++) {
          const lengths = [1 + ((i * 7919) % 40_000), 33_000 + ((i * 104_729) % 30_000)];
          await bench.begin(...lengths);
          const places = lengths.map((length) => writer.writeBinary(new Uint8Array(length).fill(i)));
          const unit = await bench.carry(writer.commitUnit());
          for (const place of places) {
            const bytes = reader.readBinary(unit, place);
            assert(bytes.length === place.length && bytes.every((byte) => byte === i), `unit ${i} differs`);
          }
          reader.endUnit(unit);
        }
      }),
  },
  {
    name: 'with a time-out of 0 a unit that finds no room fails at once with ERR_TIMEOUT',
    ids: ['SPDL-R7', 'SPDL-P5'],
    run: (fixtures) =>
      Bench.with(fixtures, { acquireTimeoutMs: 0 }, async (bench) => {
        await fill(bench);
        await assertFails(bench.writer.beginUnit([UNIT_BYTES]), 'ERR_TIMEOUT');
      }),
  },
  {
    name: 'a unit that has to wait is begun when one has ended, whichever it is',
    ids: ['SPDL-R8', 'SPDL-P6', 'SPDL-X5'],
    run: (fixtures) =>
      Bench.with(fixtures, { units: 3 }, async (bench) => {
        const { writer, reader } = bench;
        const held = await fill(bench, 3);
        // The oldest is kept to the end.
        for (const index of [1, 1, 1, 1]) {
          let begun = false;
          const waiting = writer.beginUnit([UNIT_BYTES]).then((fits) => (begun = fits));
          for (let i = 0; i < 10; i++) await turn();
          assert.equal(begun, false, 'a unit was begun without room');
          const [{ unit }] = held.splice(index, 1);
          reader.endUnit(unit);
          await within(waiting, 'the room of a unit that has ended');
          assert.equal(begun, true);
          const place = writer.writeBinary(new Uint8Array(UNIT_BYTES).fill(7));
          const next = await bench.carry(writer.commitUnit());
          held.push({ unit: next, bytes: reader.readBinary(next, place) });
          assert(
            held[0].bytes.every((byte) => byte === 1),
            'what is held was written over',
          );
        }
      }),
  },
  {
    name: 'a unit waits no longer than it is told to, whether it says so itself or the arena does, or its signal',
    ids: ['SPDL-R9', 'SPDL-P7'],
    run: (fixtures) =>
      Bench.with(fixtures, { acquireTimeoutMs: WAIT_MS }, async (bench) => {
        const { writer } = bench;
        await fill(bench);
        const start = performance.now();
        await assertFails(writer.beginUnit([UNIT_BYTES]), 'ERR_TIMEOUT');
        assert(performance.now() - start > WAIT_MS - 20, 'the unit did not wait');
        await assertFails(writer.beginUnit([UNIT_BYTES], { timeoutMs: 1 }), 'ERR_TIMEOUT');
        const controller = new AbortController();
        const aborted = writer.beginUnit([UNIT_BYTES], { signal: controller.signal, timeoutMs: 60_000 });
        controller.abort();
        await assertFails(aborted, 'ERR_ABORTED');
        await assertFails(writer.beginUnit([UNIT_BYTES], { signal: AbortSignal.abort() }), 'ERR_ABORTED');
      }),
  },
  {
    name: 'close ends a wait with ERR_ABORTED, and so does every unit after it',
    ids: ['SPDL-R10', 'SPDL-P8'],
    run: (fixtures) =>
      Bench.with(fixtures, {}, async (bench) => {
        const { writer } = bench;
        await fill(bench);
        const waiting = assertFails(writer.beginUnit([UNIT_BYTES], { timeoutMs: 60_000 }), 'ERR_ABORTED');
        await turn();
        writer.close();
        await waiting;
        await assertFails(writer.beginUnit([1]), 'ERR_ABORTED');
      }),
  },
  {
    name: 'a unit with nothing in it takes no room, and begins while there is none',
    ids: ['SPDL-X4'],
    run: (fixtures) =>
      Bench.with(fixtures, { acquireTimeoutMs: 0 }, async (bench) => {
        const { writer } = bench;
        await fill(bench);
        for (let i = 0; i < 10; i++) {
          await bench.begin();
          assert.deepEqual(writer.commitUnit(), { span: 0, tensors: [] });
        }
      }),
  },
  {
    name: 'a new iteration leaves what is out alone, and forgets the unit that was begun',
    ids: ['SPDL-X10'],
    run: (fixtures) =>
      Bench.with(fixtures, { units: 2 }, async (bench) => {
        const { writer, reader } = bench;
        const held = await bench.unitOf(1);
        await bench.begin(UNIT_BYTES);
        writer.reset();
        reader.reset();
        for (let i = 2; i < 20; i++) {
          const { unit } = await bench.unitOf(i);
          reader.endUnit(unit);
        }
        assert(
          held.bytes.every((byte) => byte === 1),
          'what is held was written over',
        );
        reader.endUnit(held.unit);
      }),
  },
];

/** Full units at the other end, that take all room. */
async function fill(bench: Bench, units = 2): Promise<Arrived[]> {
  const held: Arrived[] = [];
  while (held.length < units) held.push(await bench.unitOf(held.length + 1));
  return held;
}
