import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START_BYTES, type FileLayout } from '../../../src/cli/formats/layout.js';
import { SAFETENSORS_DTYPES, safetensors } from '../../../src/cli/formats/safetensors.js';
import { TensorductError } from '../../../src/errors.js';
import { safetensorsFile, someBytes } from './files.js';

function read(file: Uint8Array): FileLayout {
  const length = safetensors.headerLength(file.subarray(0, START_BYTES), file.length);
  return safetensors.parse(file.subarray(0, length), file.length);
}

const tensor = (dtype: string, shape: readonly number[], begin: number, end: number) =>
  `{"dtype":"${dtype}","shape":[${shape.join(',')}],"data_offsets":[${begin},${end}]}`;

/** Bits of one element, by the specification. */
const BITS: Readonly<Record<string, number>> = {
  ...{ BOOL: 8, U8: 8, I8: 8, F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F8_E5M2FNUZ: 8, F8_E4M3FNUZ: 8 },
  ...{ U16: 16, I16: 16, F16: 16, BF16: 16, U32: 32, I32: 32, F32: 32, U64: 64, I64: 64, F64: 64, C64: 64 },
  ...{ F4: 4, F6_E2M3: 6, F6_E3M2: 6 },
};

describe('a .safetensors file', () => {
  it('is read tensor by tensor, in the order of their bytes', () => {
    const json = `{ "b":${tensor('I32', [2], 4, 12)}, "__metadata__":{"format":"pt"}, "a":${tensor('F16', [2, 1], 0, 4)} }   `;
    const file = safetensorsFile(json, someBytes(12));
    expect(read(file)).toEqual({
      format: 'safetensors',
      headerLength: 8 + json.length,
      tensors: [
        { dtype: 'float16', shape: [2, 1], byteLength: 4, about: { name: 'a', dtype: 'F16', shape: [2, 1] } },
        { dtype: 'int32', shape: [2], byteLength: 8, about: { name: 'b', dtype: 'I32', shape: [2] } },
      ],
    });
  });

  it('may have every dtype of the specification', () => {
    expect(SAFETENSORS_DTYPES.toSorted()).toEqual(Object.keys(BITS).toSorted());
    for (const [dtype, bits] of Object.entries(BITS)) {
      const bytes = (8 * bits) / 8;
      const [found] = read(safetensorsFile(`{"x":${tensor(dtype, [4, 2], 0, bytes)}}`, someBytes(bytes))).tensors;
      expect(found).toMatchObject({ byteLength: bytes, about: { name: 'x', dtype, shape: [4, 2] } });
      if (found.dtype === 'uint8' && dtype !== 'U8') expect(found.shape).toEqual([bytes]);
      else expect(found.shape).toEqual([4, 2]);
    }
  });

  it('may be empty, and hold scalars and empty tensors', () => {
    expect(read(safetensorsFile('{}      ', someBytes(0))).tensors).toEqual([]);
    const json = `{"e":${tensor('F32', [0, 5], 0, 0)},"s":${tensor('F64', [], 0, 8)},"f":${tensor('U8', [0], 8, 8)}}`;
    expect(read(safetensorsFile(json, someBytes(8))).tensors).toMatchObject([
      { shape: [0, 5], byteLength: 0 },
      { shape: [], byteLength: 8 },
      { shape: [0], byteLength: 0 },
    ]);
  });

  it('may have names that mean something to JavaScript', () => {
    const json = `{"__proto__":${tensor('U8', [1], 0, 1)},"7":${tensor('U8', [1], 1, 2)},"":${tensor('U8', [1], 2, 3)}}`;
    const names = read(safetensorsFile(json, someBytes(3))).tensors.map(({ about }) => about.name);
    expect(names).toEqual(['__proto__', '7', '']);
  });

  it.for([
    ['nothing', Buffer.alloc(0), 'too short'],
    ['half a header', safetensorsFile('{}      ', someBytes(0)).subarray(0, 12), 'header is cut off'],
    ['a header beyond all bounds', Buffer.alloc(16, 0xff), 'its header has 18446744073709551615 bytes'],
    ['white space first', safetensorsFile(' {}', someBytes(0)), 'does not begin with a {'],
    ['no JSON', safetensorsFile('{"x":', someBytes(0)), 'not JSON'],
    ['no UTF-8', safetensorsFile('{}', someBytes(0)).fill(0xff, 9, 10), 'not UTF-8'],
    ['a missing byte', safetensorsFile(`{"x":${tensor('U8', [2], 0, 2)}}`, someBytes(1)), 'last 1 bytes are missing'],
    ['a byte too many', safetensorsFile(`{"x":${tensor('U8', [2], 0, 2)}}`, someBytes(3)), '1 bytes after its last'],
    ['a gap', safetensorsFile(`{"x":${tensor('U8', [2], 1, 3)}}`, someBytes(3)), 'follows a gap'],
    [
      'an overlap',
      safetensorsFile(`{"x":${tensor('U8', [2], 0, 2)},"y":${tensor('U8', [2], 1, 3)}}`, someBytes(3)),
      'overlaps another',
    ],
    [
      'offsets that do not fit',
      safetensorsFile(`{"x":${tensor('F32', [2], 0, 4)}}`, someBytes(4)),
      'its shape needs 8',
    ],
    ['a part of a byte', safetensorsFile(`{"x":${tensor('F4', [3], 0, 1)}}`, someBytes(1)), 'its shape needs 1.5'],
    ['offsets backwards', safetensorsFile(`{"x":${tensor('U8', [0], 1, 0)}}`, someBytes(0)), 'has -1 bytes'],
    ['an unknown dtype', safetensorsFile(`{"x":${tensor('F3', [1], 0, 1)}}`, someBytes(1)), 'no dtype'],
    ['a shape that is none', safetensorsFile(`{"x":${tensor('U8', [-1], 0, 1)}}`, someBytes(1)), 'not an integer'],
    ['no offsets', safetensorsFile('{"x":{"dtype":"U8","shape":[1]}}', someBytes(1)), 'no data_offsets'],
    ['no tensor', safetensorsFile('{"x":7}', someBytes(0)), 'not described'],
    ['metadata that is no text', safetensorsFile('{"__metadata__":{"a":1}}', someBytes(0)), 'strings to strings'],
    [
      'one name twice',
      safetensorsFile(`{"x":${tensor('U8', [1], 0, 1)},"\\u0078":${tensor('U8', [1], 0, 1)}}`, someBytes(1)),
      '"x" twice',
    ],
  ] as const)('with %s is refused', ([, file, reason]) => {
    const error = refusal(file);
    expect(error?.code).toBe('ERR_INVALID_ARGUMENT');
    expect(error?.message).toContain(reason);
  });

  it('that is damaged anywhere is read to exactly its size, or refused', () => {
    const json = `{"a":${tensor('F32', [2, 1], 0, 8)},"b":${tensor('BF16', [3], 8, 14)},"__metadata__":{"k":"v"}}`;
    const whole = safetensorsFile(json, someBytes(14));
    fc.assert(
      fc.property(fc.nat(whole.length - 15), fc.nat(255), fc.nat(3), (place, byte, cut) => {
        const file = Buffer.from(whole.subarray(0, whole.length - cut));
        file[place] = byte;
        if (refusal(file) !== undefined) return;
        const { headerLength, tensors } = read(file);
        expect(tensors.reduce((sum, { byteLength }) => sum + byteLength, headerLength)).toBe(file.length);
      }),
      { numRuns: 1000 },
    );
  });
});

function refusal(file: Uint8Array): TensorductError | undefined {
  try {
    read(file);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof TensorductError) return thrown;
    throw thrown;
  }
}
