/** Pictures to be decoded, in their number; what the workers of the benchmark of batches run. */
import { deflateSync, inflateSync } from 'node:zlib';
import { stampMessage, stampOf } from '../stamps.js';

export const PICTURE_SHAPE = [224, 224, 3] as const;
export const PICTURE_BYTES = 224 * 224 * 3;

/** The rest are these again, under other numbers. */
const DISTINCT = 16;
/** In the first bytes of each, which the stamp overwrites. */
const STAMP_BYTES = 4;
/** Of a row, looked at to see that it is there. */
const SAMPLE_STEP = 4096;

interface Packed {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly isCorrupt: boolean;
}

export interface Picture {
  readonly image: { readonly data: Uint8Array; readonly shape: readonly number[] };
  readonly number: number;
}

/** A gradient with noise in its lowest bits, which leaves a compressor about as much to do as a photograph does. */
function pixels(kind: number): Uint8Array {
  const bytes = new Uint8Array(PICTURE_BYTES);
  let noise = kind + 1;
  for (let at = 0; at < bytes.length; at++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0;
    bytes[at] = (at >>> 8) + 16 * kind + (noise >>> 29);
  }
  return bytes;
}

let packed: readonly Uint8Array[] | undefined;

/** The data set, for all epochs. */
export function pictures({ length, corrupt }: { length: number; corrupt: number | null }): {
  length: number;
  get(index: number): Packed;
} {
  const kinds = (packed ??= Array.from({ length: DISTINCT }, (_, kind) => deflateSync(pixels(kind))));
  return {
    length,
    get: (number) => ({ number, bytes: kinds[number % DISTINCT], isCorrupt: number === corrupt }),
  };
}

/** What takes the time. */
export function decode({ number, bytes, isCorrupt }: Packed): Picture {
  const data = inflateSync(bytes);
  stampMessage([data], number);
  if (isCorrupt) data[PICTURE_BYTES - 1] ^= 1;
  return { image: { data, shape: PICTURE_SHAPE }, number };
}

/** What was read of pictures, to be looked at afterwards. */
export class PictureNotes {
  private readonly stamps: number[] = [];
  private readonly sums: number[] = [];

  note(picture: Uint8Array): void {
    const [first, last] = [stampOf([picture]), stampOf([picture.subarray(-STAMP_BYTES)])];
    this.stamps.push(first === last ? first : -1);
    this.sums.push(sumOf(picture));
  }

  /** Throws where one was missing, twice there, out of order, or not what was packed. */
  check(count: number): void {
    if (this.stamps.length !== count) throw new Error(`${this.stamps.length} pictures have come, not ${count}`);
    const sums = Array.from({ length: DISTINCT }, (_, kind) => sumOf(pixels(kind)));
    for (let number = 0; number < count; number++) {
      if (this.stamps[number] === number && this.sums[number] === sums[number % DISTINCT]) continue;
      throw new Error(`picture ${number} is corrupt: stamp ${this.stamps[number]}, sum ${this.sums[number]}`);
    }
  }
}

/** Not of the bytes that are stamped. */
function sumOf(picture: Uint8Array): number {
  let sum = 0;
  for (let at = SAMPLE_STEP / 2; at < picture.length; at += SAMPLE_STEP) sum += picture[at];
  return sum;
}
