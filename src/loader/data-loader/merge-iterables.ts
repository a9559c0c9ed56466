import { TensorductError } from '../../errors.js';
import { Xoshiro128 } from './random.js';

type Items<T> = Iterable<T> | AsyncIterable<T>;

/** How iterables are merged. */
export interface MergeOptions {
  /** How often each is drawn from, one number for each; where it is 0, never. @default one after the other in turns */
  readonly weights?: readonly number[];
  /** When it ends: with the last of them, with the first that ends, or after so many items. @default 'all' */
  readonly stopAfter?: 'all' | 'first' | number;
  /** Of the draws by weight. @default 0 */
  readonly seed?: number;
}

/**
 * The items of several iterables as one: in turns, or drawn by weight.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` at once
 */
export function mergeIterables<T>(
  sources: readonly Items<T>[],
  options: MergeOptions = {},
): AsyncGenerator<T, void, void> {
  const { weights, stopAfter = 'all', seed = 0 } = options;
  if (sources.length === 0) throw invalid('there is nothing to merge');
  if (weights !== undefined) {
    if (weights.length !== sources.length)
      throw invalid(`${weights.length} weights are given for ${sources.length} sources`);
    const wrong = weights.find((weight) => !(weight >= 0 && weight < Infinity));
    if (wrong !== undefined) throw invalid(`a weight is ${wrong}`);
    if (weights.every((weight) => weight === 0)) throw invalid('all weights are 0');
  }
  if (typeof stopAfter === 'number' && !(Number.isInteger(stopAfter) && stopAfter >= 0)) {
    throw invalid(`stopAfter is ${stopAfter}`);
  }
  return merged(sources, weights, stopAfter, Xoshiro128.of(seed, 0));
}

async function* merged<T>(
  sources: readonly Items<T>[],
  weights: readonly number[] | undefined,
  stopAfter: 'all' | 'first' | number,
  random: Xoshiro128,
): AsyncGenerator<T, void, void> {
  let open = sources.map((source, i) => ({ iterator: iteratorOf(source), weight: weights?.[i] ?? 1 }));
  open = open.filter(({ weight }) => weight > 0);
  let turn = 0;
  let given = 0;
  try {
    while (open.length > 0 && !(typeof stopAfter === 'number' && given >= stopAfter)) {
      const place = weights === undefined ? turn % open.length : draw(open, random);
      const result = await open[place].iterator.next();
      if (result.done !== true) {
        given++;
        turn = place + 1;
        yield result.value;
        continue;
      }
      open.splice(place, 1);
      turn = place;
      if (stopAfter === 'first') return;
    }
  } finally {
    for (const { iterator } of open) await iterator.return?.();
  }
}

function draw(open: readonly { readonly weight: number }[], random: Xoshiro128): number {
  let left = random.fraction() * open.reduce((sum, { weight }) => sum + weight, 0);
  const place = open.findIndex(({ weight }) => (left -= weight) < 0);
  return place < 0 ? open.length - 1 : place;
}

function iteratorOf<T>(items: Items<T>): Iterator<T> | AsyncIterator<T> {
  return Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
}

function invalid(what: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', what, { operation: 'mergeIterables' });
}
