import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { START_BYTES, type FileLayout } from '../../../src/cli/formats/layout.js';
import { npy } from '../../../src/cli/formats/npy.js';
import { TensorductError } from '../../../src/errors.js';
import { byteLengthOf, isDType } from '../../../src/message/dtype.js';
import { npyFile, npyHeader, someBytes } from './files.js';

function read(file: Uint8Array): FileLayout {
  const length = npy.headerLength(file.subarray(0, START_BYTES), file.length);
  return npy.parse(file.subarray(0, length), file.length);
}

/** As NumPy 2.4 writes `numpy.array([[1, 2, 3], [4, 5, 6]], '<i2')`. */
const GOLDEN = Buffer.concat([
  Buffer.from('934e554d5059' + '0100' + '7600', 'hex'),
  Buffer.from("{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }".padEnd(117) + '\n'),
  Buffer.from('010002000300040005000600', 'hex'),
]);

describe('a .npy file', () => {
  it('is read as NumPy writes it', () => {
    expect(read(GOLDEN)).toEqual({
      format: 'npy',
      headerLength: 128,
      tensors: [
        {
          dtype: 'int16',
          shape: [2, 3],
          byteLength: 12,
          about: { dtype: '<i2', fortran_order: false, shape: [2, 3] },
        },
      ],
    });
    expect(npyFile(npyHeader('<i2', [2, 3]), GOLDEN.subarray(128))).toEqual(GOLDEN);
  });

  it.for([1, 2, 3])('may have version %i of the format', (major) => {
    const file = npyFile(npyHeader('<f4', [2, 2]), someBytes(16), major);
    expect(read(file).tensors).toMatchObject([{ dtype: 'float32', shape: [2, 2], byteLength: 16 }]);
  });

  it.for([
    ['|b1', 'bool', 1],
    ['|i1', 'int8', 1],
    ['<i2', 'int16', 2],
    ['<i4', 'int32', 4],
    ['=i8', 'int64', 8],
    ['|u1', 'uint8', 1],
    ['>u1', 'uint8', 1],
    ['<u2', 'uint16', 2],
    ['<u4', 'uint32', 4],
    ['<u8', 'uint64', 8],
    ['<f2', 'float16', 2],
    ['<f4', 'float32', 4],
    ['<f8', 'float64', 8],
  ] as const)('of %s travels as %s', ([descr, dtype, bytes]) => {
    expect(read(npyFile(npyHeader(descr, [3]), someBytes(3 * bytes))).tensors).toMatchObject([{ dtype, shape: [3] }]);
  });

  it.for([
    ['>f8', 8],
    ['>i2', 2],
    ['<c16', 16],
    ['<f16', 16],
    ['<U5', 20],
    ['|S7', 7],
    ['|V2', 2],
    ['<M8[ns]', 8],
  ] as const)('of %s travels as bytes, and says what they are', ([descr, bytes]) => {
    const [tensor] = read(npyFile(npyHeader(descr, [2, 3]), someBytes(6 * bytes))).tensors;
    expect(tensor).toEqual({
      dtype: 'uint8',
      shape: [6 * bytes],
      byteLength: 6 * bytes,
      about: { dtype: descr, fortran_order: false, shape: [2, 3] },
    });
  });

  it('in Fortran order travels as the row-major array that its bytes are', () => {
    const [tensor] = read(npyFile(npyHeader('<f4', [2, 3, 4], true), someBytes(96))).tensors;
    expect(tensor).toMatchObject({
      dtype: 'float32',
      shape: [4, 3, 2],
      about: { fortran_order: true, shape: [2, 3, 4] },
    });
  });

  it('may hold a scalar, or nothing', () => {
    expect(read(npyFile(npyHeader('<f8', []), someBytes(8))).tensors).toMatchObject([{ shape: [], byteLength: 8 }]);
    expect(read(npyFile(npyHeader('<f8', [0, 3]), someBytes(0))).tensors).toMatchObject([{ shape: [0, 3] }]);
    expect(read(npyFile(npyHeader('<f8', [2 ** 40, 0]), someBytes(0))).tensors[0].byteLength).toBe(0);
  });

  it('of more dimensions than a tensor has travels as bytes', () => {
    const [tensor] = read(npyFile(npyHeader('<f4', new Array<number>(65).fill(1)), someBytes(4))).tensors;
    expect(tensor).toMatchObject({ dtype: 'uint8', shape: [4], about: { dtype: '<f4' } });
  });

  it('may be written by old or other programs', () => {
    const header = '{"shape": (2L, 3L), "fortran_order": False, "descr": "<i2"}';
    expect(read(npyFile(header, someBytes(12))).tensors).toMatchObject([{ dtype: 'int16', shape: [2, 3] }]);
  });

  it.for([
    ['nothing', Buffer.alloc(0), 'does not begin as a .npy file'],
    ['other bytes', someBytes(200), 'does not begin as a .npy file'],
    ['another version', npyFile(npyHeader('<f4', [1]), someBytes(4), 9), 'version 9.0'],
    ['half a header', GOLDEN.subarray(0, 60), 'header is cut off'],
    ['half a length', npyFile(npyHeader('<f4', [1]), someBytes(4), 2).subarray(0, 11), 'header is cut off'],
    ['too few elements', GOLDEN.subarray(0, -2), 'its last 2 bytes are missing'],
    ['more after its array', Buffer.concat([GOLDEN, GOLDEN]), '140 bytes after its array'],
    ['no dictionary', npyFile('[1, 2]', someBytes(0)), 'not a dictionary'],
    ['half a dictionary', npyFile("{'descr': '<f4', ", someBytes(0)), 'not a dictionary'],
    ['deep nesting', npyFile('('.repeat(60_000), someBytes(0)), 'not a dictionary'],
    ['a missing key', npyFile("{'descr': '<f4', 'shape': ()}", someBytes(4)), "does not have 'descr'"],
    ['another key', npyFile("{'descr':'<f4','shape':(),'fortran_order':True,'x':1}", someBytes(4)), 'nothing else'],
    ['a negative dimension', npyFile("{'descr':'<f4','shape':(-1,),'fortran_order':True}", someBytes(4)), 'not a dict'],
    ['a huge shape', npyFile(npyHeader('<f8', [2 ** 31, 2 ** 31]), someBytes(8)), 'too many elements'],
    ['an unknown type', npyFile(npyHeader('<x4', [1]), someBytes(4)), 'dtype is unknown'],
    ['Python objects', npyFile(npyHeader('|O', [1]), someBytes(8)), 'holds Python objects'],
    [
      'a structured type',
      npyFile("{'descr': [('x', '<f4'), ('y', '<i4', (2,))], 'fortran_order': False, 'shape': (1,), }", someBytes(12)),
      'dtype is structured',
    ],
  ] as const)('with %s is refused', ([, file, reason]) => {
    const error = refusal(file);
    expect(error?.code).toBe('ERR_INVALID_ARGUMENT');
    expect(error?.message).toContain(reason);
  });

  it('whose bytes are any gives a layout of exactly its size, or an error of ours', () => {
    const alphabet = `{}()[],:' \n"TrueFalsdscrfotnhp_<>|=iufbcO0123456789L`;
    const header = fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength: 80 });
    const shape = fc.array(fc.nat(4), { maxLength: 4 });
    const valid = fc
      .tuple(fc.constantFrom('<f4', '>f8', '|u1', '<c8', '<U2'), shape, fc.boolean())
      .map(([descr, dimensions, fortran]) => npyHeader(descr, dimensions, fortran));
    fc.assert(
      fc.property(fc.oneof(header, valid), fc.nat(300), fc.constantFrom(1, 2, 3), (text, length, major) => {
        const file = npyFile(text, someBytes(length), major);
        if (refusal(file) !== undefined) return;
        const { headerLength, tensors } = read(file);
        expect(headerLength + tensors[0].byteLength).toBe(file.length);
        for (const { dtype, shape: dimensions, byteLength } of tensors) {
          expect(isDType(dtype) && byteLengthOf(dtype, dimensions)).toBe(byteLength);
        }
      }),
      { numRuns: 500 },
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
