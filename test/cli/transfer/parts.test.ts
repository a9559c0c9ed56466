import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tensorOf, type FileLayout } from '../../../src/cli/formats/layout.js';
import { partsOf } from '../../../src/cli/transfer/parts.js';

const plainBytes = (length: number, about: Record<string, unknown>) => tensorOf('uint8', [length], length, about);

function layout(headerLength: number, lengths: readonly number[]): FileLayout {
  const tensors = lengths.map((length, i) => plainBytes(length, { name: `t${i}` }));
  return { format: 'safetensors', headerLength, tensors };
}

describe('the messages of a file', () => {
  it('are one where it fits', () => {
    const parts = partsOf(layout(100, [1000, 0, 500]), 1600);
    expect(parts).toMatchObject([{ offset: 0, length: 1600, headerLength: 100, last: true }]);
    expect(parts[0].tensors.map(({ byteLength }) => byteLength)).toEqual([1000, 0, 500]);
  });

  it('are more where it is larger, and tensors that fit stay whole', () => {
    const parts = partsOf(layout(100, [1000, 500, 600]), 1500);
    expect(parts.map(({ tensors }) => tensors.map(({ byteLength }) => byteLength))).toEqual([[1000], [500, 600]]);
    expect(parts.map(({ last }) => last)).toEqual([false, true]);
  });

  it('are moderate where there are several, except for a tensor that is larger itself', () => {
    const mib = 2 ** 20;
    const parts = partsOf(layout(8, [10 * mib, 6 * mib - 8, 100 * mib, 10 * mib, 200 * mib]), 256 * mib);
    expect(parts.map(({ length }) => length / mib)).toEqual([16, 100, 10, 200]);
  });

  it('cut a tensor only where it fits into none, and say where', () => {
    const parts = partsOf(layout(10, [70, 250]), 100);
    expect(parts.map(({ offset, length }) => [offset, length])).toEqual([
      [0, 80],
      [80, 100],
      [180, 100],
      [280, 50],
    ]);
    const said = parts.slice(1).map(({ tensors }) => Buffer.from(tensors[0].metadata).toString());
    expect(said.map((text) => JSON.parse(text) as unknown)).toEqual([
      { name: 't1', piece: [0, 100] },
      { name: 't1', piece: [100, 200] },
      { name: 't1', piece: [200, 250] },
    ]);
  });

  it('have at most 4096 tensors, also empty ones', () => {
    const parts = partsOf(layout(0, new Array<number>(9000).fill(0)), 2 ** 28);
    expect(parts.map(({ tensors }) => tensors.length)).toEqual([4096, 4096, 808]);
  });

  it('have at most the metadata that a message may have', () => {
    const long = 'x'.repeat(60_000);
    const tensors = Array.from({ length: 40 }, (_, i) => plainBytes(1, { name: `${long}${i}` }));
    const huge = plainBytes(1, { name: 'x'.repeat(2 ** 21) });
    const parts = partsOf({ format: 'safetensors', headerLength: 8, tensors: [...tensors, huge] }, 2 ** 28);
    const sizes = parts.map((part) => part.tensors.reduce((sum, { metadata }) => sum + metadata.length, 0));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 ** 20 - 2 ** 16);
    expect(parts.at(-1)?.tensors.at(-1)?.metadata.length).toBe(0);
  });

  it('have every byte once, in order, and nothing larger than allowed', () => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.array(fc.nat(500), { maxLength: 30 }),
        fc.integer({ min: 64, max: 400 }),
        (header, lengths, most) => {
          const parts = partsOf(layout(header, lengths), most);
          let end = 0;
          for (const { offset, length, headerLength, tensors } of parts) {
            expect(offset).toBe(end);
            expect(tensors.reduce((sum, { byteLength }) => sum + byteLength, headerLength)).toBe(length);
            if (tensors.length > 0 && headerLength <= most) expect(length).toBeLessThanOrEqual(most);
            end += length;
          }
          expect(end).toBe(lengths.reduce((sum, length) => sum + length, header));
          expect(parts.map(({ last }) => last).indexOf(true)).toBe(parts.length - 1);
        },
      ),
    );
  });
});
