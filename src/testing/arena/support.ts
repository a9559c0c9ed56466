import { strict as assert } from 'node:assert';
import type { ErrorCode } from '../../errors.js';
import { within } from '../deadlines.js';
import type { ArenaFixtures, TestedArena, TestedSlot } from './fixtures.js';

export const MIB = 1024 * 1024;

/** Runs `body` with a new arena, and closes it. */
export async function withArena(
  fixtures: ArenaFixtures,
  budgetBytes: number,
  body: (arena: TestedArena) => Promise<void>,
): Promise<void> {
  const arena = fixtures.createArena({ budgetBytes });
  try {
    await body(arena);
  } finally {
    arena.close();
  }
}

/** A slot, which has to come before the deadline. */
export function take(arena: TestedArena, bytes: number): Promise<TestedSlot> {
  const slot = within(arena.take(bytes), `a slot of ${bytes} bytes`);
  // A case that fails leaves it alone.
  slot.catch(() => {});
  return slot;
}

/** Slots of so many bytes that together take the budget. */
export async function takeAll(arena: TestedArena, bytes: number, count: number): Promise<TestedSlot[]> {
  const slots: TestedSlot[] = [];
  while (slots.length < count) slots.push(await take(arena, bytes));
  assert.equal(arena.tryTake(bytes), null, 'there is a slot beyond the budget');
  return slots;
}

export function overlap(one: TestedSlot, other: TestedSlot): boolean {
  if (one.segment.index !== other.segment.index) return false;
  return one.offset < other.offset + other.segment.slotBytes && other.offset < one.offset + one.segment.slotBytes;
}

export async function assertFails(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const outcome = promise.then(
    () => 'success',
    (error: unknown) => (typeof error === 'object' && error !== null && 'code' in error ? error.code : error),
  );
  assert.equal(await within(outcome, code), code);
}

/** Waits until who was called back in this turn has had time to say so. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
