import { registerCases, type ConformanceCase, type TestRunner } from './conformance.js';
import { endingCases } from './channel/ending.js';
import { faultCases } from './channel/faults.js';
import { landingCases } from './channel/landing.js';
import { movingCases } from './channel/moving.js';
import type { ChannelFixtures } from './channel/pair.js';

export type { ChannelFixtures } from './channel/pair.js';

/** All that the contract of a channel promises, as tests. */
export const channelCases: readonly ConformanceCase<ChannelFixtures>[] = [
  ...movingCases,
  ...endingCases,
  ...landingCases,
  ...faultCases,
];

/**
 * Registers the conformance suite of channels with a test runner.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * import { basic } from 'tensorduct';
 * import { testChannel } from 'tensorduct/testing';
 *
 * testChannel({ createContext: () => basic() }, { describe, it });
 * ```
 */
export function testChannel(fixtures: ChannelFixtures, runner: TestRunner): void {
  registerCases('a channel', channelCases, fixtures, runner);
}
