import { describe, it } from 'vitest';
import { basic } from '../../../src/channels/basic/index.js';
import { testChannel } from '../../../src/testing/index.js';

testChannel({ createContext: basic }, { describe, it });
