import type { Parameters } from './layer.js';

/** The constants that Kingma and Ba (2015) recommend. */
const DECAY = { mean: 0.9, square: 0.999 };
const EPSILON = 1e-8;

/** Adam: steps along the mean gradient, each parameter at a pace of its own. */
export class Adam {
  private readonly moments: readonly { parameters: Parameters; mean: Float64Array; square: Float64Array }[];
  private meanDecay = 1;
  private squareDecay = 1;

  constructor(parameters: readonly Parameters[]) {
    this.moments = parameters.map((each) => ({
      parameters: each,
      mean: new Float64Array(each.values.length),
      square: new Float64Array(each.values.length),
    }));
  }

  /**
   * Takes one step, and sets the gradients back to 0.
   * @param samples that the gradients are the sum of
   */
  step(rate: number, samples: number): void {
    this.meanDecay *= DECAY.mean;
    this.squareDecay *= DECAY.square;
    for (const { parameters, mean, square } of this.moments) {
      const { values, gradients } = parameters;
      for (let at = 0; at < values.length; at++) {
        const gradient = gradients[at] / samples;
        mean[at] += (1 - DECAY.mean) * (gradient - mean[at]);
        square[at] += (1 - DECAY.square) * (gradient * gradient - square[at]);
        const pace = Math.sqrt(square[at] / (1 - this.squareDecay)) + EPSILON;
        values[at] -= (rate * mean[at]) / (1 - this.meanDecay) / pace;
      }
      gradients.fill(0);
    }
  }
}
