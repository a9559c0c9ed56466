import type { Course } from '../contestant.js';
import { memcpy } from '../contestants/memcpy.js';
import { netUnix } from '../contestants/net.js';
import { tensorduct } from '../contestants/tensorduct.js';
import { zeromq } from '../contestants/zeromq.js';
import { median } from '../report.js';
import { KIB, MIB, type Scenario } from '../scenario.js';

/** One tensor to the other process and back. */
export const roundTrip: Scenario = {
  name: 'round-trip',
  unit: 'us',
  sizes: [128 * KIB, MIB, 16 * MIB, 64 * MIB],
  contestants: [tensorduct(true), tensorduct(false), netUnix, zeromq, memcpy],
  run: (course, _, count) => timeRoundTrips(course, Math.ceil(count / 2)),
};

/** @returns the median of so many, in microseconds */
export async function timeRoundTrips(course: Course, count: number): Promise<number> {
  const times: number[] = [];
  for (let trip = 0; trip < count; trip++) {
    const start = process.hrtime.bigint();
    await course.roundTrip();
    times.push(Number(process.hrtime.bigint() - start) / 1e3);
  }
  course.verify();
  return median(times);
}
