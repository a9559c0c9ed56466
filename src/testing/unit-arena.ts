import { registerCases, type ConformanceCase, type TestRunner } from './conformance.js';
import type { UnitArenaFixtures } from './unit-arena/fixtures.js';
import { roomCases } from './unit-arena/room.js';
import { unitCases } from './unit-arena/units.js';

export type { UnitArenaFixtures, UnitArenaOptions } from './unit-arena/fixtures.js';

/** All that an arena of units promises, as tests. */
export const unitArenaCases: readonly ConformanceCase<UnitArenaFixtures>[] = [...unitCases, ...roomCases];

/**
 * Registers the conformance suite of arenas of units with a test runner: of what carries the large binaries of items
 * from a producer to a consumer, as `iterateInSubprocess` uses it.
 */
export function testUnitArena(fixtures: UnitArenaFixtures, runner: TestRunner): void {
  registerCases('an arena of units', unitArenaCases, fixtures, runner);
}
