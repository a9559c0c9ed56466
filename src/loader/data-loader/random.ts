import { TensorductError } from '../../errors.js';

const MASK = (1n << 64n) - 1n;

/**
 * The generator SplitMix64 (G. L. Steele, D. Lea, C. H. Flood: "Fast splittable pseudorandom number generators", OOPSLA 2014;
 * constants as in S. Vigna's reference code). Good at making seeds of seeds; too slow here for many numbers.
 */
export class SplitMix64 {
  private state: bigint;

  /** @param seed its lower 64 bits count */
  constructor(seed: bigint) {
    this.state = seed & MASK;
  }

  /** 64 bits. */
  next(): bigint {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let z = this.state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  }
}

/**
 * The generator xoshiro128** 1.1 (D. Blackman, S. Vigna: "Scrambled linear pseudorandom number generators", ACM TOMS 2021),
 * which needs 32-bit arithmetic only. Its state is seeded by {@link SplitMix64}, as its authors advise.
 */
export class Xoshiro128 {
  private readonly state: Uint32Array;

  /** @param state four words, not all of them 0 */
  constructor(state: readonly number[]) {
    this.state = Uint32Array.from(state);
  }

  /** The generator of one epoch: equal for equal seeds and epochs. */
  static of(seed: number, epoch: number): Xoshiro128 {
    const mixed = new SplitMix64(mix(seed, epoch));
    const [a, b] = [mixed.next(), mixed.next()];
    return new Xoshiro128([low(a), low(a >> 32n), low(b), low(b >> 32n)]);
  }

  /** 32 bits. */
  next(): number {
    const { state } = this;
    const result = Math.imul(rotate(Math.imul(state[1], 5), 7), 9) >>> 0;
    const t = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= t;
    state[3] = rotate(state[3], 11);
    return result;
  }

  /**
   * A whole number from 0 to `bound` - 1, each as likely as the others: what would favour some is drawn again.
   * @param bound from 1 to 2^32
   */
  below(bound: number): number {
    const rejected = 2 ** 32 % bound;
    let drawn = this.next();
    while (drawn < rejected) drawn = this.next();
    return drawn % bound;
  }

  /** From 0 to 1, without 1: 53 bits. */
  fraction(): number {
    return ((this.next() >>> 5) * 2 ** 26 + (this.next() >>> 6)) / 2 ** 53;
  }
}

/**
 * The numbers from 0 to `length` - 1 in an order of which all are equally likely: the shuffle of Fisher and Yates as R.
 * Durstenfeld wrote it down ("Algorithm 235", CACM 1964).
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for 2^32 elements and more
 */
export function permutation(length: number, random: Xoshiro128): Uint32Array {
  if (length >= 2 ** 32) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${length} elements are too many to shuffle`, {
      advice: 'give a sampler, or let an element stand for several',
    });
  }
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  for (let i = length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const taken = order[i];
    order[i] = order[j];
    order[j] = taken;
  }
  return order;
}

/**
 * The seeds of the elements of one epoch, from 0 to 2^31 - 1: the same wherever an element is prepared.
 * @returns gives that of an element by its index
 */
export function seedsOf(seed: number, epoch: number): (index: number) => number {
  const mixed = mix(seed, epoch);
  return (index) => Number(new SplitMix64(mixed ^ BigInt(index)).next() >> 33n);
}

function mix(seed: number, epoch: number): bigint {
  return new SplitMix64(new SplitMix64(BigInt(seed)).next() ^ BigInt(epoch)).next();
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function low(word: bigint): number {
  return Number(word & 0xffffffffn);
}
