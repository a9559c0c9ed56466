import { randomBytes } from 'node:crypto';
import { describe, it } from 'vitest';
import { testTransport } from '../../../src/testing/index.js';
import { unix } from '../../../src/transports/unix/index.js';

testTransport(
  { createContext: () => unix(), listenAddress: () => `@tensorduct-test-${randomBytes(8).toString('hex')}` },
  { describe, it },
);
