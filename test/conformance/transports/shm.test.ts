import { describe, it } from 'vitest';
import { testTransport } from '../../../src/testing/index.js';
import { shm } from '../../../src/transports/shm/index.js';

describe('with rings of the usual size', () => {
  testTransport({ createContext: () => shm(), listenAddress: () => '' }, { describe, it });
});

describe('with the smallest rings', () => {
  testTransport({ createContext: () => shm({ ringBytes: 4096 }), listenAddress: () => '' }, { describe, it });
});
