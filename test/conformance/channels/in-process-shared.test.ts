import { describe, it } from 'vitest';
import { inProcess } from '../../../src/channels/in-process/index.js';
import { testChannel } from '../../../src/testing/index.js';

testChannel({ createContext: () => inProcess({ share: true }), sharesMemory: true }, { describe, it });
