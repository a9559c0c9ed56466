import type { Random } from '../drawing/random.js';

/** Numbers that training adjusts, with the gradient of the loss for each. */
export interface Parameters {
  readonly values: Float64Array;
  readonly gradients: Float64Array;
}

/** A step of the network, for one picture at a time. */
export interface Layer {
  readonly outputLength: number;
  /** Weights and bias; none where there is nothing to learn. */
  readonly parameters: readonly Parameters[];
  /** The result is valid until the next call. */
  forward(input: Float64Array): Float64Array;
  /**
   * Adds to the gradients of the parameters.
   * @param gradient of the loss by the output of the last `forward`
   * @returns that by its input; valid until the next call
   */
  backward(gradient: Float64Array): Float64Array;
}

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

/** The largest of each 2 x 2 elements; an odd last row and column are left out. */
export class MaxPool implements Layer {
  readonly outputSide: number;
  readonly outputLength: number;
  readonly parameters = [];
  private readonly output: Float64Array;
  private readonly chosen: Int32Array;
  private readonly inputGradient: Float64Array;

  constructor(
    private readonly planes: number,
    private readonly inputSide: number,
  ) {
    this.outputSide = Math.floor(inputSide / 2);
    this.outputLength = planes * this.outputSide ** 2;
    this.output = new Float64Array(this.outputLength);
    this.chosen = new Int32Array(this.outputLength);
    this.inputGradient = new Float64Array(planes * inputSide ** 2);
  }

  forward(input: Float64Array): Float64Array {
    const { inputSide, outputSide } = this;
    let at = 0;
    for (let plane = 0; plane < this.planes; plane++) {
      for (let y = 0; y < outputSide; y++) {
        for (let x = 0; x < outputSide; x++, at++) {
          const corner = (plane * inputSide + 2 * y) * inputSide + 2 * x;
          let best = corner;
          for (const other of [corner + 1, corner + inputSide, corner + inputSide + 1]) {
            if (input[other] > input[best]) best = other;
          }
          this.chosen[at] = best;
          this.output[at] = input[best];
        }
      }
    }
    return this.output;
  }

  backward(gradient: Float64Array): Float64Array {
    this.inputGradient.fill(0);
    for (let at = 0; at < gradient.length; at++) this.inputGradient[this.chosen[at]] += gradient[at];
    return this.inputGradient;
  }
}

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

function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += a[fromA + at] * b[fromB + at];
  return sum;
}

/** Random weights whose variance suits max(0, x) (He and others, 2015). */
function initial(length: number, inputs: number, random: Random): Parameters {
  const deviation = Math.sqrt(2 / inputs);
  const values = Float64Array.from({ length }, () => deviation * random.normal());
  return { values, gradients: new Float64Array(length) };
}

function zeros(length: number): Parameters {
  return { values: new Float64Array(length), gradients: new Float64Array(length) };
}
