import { strict as assert } from 'node:assert';
import { assertFails } from '../arena/support.js';
import type { ConformanceCase } from '../conformance.js';
import type { UnitArenaFixtures } from './fixtures.js';
import { Bench, UNIT_BYTES } from './support.js';

const LENGTHS = [1, 63, 64, 65, 0, 1000, 40_000];

/** What units carry. */
export const unitCases: readonly ConformanceCase<UnitArenaFixtures>[] = [
  {
    name: 'what is written reads back byte for byte, each binary of a unit by its place, and begins at a multiple of 64',
    ids: ['SPDL-R1', 'SPDL-P1', 'SPDL-P3'],
    run: (fixtures) =>
      Bench.with(fixtures, {}, async (bench) => {
        const { writer, reader } = bench;
        const binaries = LENGTHS.map((length, i) => Uint8Array.from({ length }, (_, j) => (7 * i + j) % 251));
        await bench.begin(...LENGTHS);
        const places = binaries.map((binary) => writer.writeBinary(binary));
        const unit = await bench.carry(writer.commitUnit());
        places.forEach((place, i) => {
          assert.equal(place.length, LENGTHS[i]);
          assert.equal(place.offset % 64, 0, `a binary begins at ${place.offset}`);
          assert.equal(Buffer.compare(reader.readBinary(unit, place), binaries[i]), 0, `binary ${i} differs`);
        });
        reader.endUnit(unit);
      }),
  },
  {
    name: 'a unit that is aborted has never been: its room is free, and the next one is intact',
    ids: ['SPDL-R2'],
    run: (fixtures) =>
      Bench.with(fixtures, { units: 1, acquireTimeoutMs: 0 }, async (bench) => {
        const { writer } = bench;
        for (let round = 1; round <= 3; round++) {
          await bench.begin(UNIT_BYTES);
          writer.writeBinary(new Uint8Array(UNIT_BYTES).fill(round));
          writer.abortUnit();
        }
        const { bytes } = await bench.unitOf(9);
        assert(bytes.every((byte) => byte === 9));
        writer.abortUnit();
      }),
  },
  {
    name: 'calls out of turn fail with ERR_OUT_OF_TURN, a binary that was not announced with ERR_INVALID_ARGUMENT',
    ids: [],
    run: (fixtures) =>
      Bench.with(fixtures, {}, async (bench) => {
        const { writer } = bench;
        assert.throws(() => writer.writeBinary(Uint8Array.of(1)), { code: 'ERR_OUT_OF_TURN' });
        assert.throws(() => writer.commitUnit(), { code: 'ERR_OUT_OF_TURN' });
        await bench.begin(100);
        await assertFails(writer.beginUnit([1]), 'ERR_OUT_OF_TURN');
        assert.throws(() => writer.writeBinary(new Uint8Array(1000)), { code: 'ERR_INVALID_ARGUMENT' });
        writer.writeBinary(new Uint8Array(100));
        assert.throws(() => writer.writeBinary(Uint8Array.of(1)), { code: 'ERR_INVALID_ARGUMENT' });
        writer.abortUnit();
      }),
  },
  {
    name: 'a place that its unit does not have is refused with ERR_PROTOCOL',
    ids: [],
    run: (fixtures) =>
      Bench.with(fixtures, {}, async (bench) => {
        const { unit } = await bench.unitOf(1);
        const { reader } = bench;
        const places = [
          [0, UNIT_BYTES + 1],
          [UNIT_BYTES, 1],
          [-64, 64],
          [0.5, 1],
          [0, -1],
          [NaN, 1],
          [2 ** 60, 1],
        ];
        for (const [offset, length] of places) {
          assert.throws(() => reader.readBinary(unit, { offset, length }), { code: 'ERR_PROTOCOL' });
        }
        reader.endUnit(unit);
      }),
  },
  {
    name: 'what was read stays readable after the writer is closed',
    ids: ['SPDL-P4'],
    run: (fixtures) =>
      Bench.with(fixtures, {}, async (bench) => {
        const { writer, reader } = bench;
        const { unit, bytes } = await bench.unitOf(5);
        writer.close();
        writer.close();
        assert(bytes.length === UNIT_BYTES && bytes.every((byte) => byte === 5));
        reader.endUnit(unit);
      }),
  },
  {
    name: 'a reader that copies has bytes of its own; one that does not sees them until the unit ends, and none after',
    ids: ['SPDL-P13', 'SPDL-P15'],
    run: (fixtures) =>
      Bench.with(fixtures, {}, async (bench) => {
        const { reader } = bench;
        const { unit, bytes } = await bench.unitOf(5);
        const part = bytes.subarray(10, 20);
        reader.endUnit(unit);
        assert.equal(bytes.length, reader.zeroCopy ? 0 : UNIT_BYTES);
        assert.equal(part.length, reader.zeroCopy ? 0 : 10);
      }),
  },
];
