import { describe, it } from 'vitest';
import { testTransport } from '../../../src/testing/index.js';
import { tcp } from '../../../src/transports/tcp/index.js';

testTransport({ createContext: () => tcp(), listenAddress: () => '[::1]:0' }, { describe, it });
