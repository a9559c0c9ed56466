import type { Layer } from './layer.js';

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
