/**
 * The conformance suites for authors of transports and channels, for any test runner with `describe` and `it`.
 *
 * @packageDocumentation
 */

export { channelCases, testChannel, type ChannelFixtures } from './channel.js';
export { registerCases, type ConformanceCase, type TestRunner } from './conformance.js';
export { testTransport, transportCases, type TransportFixtures } from './transport.js';
