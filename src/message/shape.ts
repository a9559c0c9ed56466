import { TensorductError } from '../errors.js';
import { pathOf } from './bytes.js';

/**
 * A copy of a shape that is one: integers from 0, whose product, zeros left out, is below 2^53. Rank 0 is a scalar.
 * @param part where the shape stands, for messages: see {@link pathOf}
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function checkShape(shape: unknown, part: string, index?: number, key?: string): readonly number[] {
  if (!Array.isArray(shape)) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${pathOf(part, index, key)} is not an array`, {
      advice: 'pass the dimensions as an array of numbers; [] is a scalar',
    });
  }
  const dimensions: number[] = [];
  let elements = 1;
  for (let i = 0; i < shape.length; i++) {
    const dimension: unknown = shape[i];
    if (typeof dimension !== 'number' || !Number.isSafeInteger(dimension) || dimension < 0) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `${pathOf(part, index, key)}[${i}] is ${String(dimension)}`, {
        advice: 'a dimension is an integer from 0 to 2^53 - 1',
      });
    }
    if (dimension > 0) elements *= dimension;
    if (elements > Number.MAX_SAFE_INTEGER) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `${pathOf(part, index, key)} has too many elements`, {
        advice: 'the product of the dimensions must be below 2^53',
      });
    }
    dimensions.push(dimension);
  }
  return dimensions;
}
