// What the author of a transport runs: the published suite, by the runner that Node brings along.
import { describe, it } from 'node:test';
import { memory } from 'tensorduct';
import { testTransport } from 'tensorduct/testing';

testTransport({ createContext: () => memory(), listenAddress: () => '' }, { describe, it });
