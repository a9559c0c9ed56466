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

/** The inner product of two stretches. */
export function dot(a: Float64Array, fromA: number, b: Float64Array, fromB: number, length: number): number {
  let sum = 0;
  for (let at = 0; at < length; at++) sum += a[fromA + at] * b[fromB + at];
  return sum;
}

/** Random weights whose variance suits max(0, x) (He and others, 2015). */
export function initial(length: number, inputs: number, random: Random): Parameters {
  const deviation = Math.sqrt(2 / inputs);
  const values = Float64Array.from({ length }, () => deviation * random.normal());
  return { values, gradients: new Float64Array(length) };
}

/** Parameters that begin with 0, as biases do. */
export function zeros(length: number): Parameters {
  return { values: new Float64Array(length), gradients: new Float64Array(length) };
}
