import { describe, it } from 'vitest';
import { checksummed } from '../../../examples/third-party-channel/index.js';
import { testChannel } from '../../../src/testing/index.js';

testChannel({ createContext: checksummed }, { describe, it });
