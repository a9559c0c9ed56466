import { describe, it } from 'vitest';
import { multiSocket } from '../../../src/channels/multi-socket/index.js';
import { testChannel } from '../../../src/testing/index.js';

describe.each([1, 2, 4])('over %d lanes of the event loop', (lanes) => {
  testChannel({ createContext: () => multiSocket({ lanes }) }, { describe, it });
});
