import { registerCases, type ConformanceCase, type TestRunner } from './conformance.js';
import { endCases } from './transport/ends.js';
import type { TransportFixtures } from './transport/fixtures.js';
import { meetingCases } from './transport/meeting.js';
import { streamCases } from './transport/streams.js';

/** All that the contract of transports promises, case by case. */
export const transportCases: readonly ConformanceCase<TransportFixtures>[] = [
  ...meetingCases,
  ...streamCases,
  ...endCases,
];

/**
 * Registers the conformance suite of transports with a test runner, as one block with one test a case.
 *
 * @example
 * ```ts
 * import { describe, it } from 'node:test';
 * import { tcp } from 'tensorduct';
 * import { testTransport } from 'tensorduct/testing';
 *
 * testTransport({ createContext: () => tcp(), listenAddress: () => '127.0.0.1:0' }, { describe, it });
 * ```
 */
export function testTransport(fixtures: TransportFixtures, runner: TestRunner): void {
  registerCases('the contract of transports', transportCases, fixtures, runner);
}
