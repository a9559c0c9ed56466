import type { Sample } from './samples.js';

/** Message `number` of a stream, of which now and then one takes a lane; many together are more than a window. */
export function partingSample(number: number): Sample {
  return { seed: number, payloads: 1, tensors: 1, bytes: number % 50 === 49 ? 200_000 : 2_000 };
}
