import type { Random } from '../drawing/random.js';
import { dot, initial, zeros, type Layer, type Parameters } from './layer.js';

/** A 2-D convolution without padding, then max(0, x). Weights are [outputs, inputs, size, size], as in ONNX. */
export class Convolution implements Layer {
  readonly outputSide: number;
  readonly outputLength: number;
  readonly weights: Parameters;
  readonly bias: Parameters;
  readonly parameters: readonly Parameters[];
  private readonly output: Float64Array;
  /** For each element of an output plane, the part of the input that it sees, in the order of the weights. */
  private readonly patches: Float64Array;
  private readonly patchLength: number;
  /** Where the elements of the first patch lie in the input. */
  private readonly offsets: Int32Array;
  private readonly inputGradient: Float64Array;

  constructor(
    readonly inputs: number,
    readonly inputSide: number,
    readonly outputs: number,
    readonly size: number,
    random: Random,
  ) {
    this.outputSide = inputSide - size + 1;
    this.outputLength = outputs * this.outputSide ** 2;
    this.patchLength = inputs * size * size;
    this.weights = initial(outputs * this.patchLength, this.patchLength, random);
    this.bias = zeros(outputs);
    this.parameters = [this.weights, this.bias];
    this.output = new Float64Array(this.outputLength);
    this.patches = new Float64Array(this.outputSide ** 2 * this.patchLength);
    this.offsets = Int32Array.from({ length: this.patchLength }, (_, at) => {
      const [plane, y, x] = [Math.floor(at / size ** 2), Math.floor(at / size) % size, at % size];
      return (plane * inputSide + y) * inputSide + x;
    });
    this.inputGradient = new Float64Array(inputs * inputSide ** 2);
  }

  forward(input: Float64Array): Float64Array {
    const { output, patches, patchLength, offsets } = this;
    const area = this.outputSide ** 2;
    for (let place = 0; place < area; place++) {
      const corner = this.cornerOf(place);
      const patch = place * patchLength;
      for (let at = 0; at < patchLength; at++) patches[patch + at] = input[corner + offsets[at]];
      for (let out = 0; out < this.outputs; out++) {
        const sum = dot(this.weights.values, out * patchLength, patches, patch, patchLength);
        output[out * area + place] = Math.max(0, this.bias.values[out] + sum);
      }
    }
    return output;
  }

  backward(gradient: Float64Array): Float64Array {
    const { output, patches, patchLength, offsets, inputGradient } = this;
    const { values, gradients } = this.weights;
    const area = this.outputSide ** 2;
    inputGradient.fill(0);
    for (let place = 0; place < area; place++) {
      const corner = this.cornerOf(place);
      for (let out = 0; out < this.outputs; out++) {
        const by = gradient[out * area + place];
        if (by === 0 || output[out * area + place] === 0) continue;
        this.bias.gradients[out] += by;
        const row = out * patchLength;
        const patch = place * patchLength;
        for (let at = 0; at < patchLength; at++) {
          gradients[row + at] += by * patches[patch + at];
          inputGradient[corner + offsets[at]] += by * values[row + at];
        }
      }
    }
    return inputGradient;
  }

  private cornerOf(place: number): number {
    const { inputSide, outputSide } = this;
    return Math.floor(place / outputSide) * inputSide + (place % outputSide);
  }
}
