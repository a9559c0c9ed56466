import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLASSES, drawPicture, SIDE } from '../../../examples/image-classifier/drawing/picture.js';
import { FONTS } from '../../../examples/image-classifier/drawing/fonts.js';
import { Random } from '../../../examples/image-classifier/drawing/random.js';
import { PER_CLASS, pictureOf, SEEDS } from '../../../examples/image-classifier/drawing/sets.js';
import { PICTURES } from '../../../examples/image-classifier/files.js';
import { decodePng, encodePng } from '../../../examples/image-classifier/png.js';

const DIGITS = Array.from({ length: CLASSES }, (_, digit) => digit);
const drawn = (seed: number, count: number) =>
  Array.from({ length: count }, (_, position) => Buffer.from(pictureOf(seed, position).pixels).toString('latin1'));

describe('the pictures of the demo', () => {
  it('are what the program in the repository draws, pixel for pixel', () => {
    expect(readdirSync(PICTURES).sort()).toEqual(DIGITS.map(String));
    for (const digit of DIGITS) {
      const names = readdirSync(join(PICTURES, String(digit))).sort();
      expect(names).toHaveLength(PER_CLASS);
      names.forEach((name, index) => {
        const { width, height, pixels } = decodePng(readFileSync(join(PICTURES, String(digit), name)));
        expect([width, height]).toEqual([SIDE, SIDE]);
        const same = Buffer.from(pixels).equals(drawPicture(SEEDS.shown, digit, index));
        expect(same, `${digit}/${name} is as drawn`).toBe(true);
      });
    }
  });

  it('are all different, and none is in the sets for training and validation', () => {
    const count = CLASSES * PER_CLASS;
    expect(new Set(Object.values(SEEDS)).size).toBe(3);
    const all = Object.values(SEEDS).flatMap((seed) => drawn(seed, count));
    expect(new Set(all).size).toBe(3 * count);
  });
});

describe('drawing', () => {
  it('knows every digit in every font', () => {
    for (const { name, digits } of FONTS) {
      expect(digits, name).toHaveLength(CLASSES);
      for (const strokes of digits) expect(strokes.length % 4, name).toBe(0);
      expect(new Set(digits.map((strokes) => strokes.join())).size, name).toBe(CLASSES);
    }
  });

  it('leaves ink that stands out from the paper', () => {
    for (let position = 0; position < 100; position++) {
      const sorted = pictureOf(4, position).pixels.sort();
      expect(sorted[Math.floor(0.98 * sorted.length)] - sorted[Math.floor(0.02 * sorted.length)]).toBeGreaterThan(40);
    }
  });
});

describe('the random numbers', () => {
  const numbers = (...key: [number, number, number]) => {
    const random = new Random(...key);
    return Array.from({ length: 1000 }, () => random.next());
  };

  it('depend on every part of the key, and on nothing else', () => {
    expect(numbers(1, 2, 3)).toEqual(numbers(1, 2, 3));
    for (const other of [numbers(0, 2, 3), numbers(1, 0, 3), numbers(1, 2, 0)]) {
      expect(other.filter((number) => numbers(1, 2, 3).includes(number))).toEqual([]);
    }
  });

  it('have the mean and the deviation that they should', () => {
    const random = new Random(1, 2, 3);
    const normal = Array.from({ length: 10_000 }, () => random.normal());
    const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
    expect(mean(numbers(1, 2, 3))).toBeCloseTo(0.5, 1);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value ** 2))).toBeCloseTo(1, 1);
  });
});

it('a PNG file gives back the very pixels', () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, at) => 23 * at);
  expect(decodePng(encodePng({ width: 4, height: 3, pixels }))).toEqual({ width: 4, height: 3, pixels });
});
