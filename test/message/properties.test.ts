import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAllocation } from '../../src/message/allocation.js';
import { EMPTY } from '../../src/message/bytes.js';
import { Descriptor } from '../../src/message/descriptor.js';
import { CPU } from '../../src/message/device.js';
import { ALL_DTYPES, bitsOf, byteLengthOf, elementsOf, type DType } from '../../src/message/dtype.js';
import { prepareMessage, type PreparedTensor } from '../../src/message/message.js';
import { ReceivedMessage } from '../../src/message/received-message.js';
import { ReceivedTensor } from '../../src/message/received-tensor.js';
import { checkShape } from '../../src/message/shape.js';
import { viewAs } from '../../src/message/typed-array.js';
import { thrown } from '../support/errors.js';

/** Bytes of a tensor of any dtype and shape, somewhere in a larger buffer. */
const tensors = fc
  .record({
    dtype: fc.constantFrom(...ALL_DTYPES),
    shape: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 }),
    before: fc.integer({ min: 0, max: 17 }),
    after: fc.integer({ min: 0, max: 9 }),
    seed: fc.integer({ min: 0, max: 255 }),
  })
  .map(({ dtype, shape, before, after, seed }) => {
    const length = byteLengthOf(dtype, shape);
    const memory = Uint8Array.from({ length: before + length + after }, (_, i) => (i * 31 + seed) & 255);
    return { dtype, shape, memory, data: memory.subarray(before, before + length) };
  });

const descriptorOf = (prepared: readonly PreparedTensor[]) =>
  new Descriptor(
    EMPTY,
    [],
    prepared.map((tensor) => ({ ...tensor, length: tensor.byteLength, borrowable: false })),
  );

describe('any tensor', () => {
  it('is prepared where it lies, with its dtype and shape', () => {
    fc.assert(
      fc.property(tensors, ({ dtype, shape, data }) => {
        const [prepared] = prepareMessage({ tensors: [{ data, dtype, shape }] }).tensors;
        expect(prepared).toEqual({
          ...{ data, byteLength: data.length, dtype, shape, metadata: EMPTY },
          ...{ sourceDevice: CPU, targetDevice: undefined, lender: undefined },
        });
        expect(prepared.data).toBe(data);
      }),
    );
  });

  it('is refused with one byte more or less', () => {
    fc.assert(
      fc.property(tensors, fc.boolean(), ({ dtype, shape, data }, more) => {
        fc.pre(more || data.length > 0);
        const wrong = new Uint8Array(data.length + (more ? 1 : -1));
        thrown('ERR_INVALID_ARGUMENT', () => prepareMessage({ tensors: [{ data: wrong, dtype, shape }] }));
        const descriptor = descriptorOf(prepareMessage({ tensors: [{ data, dtype, shape }] }).tensors);
        thrown('ERR_ALLOCATION_MISMATCH', () => checkAllocation(descriptor, { tensors: [{ data: wrong }] }));
      }),
    );
  });

  it('has the dtype and shape of its typed view when nothing else is said', () => {
    const plain: readonly DType[] = ['bool', 'int4', 'uint4', 'bfloat16', 'float16'];
    fc.assert(
      fc.property(tensors, ({ dtype, data }) => {
        fc.pre(!plain.includes(dtype));
        const [prepared] = prepareMessage({ tensors: [{ data: viewAs(dtype, data) }] }).tensors;
        expect(prepared).toMatchObject({
          dtype,
          shape: [(data.length * 8) / bitsOf(dtype)],
          data: new Uint8Array(data),
        });
      }),
    );
  });

  it('arrives the same in the memory that its descriptor allocates, and so does one sent on', () => {
    fc.assert(
      fc.property(fc.array(tensors, { maxLength: 4 }), (inputs) => {
        let message = prepareMessage({ tensors: inputs });
        for (let hop = 0; hop < 2; hop++) {
          const received = deliver(message.tensors);
          received.tensors.forEach((tensor, i) => {
            const { dtype, shape, data } = inputs[i];
            expect(tensor).toMatchObject({ dtype, shape, data: new Uint8Array(data), byteLength: data.length });
            // By their bits: NaN is not NaN.
            const { buffer, byteOffset, byteLength } = tensor.typed();
            expect(new Uint8Array(buffer, byteOffset, byteLength)).toEqual(new Uint8Array(data));
            expect(tensor.copy().data).toEqual(new Uint8Array(data));
          });
          message = prepareMessage(received);
        }
      }),
    );
  });
});

/** What a pipe does, without the pipe. */
function deliver(sent: readonly PreparedTensor[]): ReceivedMessage {
  const descriptor = descriptorOf(sent);
  const targets = checkAllocation(descriptor, descriptor.allocate()).tensors;
  const received = targets.map((target, i) => {
    const { data } = sent[i];
    if (!(target instanceof Uint8Array && data instanceof Uint8Array)) return expect.fail('not in host memory');
    target.set(data);
    return new ReceivedTensor(descriptor.tensors[i], { data: target });
  });
  return new ReceivedMessage(descriptor.metadata, [], received);
}

describe('any shape', () => {
  const dimension = fc.oneof(
    fc.nat({ max: 4 }),
    fc.maxSafeNat(),
    fc.constantFrom(2 ** 26, 2 ** 27, 2 ** 53 - 1, 2 ** 53),
  );

  it('passes exactly when all it multiplies to is below 2^53', () => {
    fc.assert(
      fc.property(fc.array(dimension, { maxLength: 5 }), (shape) => {
        const product = shape.reduce((sum, dimension) => sum * BigInt(dimension || 1), 1n);
        if (product < 2n ** 53n) {
          expect(checkShape(shape, 'shape')).toEqual(shape);
          expect(elementsOf(shape)).toBe(shape.includes(0) ? 0 : Number(product));
        } else {
          thrown('ERR_INVALID_ARGUMENT', () => checkShape(shape, 'shape'));
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('any set of destinations', () => {
  const range = fc.record({ memory: fc.nat({ max: 1 }), start: fc.nat({ max: 40 }), length: fc.nat({ max: 12 }) });

  it('is refused exactly when two of them share a byte', () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), fc.nat({ max: 6 }), (ranges, payloads) => {
        const memories = [new ArrayBuffer(64), new SharedArrayBuffer(64)];
        const written = ranges.flatMap(({ memory, start, length }) =>
          Array.from({ length }, (_, i) => `${memory}:${start + i}`),
        );
        const items = ranges.map(({ memory, start, length }) => ({
          data: new Uint8Array(memories[memory], start, length),
        }));
        const lengths = ranges.map(({ length }) => ({ length, dtype: 'uint8' as const }));
        const announced = { payloads: lengths.slice(0, payloads), tensors: lengths.slice(payloads) };
        const check = () =>
          checkAllocation(announced, { payloads: items.slice(0, payloads), tensors: items.slice(payloads) });
        if (new Set(written).size === written.length) check();
        else expect(thrown('ERR_ALLOCATION_MISMATCH', check)).toContain('overlaps');
      }),
      { numRuns: 1000 },
    );
  });
});
