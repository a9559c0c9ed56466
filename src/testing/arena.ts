import { randomCases } from './arena/random.js';
import { slotCases } from './arena/slots.js';
import { waitingCases } from './arena/waiting.js';
import type { ArenaFixtures } from './arena/fixtures.js';
import { registerCases, type ConformanceCase, type TestRunner } from './conformance.js';

export type { ArenaFixtures, TestedArena, TestedSlot, TestedStatistics } from './arena/fixtures.js';

/** All that an arena promises, as tests. */
export const arenaCases: readonly ConformanceCase<ArenaFixtures>[] = [...slotCases, ...waitingCases, ...randomCases];

/**
 * Registers the conformance suite of arenas with a test runner: of what hands out slots of shared memory, counts their
 * uses, and hands them out again.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * import { testArena, type TestedArena } from 'tensorduct/testing';
 *
 * declare function createArena(options: { budgetBytes: number }): TestedArena; // yours
 *
 * testArena({ createArena }, { describe, it });
 * ```
 */
export function testArena(fixtures: ArenaFixtures, runner: TestRunner): void {
  registerCases('an arena', arenaCases, fixtures, runner);
}
