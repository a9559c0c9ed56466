import { strict as assert } from 'node:assert';
import type { ConformanceCase } from '../conformance.js';
import { within } from '../deadlines.js';
import type { ArenaFixtures } from './fixtures.js';
import { assertFails, MIB, take, takeAll, turn, withArena } from './support.js';

/** Waits for a slot, and how they end. */
export const waitingCases: readonly ConformanceCase<ArenaFixtures>[] = [
  {
    name: 'those who wait are served first come, first served',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 4 * MIB, async (arena) => {
        const slots = await takeAll(arena, MIB, 4);
        const order: number[] = [];
        const waiting = slots.map(async (_, index) => {
          const slot = await take(arena, MIB);
          order.push(index);
          return slot;
        });
        for (const slot of slots) {
          arena.release(slot);
          await turn();
        }
        const served = await Promise.all(waiting);
        assert.deepEqual(order, [0, 1, 2, 3]);
        assert.equal(new Set(served).size, 4, 'a slot was handed out twice');
      }),
  },
  {
    name: 'everybody who waits is served, whatever the size, as soon as there is room',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 8 * MIB, async (arena) => {
        const small = await takeAll(arena, MIB, 8);
        const waiting = [take(arena, 8 * MIB), take(arena, MIB), take(arena, 8 * MIB), take(arena, MIB)];
        for (const slot of small) arena.release(slot);
        // The first to be served may be of either size; each gives back what the others wait for.
        await Promise.all(waiting.map(async (slot) => arena.release(await slot)));
        assert.equal(arena.statistics().usedSlots, 0);
      }),
  },
  {
    name: 'a signal ends a wait with ERR_ABORTED, a deadline with ERR_TIMEOUT, and the next one in turn gets the slot',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 4 * MIB, async (arena) => {
        const [slot] = await takeAll(arena, MIB, 4);
        const controller = new AbortController();
        const ended = [
          assertFails(arena.take(MIB, { signal: controller.signal }), 'ERR_ABORTED'),
          assertFails(arena.take(MIB, { timeoutMs: 5 }), 'ERR_TIMEOUT'),
          assertFails(arena.take(MIB, { signal: AbortSignal.abort() }), 'ERR_ABORTED'),
        ];
        const next = take(arena, MIB);
        controller.abort();
        await Promise.all(ended);
        arena.release(slot);
        assert.equal(await next, slot);
        assert.equal(arena.statistics().usedSlots, 4);
      }),
  },
  {
    name: 'a signal after the wait is over changes nothing',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 4 * MIB, async (arena) => {
        const slots = await takeAll(arena, MIB, 4);
        const controller = new AbortController();
        const waiting = arena.take(MIB, { signal: controller.signal });
        arena.release(slots[1]);
        controller.abort();
        assert.equal(await within(waiting, 'the slot'), slots[1]);
        assert.equal(arena.tryTake(MIB), null);
      }),
  },
  {
    name: 'close ends every wait with ERR_CONTEXT_CLOSED, also while memory is being reserved',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, 4 * MIB, async (arena) => {
        const growing = assertFails(arena.take(MIB), 'ERR_CONTEXT_CLOSED');
        arena.close();
        await growing;
        const full = fixtures.createArena({ budgetBytes: 4 * MIB });
        await takeAll(full, MIB, 4);
        const waiting = [1, 2, 3].map(() => assertFails(full.take(MIB), 'ERR_CONTEXT_CLOSED'));
        full.close();
        await Promise.all(waiting);
      }),
  },
];
