import { describe, it } from 'vitest';
import { PortContext } from '../../../examples/third-party-transport/index.js';
import { testTransport } from '../../../src/testing/index.js';

let next = 0;

testTransport({ createContext: () => new PortContext(), listenAddress: () => `name ${next++}` }, { describe, it });
