import { netTcp, netUnix } from '../contestants/net.js';
import { payload } from '../contestants/payload.js';
import { zeromq } from '../contestants/zeromq.js';
import type { Scenario } from '../scenario.js';
import { timeRoundTrips } from './round-trip.js';

/** One small payload to the other process and back. */
export const message: Scenario = {
  name: 'message',
  unit: 'us',
  sizes: [8],
  contestants: [
    payload('tensorduct shm'),
    payload('tensorduct shm, callbacks'),
    payload('tensorduct unix'),
    payload('tensorduct tcp'),
    netUnix,
    netTcp,
    zeromq,
  ],
  run: (course, _, count) => timeRoundTrips(course, count),
};
