import { createHash } from 'node:crypto';

/** Numbers that depend on the seed alone. */
export class Random {
  private drawn = 0;

  constructor(private readonly seed: string) {}

  /** A whole number from 0 to `limit - 1`. */
  below(limit: number): number {
    return createHash('sha256').update(`${this.seed} ${++this.drawn}`).digest().readUInt32LE() % limit;
  }
}
