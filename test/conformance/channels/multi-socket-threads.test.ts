import { afterAll, describe, it } from 'vitest';
import { multiSocket } from '../../../src/channels/multi-socket/index.js';
import { testChannel } from '../../../src/testing/index.js';
import { LaneWorkshop } from '../../support/tapped-lanes.js';

const threads = (lanes: number) => () => multiSocket({ lanes });
const loop = (lanes: number) => () => multiSocket({ lanes, threads: false });

describe.each([
  ['between threads, over one lane of tcp', 'tcp', threads(1), threads(1)],
  ['between threads, over two lanes of tcp', 'tcp', threads(2), threads(4)],
  ['between threads, over four lanes of unix', 'unix', threads(4), threads(4)],
  ['from threads to the event loop, over tcp', 'tcp', threads(2), loop(2)],
  ['from the event loop to threads, over unix', 'unix', loop(2), threads(2)],
] as const)('%s', (_title, transport, createContext, createPeerContext) => {
  const { connectLanes, ...workshop } = openWorkshop(transport);
  afterAll(() => workshop.close());
  testChannel({ createContext, createPeerContext, connectLanes }, { describe, it });
});

function openWorkshop(transport: 'tcp' | 'unix') {
  const workshop = new LaneWorkshop(transport);
  return { connectLanes: workshop.connectLanes, close: () => workshop.close() };
}
