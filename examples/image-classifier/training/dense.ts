import type { Random } from '../drawing/random.js';
import { dot, initial, zeros, type Layer, type Parameters } from './layer.js';

/** Every output is a weighted sum of all inputs, then max(0, x) if wanted. Weights are [outputs, inputs]. */
export class Dense implements Layer {
  readonly outputLength: number;
  readonly weights: Parameters;
  readonly bias: Parameters;
  readonly parameters: readonly Parameters[];
  private readonly output: Float64Array;
  private readonly inputGradient: Float64Array;
  private input: Float64Array = new Float64Array(0);

  constructor(
    readonly inputs: number,
    readonly outputs: number,
    readonly rectified: boolean,
    random: Random,
  ) {
    this.outputLength = outputs;
    this.weights = initial(outputs * inputs, inputs, random);
    this.bias = zeros(outputs);
    this.parameters = [this.weights, this.bias];
    this.output = new Float64Array(outputs);
    this.inputGradient = new Float64Array(inputs);
  }

  forward(input: Float64Array): Float64Array {
    const { inputs, output } = this;
    const { values } = this.weights;
    this.input = input;
    for (let out = 0; out < output.length; out++) {
      const sum = this.bias.values[out] + dot(values, out * inputs, input, 0, inputs);
      output[out] = this.rectified ? Math.max(0, sum) : sum;
    }
    return output;
  }

  backward(gradient: Float64Array): Float64Array {
    const { inputs, input, output, inputGradient } = this;
    const { values, gradients } = this.weights;
    inputGradient.fill(0);
    for (let out = 0; out < output.length; out++) {
      if (this.rectified && output[out] === 0) continue;
      const by = gradient[out];
      this.bias.gradients[out] += by;
      for (let into = 0; into < inputs; into++) {
        gradients[out * inputs + into] += by * input[into];
        inputGradient[into] += by * values[out * inputs + into];
      }
    }
    return inputGradient;
  }
}
