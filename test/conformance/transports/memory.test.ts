import { describe, it } from 'vitest';
import { testTransport } from '../../../src/testing/index.js';
import { memory } from '../../../src/transports/memory/index.js';

testTransport({ createContext: () => memory(), listenAddress: () => '' }, { describe, it });
