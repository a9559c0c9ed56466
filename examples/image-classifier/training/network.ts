import { CLASSES, SIDE } from '../drawing/picture.js';
import type { Random } from '../drawing/random.js';
import { Convolution } from './convolution.js';
import { Dense } from './dense.js';
import type { Layer, Parameters } from './layer.js';
import { MaxPool } from './max-pool.js';

/** Grey levels become -1 to 1; `onnx.ts` writes the same into the model. */
export const SCALE = { factor: 2 / 255, offset: -1 };

/** A small convolutional network for pictures of `SIDE` x `SIDE`. */
export class Network {
  readonly first: Convolution;
  readonly second: Convolution;
  readonly hidden: Dense;
  readonly last: Dense;
  readonly parameters: readonly Parameters[];
  private readonly layers: readonly Layer[];
  private readonly input = new Float64Array(SIDE * SIDE);

  constructor(random: Random) {
    this.first = new Convolution(1, SIDE, 8, 5, random);
    const pool = new MaxPool(8, this.first.outputSide);
    this.second = new Convolution(8, pool.outputSide, 16, 5, random);
    const secondPool = new MaxPool(16, this.second.outputSide);
    this.hidden = new Dense(secondPool.outputLength, 64, true, random);
    this.last = new Dense(64, CLASSES, false, random);
    this.layers = [this.first, pool, this.second, secondPool, this.hidden, this.last];
    this.parameters = this.layers.flatMap(({ parameters }) => parameters);
  }

  /** How likely each class is. */
  classify(pixels: Uint8Array): Float64Array {
    for (let at = 0; at < pixels.length; at++) this.input[at] = pixels[at] * SCALE.factor + SCALE.offset;
    return softmax(this.layers.reduce<Float64Array>((values, layer) => layer.forward(values), this.input));
  }

  /**
   * Adds to the gradients what one picture says.
   * @returns the loss: the cross-entropy, in nats
   */
  learn(pixels: Uint8Array, label: number): number {
    const likely = this.classify(pixels);
    const loss = -Math.log(Math.max(likely[label], 1e-12));
    likely[label] -= 1;
    this.layers.reduceRight<Float64Array>((gradient, layer) => layer.backward(gradient), likely);
    return loss;
  }
}

function softmax(values: Float64Array): Float64Array {
  const largest = values.reduce((a, b) => Math.max(a, b));
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
