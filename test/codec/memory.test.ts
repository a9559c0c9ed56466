import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Codec, decode, encode } from '../../src/codec/codec.js';
import { thrown } from '../support/errors.js';
import { carried, sent } from '../support/values.js';

const THRESHOLD = 4096;

const VIEWS = [
  Uint8Array,
  Uint8ClampedArray,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
  BigUint64Array,
  BigInt64Array,
] as const;

/** Bytes that differ from their neighbours. */
function pattern(length: number, seed = 0): ArrayBuffer {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255).buffer;
}

/** As `toStrictEqual`, which takes seconds for large memory. */
function same(value: unknown, expected: unknown): void {
  expect(isDeepStrictEqual(value, expected)).toBe(true);
}

function bytesOfView(view: unknown): Uint8Array {
  if (ArrayBuffer.isView(view)) return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return view instanceof ArrayBuffer ? new Uint8Array(view) : expect.fail('no memory');
}

describe('SPDL-H1 memory from the threshold on travels beside the payload, and only that', () => {
  it('SPDL-H7 to the byte', () => {
    for (const length of [0, 1, THRESHOLD - 1, THRESHOLD, THRESHOLD + 1]) {
      const { payloads = [], tensors = [] } = encode({ data: new Uint8Array(length) });
      expect(tensors).toHaveLength(length >= THRESHOLD ? 1 : 0);
      expect(payloads[0].data.length < THRESHOLD / 2).toBe(length >= THRESHOLD || length < 2);
    }
    const small = new Codec({ threshold: 2 }).encode([Uint8Array.of(1), Uint8Array.of(1, 2)]);
    expect(small.tensors).toHaveLength(1);
    expect(new Codec({ threshold: Infinity }).encode(new Uint8Array(1e6)).tensors).toHaveLength(0);
    for (const threshold of [0, -1, NaN]) thrown('ERR_INVALID_ARGUMENT', () => new Codec({ threshold }));
  });

  it('SPDL-H2 while strings, numbers and objects of any size stay in it', () => {
    const value = { text: 'x'.repeat(100_000), list: Array.from({ length: 10_000 }, (_, i) => i), big: 2n ** 100_000n };
    expect(encode(value).tensors).toHaveLength(0);
    same(carried(value), value);
  });

  it('as the very memory of the value, with its dtype: nothing is copied', () => {
    const data = new Float32Array(5000);
    const { tensors = [] } = encode({ data });
    expect(tensors).toMatchObject([{ dtype: 'float32', shape: [5000] }]);
    expect(bytesOfView(Reflect.get(tensors[0], 'data')).buffer).toBe(data.buffer);
    const value = decode(encode({ data }));
    expect(value).toSatisfy(({ data: back }: { data: Float32Array }) => back.buffer === data.buffer);
  });

  it('at most 1024 pieces of it, so that no message is too long for its reader', () => {
    const value = Array.from({ length: 1100 }, (_, i) => new Uint8Array(THRESHOLD).fill(i));
    expect(encode(value).tensors).toHaveLength(1024);
    same(carried(value), value);
  });
});

describe('memory comes back with its type and content', () => {
  for (const bytes of [0, 24, 1000, 40_000]) {
    it.for([...VIEWS])(`%o of ${bytes} bytes`, (View) => {
      const view = new View(pattern(bytes));
      same(carried(view), view);
      same(carried({ deep: [view] }), { deep: [view] });
    });

    it(`Buffer, DataView, ArrayBuffer and SharedArrayBuffer of ${bytes} bytes`, () => {
      const buffer = pattern(bytes);
      same(carried(Buffer.from(buffer)), Buffer.from(buffer));
      expect(Buffer.isBuffer(carried(Buffer.from(buffer)))).toBe(true);
      same(carried(new DataView(buffer)), new DataView(buffer));
      same(carried(buffer), buffer);
      const shared = new SharedArrayBuffer(bytes);
      new Uint8Array(shared).set(new Uint8Array(buffer));
      same(carried(shared), buffer);
      same(carried(new Uint8Array(shared)), new Uint8Array(buffer));
    });
  }
});

describe('a view of a part of a buffer', () => {
  it('SPDL-H5 takes along what it shows, and not a byte more', () => {
    for (const length of [100, 10_000]) {
      const slab = new Uint8Array(100_000).fill(0xee);
      const part = slab.subarray(500, 500 + length).fill(1);
      const { payloads = [], tensors = [] } = encode([part, Buffer.from('from the pool')]);
      const travelling = [payloads[0].data, ...tensors.map((tensor) => bytesOfView(Reflect.get(tensor, 'data')))];
      expect(travelling.every((bytes) => !bytes.includes(0xee))).toBe(true);
      expect(travelling.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBeLessThan(length + 100);
      same(carried([part]), [part]);
    }
  });

  it('comes back with every element, wherever it begins', () => {
    for (const View of VIEWS) {
      for (const elements of [5, 5000]) {
        const size = View.BYTES_PER_ELEMENT;
        const views = [1, 2, 3].map((skip) => new View(pattern((elements + 3) * size), skip * size, elements));
        same(carried(views), views);
      }
    }
  });

  it('shares its memory with those that overlap or touch it', () => {
    for (const scale of [1, 1000]) {
      const buffer = pattern(80 * scale);
      const views = {
        floats: new Float64Array(buffer, 8 * scale, 4 * scale),
        bytes: new Uint8Array(buffer, 3 * scale, 20 * scale),
        next: new Uint8Array(buffer, 40 * scale, 8 * scale),
        data: new DataView(buffer, 10 * scale, 2),
      };
      const back = carried(views);
      same(back, views);
      expect(back).toSatisfy((other: typeof views) => {
        other.floats[0] = 42;
        return (
          other.bytes.buffer === other.floats.buffer &&
          other.next.buffer === other.floats.buffer &&
          other.bytes.at(5 * scale) === bytesOfView(other.floats)[0] &&
          Buffer.compare(bytesOfView(other.floats).subarray(0, 8), new Uint8Array(Float64Array.of(42).buffer)) === 0
        );
      });
      expect(encode(views).tensors).toHaveLength(scale === 1 ? 0 : 1);
    }
  });

  it('shares everything with the buffer itself, if that is in the value', () => {
    for (const length of [64, 64_000]) {
      const buffer = pattern(length);
      const value = { first: new Uint8Array(buffer, 0, 8), buffer, last: new Uint16Array(buffer, length - 8) };
      const back = carried(value);
      same(back, value);
      expect(back).toSatisfy((other: typeof value) => {
        return other.first.buffer === other.buffer && other.last.buffer === other.buffer;
      });
    }
  });

  it('has a buffer of its own where the other is somewhere else', () => {
    const buffer = pattern(100_000);
    const value = [new Uint8Array(buffer, 0, 10_000), new Uint8Array(buffer, 50_000, 10_000)];
    expect(encode(value).tensors).toHaveLength(2);
    same(carried(value), value);
  });

  it('is aligned again where it arrives at a place that does not fit its elements', () => {
    const value = [new Float64Array(pattern(80_000)), new Float32Array(pattern(80_000, 1), 4, 10_000)];
    const { payloads, tensors = [] } = sent(encode(value));
    const shifted = tensors.map((tensor) => {
      const bytes = bytesOfView(Reflect.get(tensor, 'data'));
      const data = new Uint8Array(bytes.length + 3).subarray(3);
      data.set(bytes);
      return 'dtype' in tensor ? { dtype: tensor.dtype, shape: tensor.shape, data } : { data };
    });
    same(decode({ payloads, tensors: shifted }), value);
  });
});

describe('SPDL-X3 memory that is referenced twice', () => {
  it('travels once and comes back once', () => {
    for (const length of [100, 100_000]) {
      const data = new Float32Array(length);
      const value = { a: data, b: [data, data.subarray(10, 20)] };
      const message = encode(value);
      const bytes = (message.payloads?.[0].data.length ?? 0) + (message.tensors?.length ?? 0) * data.byteLength;
      expect(bytes).toBeLessThan(data.byteLength + 200);
      expect(carried(value)).toSatisfy(({ a, b: [b, part] }: { a: Float32Array; b: Float32Array[] }) => {
        return a === b && part.buffer === a.buffer && part.byteOffset === a.byteOffset + 40;
      });
    }
  });
});

describe('memory that cannot be sent is refused with its path', () => {
  it('when it was transferred away', () => {
    const data = new Uint8Array(10);
    structuredClone(data.buffer, { transfer: [data.buffer] });
    expect(thrown('ERR_MEMORY_DETACHED', () => encode({ list: [1, data] }))).toMatch('value.list[1]');
  });

  it('when it may change its size', () => {
    const growing: unknown = Reflect.construct(ArrayBuffer, [8, { maxByteLength: 16 }]);
    expect(thrown('ERR_INVALID_ARGUMENT', () => encode({ a: growing }))).toMatch('value.a');
  });
});

describe('a draft', () => {
  it('lets its user say where each block goes, and asks for each once', () => {
    const codec = new Codec();
    const value = {
      a: new Uint8Array(5000).fill(1),
      b: new Float32Array(5000).fill(2),
      c: new Uint8Array(5000).fill(3),
    };
    const draft = codec.draft(value);
    expect(draft.blocks.map(({ byteLength, dtype, shape }) => [byteLength, dtype, shape])).toEqual([
      [5000, 'uint8', [5000]],
      [20_000, 'float32', [5000]],
      [5000, 'uint8', [5000]],
    ]);
    const arena = new Uint8Array(100_000);
    const places = [64, 2 ** 16, null];
    draft.blocks.forEach(({ data }, i) => arena.set(bytesOfView(data), places[i] ?? 99_999 - 5000));
    const payload = draft.finish(places);
    const asked: number[] = [];
    const back = codec.restore(payload, (place, length) => {
      asked.push(place);
      return arena.subarray(place, place + length);
    });
    same(back, value);
    expect(asked).toEqual([64, 2 ** 16]);
  });

  it('hands on what the source of its memory throws, and refuses memory of another length', () => {
    const codec = new Codec();
    const payload = codec.draft(new Uint8Array(5000)).finish([7]);
    expect(() =>
      codec.restore(payload, () => {
        throw new RangeError('there is no place 7');
      }),
    ).toThrow('no place 7');
    thrown('ERR_MALFORMED_VALUE', () => codec.restore(payload, () => new Uint8Array(4999)));
  });
});
