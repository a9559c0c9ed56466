import type { Scenario } from '../scenario.js';
import { arrayPool } from './array-pool.js';
import { boundedMemory } from './bounded-memory.js';
import { cpuPerGb } from './cpu-per-gb.js';
import { establish } from './establish.js';
import { fanOut } from './fan-out.js';
import { idle } from './idle.js';
import { loader } from './loader.js';
import { loopDelay } from './loop-delay.js';
import { roundTrip } from './round-trip.js';
import { stream } from './stream.js';

/** All of them, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  roundTrip,
  stream,
  fanOut,
  establish,
  idle,
  loopDelay,
  cpuPerGb,
  boundedMemory,
  arrayPool,
  loader,
];
