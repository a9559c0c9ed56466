import { isDeepStrictEqual } from 'node:util';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { Codec, encode } from '../../src/codec/codec.js';
import { Context } from '../../src/context/context.js';
import { ALL_DTYPES, byteLengthOf } from '../../src/message/dtype.js';
import { EMPTY } from '../../src/message/bytes.js';
import { ReceivedTensor } from '../../src/message/received-tensor.js';
import { viewAs } from '../../src/message/typed-array.js';
import { thrown } from '../support/errors.js';
import { carried, field } from '../support/values.js';

const withOrt = new Codec({ ortTensor: ort.Tensor });
/** Small, and large. */
const SHAPES = [[3, 4], [2, 100, 200], [], [0, 5]];

const bytesFor = (length: number) => Uint8Array.from({ length }, (_, i) => (i % 7 === 0 ? 1 : 0));

function fields(tensor: unknown): unknown[] {
  return ['type', 'dims', 'data'].map((key) => field(tensor, key));
}

describe('SPDL-X8 an ort.Tensor comes back with dtype, shape and data', () => {
  for (const dtype of ALL_DTYPES.filter((name) => name !== 'bfloat16')) {
    it(`of ${dtype}`, () => {
      for (const shape of SHAPES) {
        const data = viewAs(dtype, bytesFor(byteLengthOf(dtype, shape)));
        const tensor: unknown = Reflect.construct(ort.Tensor, [dtype, data, shape]);
        const back = carried({ tensor }, withOrt);
        expect(back).toSatisfy((value: { tensor: unknown }) => value.tensor instanceof ort.Tensor);
        expect(isDeepStrictEqual(fields(field(back, 'tensor')), fields(tensor))).toBe(true);
        const plain = field(carried({ tensor }), 'tensor');
        expect(plain).toBeInstanceOf(ReceivedTensor);
        expect(plain).toMatchObject({ dtype, shape });
      }
    });
  }

  it('of strings', () => {
    const tensor = new ort.Tensor('string', ['a', 'é', '日本', ''], [2, 2]);
    const back = carried([tensor, tensor], withOrt);
    expect(back).toSatisfy(([a, b]: unknown[]) => a instanceof ort.Tensor && a === b);
    expect(fields(field(back, 0))).toEqual(['string', [2, 2], ['a', 'é', '日本', '']]);
    expect(carried(tensor)).toEqual({ type: 'string', dims: [2, 2], data: ['a', 'é', '日本', ''] });
  });

  it('beside the payload where it is large, named for who reads the message without a codec', () => {
    const tensor = new ort.Tensor('float16', new Uint16Array(5000), [50, 100]);
    expect(encode({ tensor }).tensors).toMatchObject([{ dtype: 'float16', shape: [50, 100], byteLength: 10_000 }]);
  });

  it('sharing memory with its data', () => {
    const data = new Float32Array(6000);
    const back = carried({ tensor: new ort.Tensor('float32', data, [60, 100]), data }, withOrt);
    expect(back).toSatisfy(({ tensor, data: other }: { tensor: ort.Tensor; data: Float32Array }) => {
      return tensor.data instanceof Float32Array && tensor.data.buffer === other.buffer;
    });
  });

  it('unless it is disposed or lies on a GPU', () => {
    const disposed = new ort.Tensor('float32', [1], [1]);
    disposed.dispose();
    expect(thrown('ERR_UNSUPPORTED_VALUE', () => encode({ disposed }))).toContain('value.disposed is an ort.Tensor');
  });

  it('while plain objects that look like one stay what they are', () => {
    const value = { type: 'float32', dims: [1], data: [1], location: 'cpu' };
    expect(carried(value, withOrt)).toEqual(value);
  });
});

describe('a tensor of the library', () => {
  it('comes back as a received one, of every dtype', () => {
    for (const dtype of ALL_DTYPES) {
      for (const shape of SHAPES) {
        const length = byteLengthOf(dtype, shape);
        const tensor = new ReceivedTensor({ length, dtype, shape, metadata: EMPTY }, { data: bytesFor(length) });
        const back = carried([tensor, tensor]);
        expect(back).toSatisfy(([a, b]: unknown[]) => a instanceof ReceivedTensor && a === b);
        expect(field(back, 0)).toMatchObject({ dtype, shape, byteLength: length });
        expect(isDeepStrictEqual(field(field(back, 0), 'data'), bytesFor(length))).toBe(true);
      }
    }
  });

  it('travels beside the payload at any length if it was born in shared memory', async () => {
    await using context = new Context();
    const tensor = await context.allocate('float32', [2, 3]);
    expect(tensor.shared).toBe(true);
    const { tensors = [] } = encode({ tensor, rows: [tensor.data.subarray(0, 3), tensor.data.subarray(3)] });
    expect(tensors).toMatchObject([{ dtype: 'float32', shape: [2, 3] }]);
    expect(field(Reflect.get(tensors[0], 'data'), 'buffer')).toBe(tensor.data.buffer);
    tensor.release();
    expect(thrown('ERR_MEMORY_DETACHED', () => encode({ tensor }))).toContain('value.tensor');
  });

  it('is refused once it is released', () => {
    const tensor = new ReceivedTensor(
      { length: 4, dtype: 'uint8', shape: [4], metadata: EMPTY },
      { data: new Uint8Array(4) },
    );
    tensor.release();
    thrown('ERR_RELEASED', () => encode({ tensor }));
  });
});
