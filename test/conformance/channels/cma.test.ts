import { describe, it } from 'vitest';
import { cma } from '../../../src/channels/cma/index.js';
import { testChannel } from '../../../src/testing/index.js';

testChannel({ createContext: cma }, { describe, it });
