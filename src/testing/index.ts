export { type ConformanceCase, type TestRunner } from './conformance.js';
export { testTransport, transportCases, type TransportFixtures } from './transport.js';
