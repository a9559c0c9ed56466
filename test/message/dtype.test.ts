import { describe, expect, it } from 'vitest';
import {
  ALL_DTYPES,
  bitsOf,
  byteLengthOf,
  dtypeCode,
  dtypeOfCode,
  elementsOf,
  isDType,
} from '../../src/message/dtype.js';
import { thrown } from '../support/errors.js';

describe('dtypes', () => {
  it('keep their codes, which are on the wire', () => {
    expect(Object.fromEntries(ALL_DTYPES.map((dtype) => [dtype, dtypeCode(dtype)]))).toEqual({
      ...{ uint8: 0, int8: 1, uint16: 2, int16: 3, uint32: 4, int32: 5, uint64: 6, int64: 7 },
      ...{ float16: 8, float32: 9, float64: 10, bfloat16: 11, bool: 12, int4: 13, uint4: 14 },
    });
    for (const dtype of ALL_DTYPES) expect(dtypeOfCode(dtypeCode(dtype))).toBe(dtype);
    for (const code of [15, -1, 0.5, 2 ** 31]) thrown('ERR_PROTOCOL', () => dtypeOfCode(code));
  });

  it('have the lengths of dense tensors', () => {
    expect(byteLengthOf('float32', [2, 3])).toBe(24);
    expect(byteLengthOf('float64', [])).toBe(8);
    expect(byteLengthOf('int16', [5, 0])).toBe(0);
    expect([1, 2, 3].map((count) => byteLengthOf('int4', [count]))).toEqual([1, 1, 2]);
    expect(byteLengthOf('uint4', [3, 3])).toBe(5);
    expect([elementsOf([]), elementsOf([7, 0]), elementsOf([2, 3, 4])]).toEqual([1, 0, 24]);
    expect(bitsOf('bool')).toBe(8);
  });

  it('are known by their own names only', () => {
    for (const dtype of ALL_DTYPES) expect(isDType(dtype)).toBe(true);
    for (const other of ['string', 'constructor', '', 3, null, undefined]) expect(isDType(other)).toBe(false);
  });
});
