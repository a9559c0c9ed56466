import { Random } from '../drawing/random.js';
import { pictureOf, SEEDS } from '../drawing/sets.js';
import { Adam } from './adam.js';
import { Network } from './network.js';

/** Pictures a step. */
const BATCH = 32;
const RATE = 0.002;

/** How a network is trained. */
export interface TrainOptions {
  /** Of the pictures, and of the weights at the start. */
  readonly seed: number;
  /** Each of 32 pictures that were never used before. */
  readonly steps: number;
  readonly onStep?: (step: number, loss: number) => void;
}

/**
 * Trains a network on pictures drawn for it. The rate falls to 0 along half a cosine.
 * @throws RangeError for the seed of the pictures that the demo shows
 */
export function train({ seed, steps, onStep }: TrainOptions): Network {
  if (seed === SEEDS.shown) throw new RangeError('a network must not be trained on the pictures that it will be shown');
  const network = new Network(new Random(seed, 0, 0));
  const optimizer = new Adam(network.parameters);
  for (let step = 0; step < steps; step++) {
    let loss = 0;
    for (let position = step * BATCH; position < (step + 1) * BATCH; position++) {
      const { pixels, label } = pictureOf(seed, position);
      loss += network.learn(pixels, label);
    }
    optimizer.step((RATE / 2) * (1 + Math.cos((Math.PI * step) / steps)), BATCH);
    onStep?.(step, loss / BATCH);
  }
  return network;
}

/** The part of the first `count` pictures of a set that the network knows. */
export function accuracyOn(network: Network, seed: number, count: number): number {
  let right = 0;
  for (let position = 0; position < count; position++) {
    const { pixels, label } = pictureOf(seed, position);
    const likely = network.classify(pixels);
    if (likely.indexOf(likely.reduce((a, b) => Math.max(a, b))) === label) right++;
  }
  return right / count;
}
