import { describe, it } from 'vitest';
import { multiSocket } from '../../../src/channels/multi-socket/index.js';
import { testChannel } from '../../../src/testing/index.js';

// Over the suite's own lanes, which cannot be handed to threads.
describe.each([1, 2, 4])('over %d lanes of the event loop', (lanes) => {
  testChannel({ createContext: () => multiSocket({ lanes }) }, { describe, it });
});
