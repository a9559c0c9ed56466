import { strict as assert } from 'node:assert';
import { randomInt } from 'node:crypto';
import type { ConformanceCase } from '../conformance.js';
import { within } from '../deadlines.js';
import type { ArenaFixtures, TestedArena, TestedSlot } from './fixtures.js';
import { MIB, overlap, turn, withArena } from './support.js';

const BUDGET = 16 * MIB;
const MOVES = 3_000;
const MOST_IN_USE = 60;
const SIZES = [1, 1000, 4096, 100_000, MIB, 2 * MIB, 3 * MIB];
const STAMP_BYTES = 8;

/** What the arena must have: who uses what. */
class Model {
  /** The uses of each slot that is in use, and what was written there. */
  private readonly used = new Map<TestedSlot, { uses: number; readonly stamp: number }>();
  private stamps = 0;

  constructor(private readonly arena: TestedArena) {}

  get size(): number {
    return this.used.size;
  }

  taken(slot: TestedSlot): void {
    for (const other of this.used.keys()) {
      assert(!overlap(slot, other), 'a slot was handed out that overlaps one in use, or is one');
    }
    const stamp = ++this.stamps;
    slot.write(Float64Array.of(stamp));
    this.used.set(slot, { uses: 1, stamp });
  }

  retain(slot: TestedSlot): void {
    this.arena.retain(slot);
    const entry = this.used.get(slot);
    if (entry !== undefined) entry.uses++;
  }

  release(slot: TestedSlot): void {
    const entry = this.used.get(slot);
    if (entry === undefined) return;
    const [stamp] = new Float64Array(slot.view(STAMP_BYTES));
    assert.equal(stamp, entry.stamp, 'the bytes of a slot in use have changed');
    if (--entry.uses === 0) this.used.delete(slot);
    this.arena.release(slot);
  }

  /** One of the slots in use. */
  at(index: number): TestedSlot {
    return [...this.used.keys()][index];
  }

  check(): void {
    const { reservedBytes, usedBytes, slots, usedSlots } = this.arena.statistics();
    const expected = [...this.used.keys()].reduce((sum, { segment }) => sum + segment.slotBytes, 0);
    assert.deepEqual({ usedBytes, usedSlots }, { usedBytes: expected, usedSlots: this.used.size });
    assert(usedBytes <= reservedBytes && reservedBytes <= BUDGET, `${reservedBytes} bytes are reserved`);
    assert(usedSlots <= slots, 'more slots are in use than there are');
  }
}

/** Numbers from 0 to below `most`, the same for the same seed: mulberry32. */
function random(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % most;
  };
}

async function play(arena: TestedArena, next: (most: number) => number): Promise<void> {
  const model = new Model(arena);
  const waits: Promise<void>[] = [];
  let open = 0;
  const wait = async (bytes: number): Promise<void> => {
    open++;
    try {
      model.taken(await arena.take(bytes));
    } finally {
      open--;
    }
  };
  const begin = (bytes: number): void => {
    const waiting = wait(bytes);
    // A case that fails leaves it alone.
    waiting.catch(() => {});
    waits.push(waiting);
  };
  for (let move = 0; move < MOVES; move++) {
    const kind = model.size > MOST_IN_USE ? 9 : next(10);
    const bytes = SIZES[next(SIZES.length)];
    if (kind < 3) {
      const slot = arena.tryTake(bytes);
      if (slot !== null) model.taken(slot);
    } else if (kind < 5 && open < 10) begin(bytes);
    else if (kind < 6 && model.size > 0) model.retain(model.at(next(model.size)));
    else if (model.size > 0) model.release(model.at(next(model.size)));
    // Who was served in this turn has not said so yet.
    await turn();
    model.check();
  }
  for (const end = Promise.all(waits); open > 0 || model.size > 0; await turn()) {
    if (model.size > 0) model.release(model.at(0));
    else await Promise.race([end, turn()]);
  }
  await Promise.all(waits);
  model.check();
}

/** A long random course, against a model. */
export const randomCases: readonly ConformanceCase<ArenaFixtures>[] = [
  {
    name: 'a random course of takes, uses and releases never meets a slot in use, and the statistics add up',
    ids: [],
    run: (fixtures) =>
      withArena(fixtures, BUDGET, async (arena) => {
        const seed = randomInt(2 ** 31);
        try {
          await within(play(arena, random(seed)), 'the end of the course');
        } catch (cause) {
          throw new Error(`seed ${seed}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
        }
      }),
  },
];
