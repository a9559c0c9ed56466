import type { Scenario } from '../scenario.js';
import { roundTrip } from './round-trip.js';

/** Tensors one way, until the other end says that it has had them all. */
export const stream: Scenario = {
  name: 'stream',
  unit: 'GB/s',
  sizes: roundTrip.sizes,
  contestants: roundTrip.contestants,
  async run(course, bytes, count) {
    const start = process.hrtime.bigint();
    await course.stream(count);
    return (count * bytes) / Number(process.hrtime.bigint() - start);
  },
};
