import { TensorductError } from '../../errors.js';
import { permutation, Xoshiro128 } from './random.js';

/** What a sampler is told. */
export interface SamplerInfo {
  /** Of the epoch, from 0. */
  readonly epoch: number;
  /** The loader's. */
  readonly seed: number;
  /** Elements of the source. */
  readonly length: number;
}

/**
 * Says which elements of a map-style source an epoch visits, in which order. It has to give the same for the same
 * arguments: that is what makes resuming exact.
 */
export type Sampler = (info: SamplerInfo) => Iterable<number>;

/**
 * What happens to elements that do not go round over all ranks: `drop` leaves them out, `pad` gives some ranks elements
 * from the beginning again, `allow` gives some ranks one element more.
 */
export type UnevenShards = 'drop' | 'pad' | 'allow';

/** Which part of an epoch a loader visits. */
export interface Shard {
  /** From 0. */
  readonly rank: number;
  /** Ranks that share an epoch. */
  readonly worldSize: number;
  /** See {@link UnevenShards}. */
  readonly uneven: UnevenShards;
}

/**
 * The order of an epoch, for all ranks together.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` where the sampler gives something that is no index; as `permutation`
 */
export function orderOf(
  info: SamplerInfo,
  sampler: Sampler | null,
  shuffle: boolean,
): { readonly length: number; at(place: number): number } {
  const { length, seed, epoch } = info;
  if (sampler === null && !shuffle) return { length, at: (place) => place };
  const order = sampler === null ? permutation(length, Xoshiro128.of(seed, epoch)) : Array.from(sampler(info));
  if (sampler !== null) for (const index of order) checkIndex(index, length);
  return { length: order.length, at: (place) => order[place] };
}

/**
 * How many elements a rank gets.
 * @param length of what is dealt to all ranks
 */
export function shardLength(length: number, { rank, worldSize, uneven }: Shard): number {
  if (uneven === 'drop') return Math.floor(length / worldSize);
  if (uneven === 'pad') return Math.ceil(length / worldSize);
  return Math.ceil((length - rank) / worldSize);
}

/**
 * A sampler that draws with replacement, each element as often as its weight says.
 * @param weights one for each element, not negative, not all of them 0
 * @param draws in an epoch. Defaults to as many as there are weights
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function weightedSampler(weights: ArrayLike<number>, draws: number = weights.length): Sampler {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] >= 0)) throw new TensorductError('ERR_INVALID_ARGUMENT', `weights[${i}] is ${weights[i]}`);
    sums[i] = sum += weights[i];
  }
  if (!(sum > 0 && sum < Infinity)) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `the weights add up to ${sum}`, {
      advice: 'give one positive number at least',
    });
  }
  return function* ({ seed, epoch }) {
    const random = Xoshiro128.of(seed, epoch);
    for (let i = 0; i < draws; i++) yield firstAbove(sums, random.fraction() * sum);
  };
}

/** The first of ascending sums that is greater. */
function firstAbove(sums: Float64Array, value: number): number {
  let first = 0;
  let last = sums.length - 1;
  while (first < last) {
    const middle = (first + last) >> 1;
    if (sums[middle] > value) last = middle;
    else first = middle + 1;
  }
  return first;
}

function checkIndex(index: unknown, length: number): void {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0 && index < length) return;
  throw new TensorductError(
    'ERR_INVALID_ARGUMENT',
    `the sampler gave ${String(index)} for a source of ${length} elements`,
  );
}
