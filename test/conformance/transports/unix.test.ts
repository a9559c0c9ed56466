import { describe, it } from 'vitest';
import { testTransport } from '../../../src/testing/index.js';
import { unix } from '../../../src/transports/unix/index.js';

testTransport({ createContext: () => unix(), listenAddress: () => '' }, { describe, it });
