import { describe, expect, it } from 'vitest';
import { mergeIterables, type MergeOptions } from '../../src/loader/data-loader/merge-iterables.js';

const asItems = (source: string | Iterable<string>): Iterable<string> =>
  typeof source === 'string' ? source.split('') : source;

const merge = async (
  sources: (string | Iterable<string>)[],
  options: MergeOptions = {},
  most = Infinity,
): Promise<string> => {
  let text = '';
  for await (const item of mergeIterables(sources.map(asItems), options)) {
    text += item;
    if (text.length >= most) break;
  }
  return text;
};

/** A letter for ever; `left` when it was let go. */
function* forever(letter: string, left: string[] = []): Generator<string> {
  try {
    for (;;) yield letter;
  } finally {
    left.push(letter);
  }
}

describe('iterables that are merged', () => {
  it('give their items in turns until the last one ends, the first one, or there were so many [SPDL-D15]', async () => {
    expect(await merge(['abcd', 'x', '12'])).toBe('ax1b2cd');
    expect(await merge(['abcd', 'x', '12'], { stopAfter: 'first' })).toBe('ax1b');
    expect(await merge(['abcd', 'x', '12'], { stopAfter: 5 })).toBe('ax1b2');
    expect(await merge(['ab'], { stopAfter: 0 })).toBe('');
    expect(await merge(['', ''])).toBe('');
  });

  it('are drawn from by weight, the same for the same seed, and never where that is 0 [SPDL-D15]', async () => {
    const draw = (seed: number): Promise<string> =>
      merge([forever('a'), forever('b'), forever('c')], { weights: [1, 3, 0], stopAfter: 4000, seed });
    const text = await draw(1);
    const count = text.split('a').length - 1;
    expect(Math.abs(count - 1000)).toBeLessThan(6 * Math.sqrt(750));
    expect(text).not.toContain('c');
    expect(await draw(1)).toBe(text);
    expect(await draw(2)).not.toBe(text);
  });

  it('are let go when nobody wants more', async () => {
    const left: string[] = [];
    expect(await merge([forever('a', left), forever('b', left)], {}, 3)).toBe('aba');
    expect(left.sort()).toEqual(['a', 'b']);
  });

  it('are refused with weights that say nothing [SPDL-D15]', () => {
    for (const options of [{ weights: [1] }, { weights: [1, -1] }, { weights: [0, 0] }, { stopAfter: -1 }]) {
      expect(() => mergeIterables(['a', 'b'], options)).toThrow('ERR_INVALID_ARGUMENT');
    }
    expect(() => mergeIterables([])).toThrow('ERR_INVALID_ARGUMENT');
  });
});
