/**
 * The conformance suites for authors of transports, channels and arenas of both kinds, for any test runner with `describe` and `it`.
 *
 * @packageDocumentation
 */

export {
  arenaCases,
  testArena,
  type ArenaFixtures,
  type TestedArena,
  type TestedSlot,
  type TestedStatistics,
} from './arena.js';
export { channelCases, testChannel, type ChannelFixtures } from './channel.js';
export { registerCases, type ConformanceCase, type TestRunner } from './conformance.js';
export { testTransport, transportCases } from './transport.js';
export type { TransportFixtures } from './transport/fixtures.js';
export { testUnitArena, unitArenaCases, type UnitArenaFixtures, type UnitArenaOptions } from './unit-arena.js';
