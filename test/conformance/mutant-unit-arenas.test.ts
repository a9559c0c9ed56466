import { strict as assert } from 'node:assert';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/index.js';
import { SharedMemorySegmentPool, type Arena, type ArenaReader, type ArenaWriter } from '../../src/loader/index.js';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { unitArenaCases, type UnitArenaFixtures, type UnitArenaOptions } from '../../src/testing/index.js';

/** What a mutant does wrong, at one end or the other. */
interface Fault {
  readonly options?: (options: UnitArenaOptions) => UnitArenaOptions;
  readonly writer?: (writer: ArenaWriter) => Partial<ArenaWriter>;
  readonly reader?: (reader: ArenaReader) => Partial<ArenaReader>;
}

/** A right pool, except for one thing. */
function mutant({ options = (given) => given, writer, reader }: Fault): UnitArenaFixtures {
  const pools = new Map<Arena, SharedMemorySegmentPool>();
  return {
    createArena: (given) => {
      const { unitBytes: segmentBytes, units: count, acquireTimeoutMs } = options(given);
      const pool = new SharedMemorySegmentPool({ segmentBytes, count, acquireTimeoutMs });
      const arena: Arena = {
        writer: pool.writer,
        openReader: () => changed(pool.openReader(), reader),
      };
      pools.set(arena, pool);
      return arena;
    },
    openWriter: (arena, context: Context) => {
      const pool = pools.get(arena);
      assert(pool !== undefined);
      return changed(pool.openWriter(context), writer);
    },
  };
}

function changed<T extends object>(object: T, change: ((object: T) => Partial<T>) | undefined): T {
  if (change === undefined) return object;
  return Object.assign(Object.create(object) as T, change(object));
}

const mutants: readonly (readonly [what: string, fault: Fault, caughtBy: string])[] = [
  [
    'has room for more than it says',
    { options: (given) => ({ ...given, units: given.units + 1 }) },
    'with a time-out of 0 a unit that finds no room fails at once with ERR_TIMEOUT',
  ],
  [
    'takes what never fits',
    { options: (given) => ({ ...given, unitBytes: 2 * given.unitBytes }) },
    'a unit that never fits is refused at once, also when it only adds up to too much, and the next one is intact',
  ],
  [
    'never gives room back',
    { reader: () => ({ endUnit: () => {} }) },
    'a hundred units go through room for two, each intact',
  ],
  [
    'keeps the room of a unit that was aborted',
    { writer: (writer) => ({ abortUnit: () => void writer.commitUnit() }) },
    'a unit that is aborted has never been: its room is free, and the next one is intact',
  ],
  [
    'swallows close',
    { writer: () => ({ close: () => {} }) },
    'close ends a wait with ERR_ABORTED, and so does every unit after it',
  ],
  [
    'ignores deadlines and signals',
    { writer: (writer) => ({ beginUnit: (lengths) => writer.beginUnit(lengths, { timeoutMs: 60_000 }) }) },
    'a unit waits no longer than it is told to, whether it says so itself or the arena does, or its signal',
  ],
  [
    'loses the last byte',
    {
      writer: (writer) => ({
        writeBinary: (data) => {
          const { offset } = writer.writeBinary(data.slice(0, -1));
          return { offset, length: data.length };
        },
      }),
    },
    'what is written reads back byte for byte, each binary of a unit by its place, and begins at a multiple of 64',
  ],
  [
    'shows its memory after the end',
    {
      reader: (reader) => ({
        zeroCopy: true,
        readBinary: (unit, place) => reader.readBinary(unit, place).slice(),
      }),
    },
    'a reader that copies has bytes of its own; one that does not sees them until the unit ends, and none after',
  ],
];

describe('the suite catches an arena of units that', () => {
  it.concurrent.for(mutants)('%s', { timeout: 3 * DEADLINE_MS }, async ([, fault, caughtBy]) => {
    const found = unitArenaCases.find(({ name }) => name === caughtBy);
    assert(found !== undefined, `there is no case "${caughtBy}"`);
    await expect(found.run(mutant({}))).resolves.toBeUndefined();
    await expect(found.run(mutant(fault))).rejects.toThrow();
  });
});
