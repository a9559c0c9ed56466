import { strict as assert } from 'node:assert';
import { readdirSync } from 'node:fs';
import type { ConformanceCase } from '../conformance.js';
import type { ArenaFixtures, TestedSlot } from './fixtures.js';
import { assertFails, MIB, overlap, take, takeAll, turn, withArena } from './support.js';

/** What is handed out, and when it is handed out again. */
export const slotCases: readonly ConformanceCase<ArenaFixtures>[] = [
  {
    name: 'slots begin at multiples of 64 and hold what was asked for',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 64 * MIB, async (arena) => {
        for (const bytes of [1, 63, 64, 1000, 1024, 1025, 100_000, MIB, MIB + 1, 5 * MIB]) {
          const slot = await take(arena, bytes);
          assert.equal(slot.offset % 64, 0);
          assert(slot.segment.slotBytes >= bytes, `a slot of ${slot.segment.slotBytes} bytes cannot hold ${bytes}`);
          const source = Uint8Array.from({ length: bytes }, (_, index) => index % 251);
          slot.write(source);
          assert.equal(Buffer.compare(new Uint8Array(slot.view(bytes)), source), 0, 'the bytes differ');
        }
      }),
  },
  {
    name: 'slots that are in use do not overlap',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 32 * MIB, async (arena) => {
        const slots: TestedSlot[] = [];
        for (const bytes of [1024, 1024, 4096, 100_000, MIB, MIB, 2 * MIB, 2 * MIB, 1024]) {
          const slot = await take(arena, bytes);
          assert(!slots.some((other) => overlap(slot, other)), 'two slots overlap');
          slots.push(slot);
        }
      }),
  },
  {
    name: 'the slot that was freed last is handed out first',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 16 * MIB, async (arena) => {
        const slots = [await take(arena, 4096), await take(arena, 4096), await take(arena, 4096)];
        for (const slot of slots) arena.release(slot);
        for (const slot of slots.reverse()) assert.equal(arena.tryTake(4096), slot);
      }),
  },
  {
    name: 'a slot is free when its last use is over, and not before',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 4 * MIB, async (arena) => {
        const [slot] = await takeAll(arena, MIB, 4);
        arena.retain(slot);
        arena.retain(slot);
        for (let uses = 3; uses > 1; uses--) {
          arena.release(slot);
          assert.equal(arena.tryTake(MIB), null, `a slot was handed out that has ${uses - 1} uses`);
          assert.equal(arena.statistics().usedSlots, 4);
        }
        arena.release(slot);
        assert.equal(arena.statistics().usedSlots, 3);
        assert.equal(arena.tryTake(MIB), slot);
      }),
  },
  {
    name: 'the budget is never exceeded, and what it can never hold is refused with ERR_OUT_OF_MEMORY',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 8 * MIB, async (arena) => {
        await assertFails(arena.take(9 * MIB), 'ERR_OUT_OF_MEMORY');
        await takeAll(arena, MIB, 8);
        await turn();
        const { reservedBytes, usedBytes, slots, usedSlots } = arena.statistics();
        assert(reservedBytes <= 8 * MIB, `${reservedBytes} bytes were reserved`);
        assert.deepEqual({ usedBytes, slots, usedSlots }, { usedBytes: 8 * MIB, slots: 8, usedSlots: 8 });
      }),
  },
  {
    name: 'memory of one size that lies idle makes room for another',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 8 * MIB, async (arena) => {
        const small = await takeAll(arena, MIB, 8);
        for (const slot of small) arena.release(slot);
        const large = await take(arena, 8 * MIB);
        assert(arena.statistics().reservedBytes <= 8 * MIB);
        arena.release(large);
        await take(arena, 1024);
      }),
  },
  {
    name: 'everything goes back to the system after close, what is in use with its last use',
    ids: [],
    async run(fixtures) {
      const open = (): number => readdirSync('/dev/fd').length;
      const before = open();
      const arena = fixtures.createArena({ budgetBytes: 32 * MIB });
      const kept = [await take(arena, MIB), await take(arena, 8 * MIB)];
      for (const bytes of [1024, MIB, 5 * MIB, 6 * MIB]) arena.release(await take(arena, bytes));
      arena.retain(kept[0]);
      arena.close();
      arena.close();
      assert(arena.statistics().reservedBytes >= 9 * MIB, 'memory that is in use was given back');
      kept[0].write(Uint8Array.of(1));
      for (const slot of [kept[0], ...kept]) arena.release(slot);
      const { reservedBytes, usedBytes, usedSlots } = arena.statistics();
      assert.deepEqual({ reservedBytes, usedBytes, usedSlots }, { reservedBytes: 0, usedBytes: 0, usedSlots: 0 });
      assert(open() <= before, 'descriptors are left over');
      assert.equal(arena.tryTake(1024), null);
      await assertFails(arena.take(1024), 'ERR_CONTEXT_CLOSED');
    },
  },
];
