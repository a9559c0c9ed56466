import { describe, expect, it } from 'vitest';
import { checkAllocation, type Allocation } from '../../src/message/allocation.js';
import { EMPTY } from '../../src/message/bytes.js';
import { Descriptor, type TensorDescriptor } from '../../src/message/descriptor.js';
import { CPU, type Device } from '../../src/message/device.js';
import { byteLengthOf, type DType } from '../../src/message/dtype.js';
import { thrown } from '../support/errors.js';
import { detach, growableBuffer, resizableBuffer } from '../support/memory.js';
import { untyped } from '../support/untyped.js';

const CUDA: Device = { type: 'cuda', index: 0 };

function tensor(dtype: DType, shape: number[], targetDevice?: Device): TensorDescriptor {
  const length = byteLengthOf(dtype, shape);
  return { length, dtype, shape, sourceDevice: CPU, targetDevice, metadata: EMPTY, borrowable: false };
}

const descriptorOf = (...tensors: TensorDescriptor[]) => new Descriptor(EMPTY, [], tensors);
const refused = (descriptor: Descriptor, allocation: Allocation) =>
  thrown('ERR_ALLOCATION_MISMATCH', () => checkAllocation(descriptor, allocation));

describe('checkAllocation', () => {
  it('gives the very memory of each destination as bytes', () => {
    const descriptor = new Descriptor(
      EMPTY,
      [{ length: 3, metadata: EMPTY }],
      [tensor('float32', [2, 2]), tensor('int8', [4])],
    );
    const payload = new Uint8Array(3);
    const floats = new Float32Array(new ArrayBuffer(32), 8, 4);
    const buffer = new ArrayBuffer(4);
    const checked = checkAllocation(descriptor, {
      payloads: [{ data: payload }],
      tensors: [{ data: floats }, { data: buffer }],
    });
    expect(checked.payloads).toEqual([payload]);
    expect(checked.payloads[0]).toBe(payload);
    const [first, second] = checked.tensors;
    if (!(first instanceof Uint8Array && second instanceof Uint8Array)) return expect.fail('not bytes');
    expect([first.buffer, first.byteOffset, first.length]).toEqual([floats.buffer, 8, 16]);
    expect(second.buffer).toBe(buffer);
  });

  it('takes nothing at all for an empty message', () => {
    expect(checkAllocation(descriptorOf(), {})).toEqual({ payloads: [], tensors: [] });
  });

  it('lets sinks and borrowing through', () => {
    const sink = { sink: () => undefined };
    const descriptor = descriptorOf(tensor('uint8', [9]), tensor('uint8', [9]));
    expect(checkAllocation(descriptor, { tensors: [sink, 'borrow'] }).tensors).toEqual([sink, 'borrow']);
  });

  it('refuses a wrong number of payloads or tensors', () => {
    const descriptor = new Descriptor(EMPTY, [{ length: 1, metadata: EMPTY }], [tensor('uint8', [1])]);
    const one = { data: new Uint8Array(1) };
    expect(refused(descriptor, { tensors: ['borrow'] })).toContain('the message has 1 payloads, the allocation 0');
    expect(refused(descriptor, { payloads: [one] })).toContain('the message has 1 tensors, the allocation 0');
    expect(refused(descriptor, { payloads: [one, one], tensors: ['borrow'] })).toContain('the allocation 2');
  });

  it.each([3, 5, 0])('refuses %d bytes for 4', (length) => {
    const data = new Uint8Array(length);
    const payloads = new Descriptor(EMPTY, [{ length: 4, metadata: EMPTY }], []);
    expect(refused(payloads, { payloads: [{ data }] })).toContain(`payloads[0].data must have 4 bytes, not ${length}`);
    const tensors = descriptorOf(tensor('uint8', [4]));
    expect(refused(tensors, { tensors: [{ data }] })).toContain(`tensors[0].data must have 4 bytes, not ${length}`);
  });

  it('takes views of the dtype, and plain bytes for every dtype', () => {
    const accepts = (dtype: DType, data: ArrayBufferView | ArrayBuffer) =>
      checkAllocation(descriptorOf(tensor(dtype, [4])), { tensors: [{ data }] });
    accepts('float32', new Float32Array(4));
    accepts('float32', new Uint8Array(16));
    accepts('float32', Buffer.alloc(16));
    accepts('float32', new DataView(new ArrayBuffer(16)));
    accepts('float32', new ArrayBuffer(16));
    accepts('float16', new Uint16Array(4));
    accepts('bfloat16', new Uint16Array(4));
    accepts('int64', new BigInt64Array(4));
    accepts('bool', new Uint8Array(4));
    accepts('int4', new Uint8Array(2));
  });

  it('refuses views of another dtype', () => {
    const message = refused(descriptorOf(tensor('float32', [4])), { tensors: [{ data: new Int32Array(4) }] });
    expect(message).toContain('tensors[0].data must be a view of float32 or of bytes, not of int32');
    refused(descriptorOf(tensor('int16', [4])), { tensors: [{ data: new Uint16Array(4) }] });
    refused(descriptorOf(tensor('uint64', [4])), { tensors: [{ data: new BigInt64Array(4) }] });
    refused(descriptorOf(tensor('bool', [4])), { tensors: [{ data: new Int8Array(4) }] });
  });

  it('holds the reader to the device that the writer named', () => {
    const there = { device: CUDA, byteLength: 4 };
    const data = new Uint8Array(4);
    const message = refused(descriptorOf(tensor('uint8', [4], CUDA)), { tensors: [{ data }] });
    expect(message).toContain('tensors[0] must be received on cuda:0, not on cpu:0');
    refused(descriptorOf(tensor('uint8', [4], CUDA)), { tensors: [{ sink: () => undefined }] });
    refused(descriptorOf(tensor('uint8', [4], CUDA)), {
      tensors: [{ data: { ...there, device: { ...CUDA, index: 1 } } }],
    });
    refused(descriptorOf(tensor('uint8', [4], CPU)), { tensors: [{ data: there }] });
    checkAllocation(descriptorOf(tensor('uint8', [4], CUDA)), { tensors: ['borrow'] });
    expect(checkAllocation(descriptorOf(tensor('uint8', [4], CUDA)), { tensors: [{ data: there }] }).tensors[0]).toBe(
      there,
    );
  });

  it('leaves the device to the reader where the writer named none', () => {
    const descriptor = descriptorOf(tensor('float32', [1]));
    checkAllocation(descriptor, { tensors: [{ data: { device: CUDA, byteLength: 4 } }] });
    checkAllocation(descriptor, { tensors: [{ data: new Uint8Array(4) }] });
    refused(descriptor, { tensors: [{ data: { device: CUDA, byteLength: 8 } }] });
  });

  it('takes fixed shared memory, and refuses memory that may change or is gone', () => {
    const descriptor = descriptorOf(tensor('uint8', [4]));
    checkAllocation(descriptor, { tensors: [{ data: new SharedArrayBuffer(4) }] });
    thrown('ERR_INVALID_ARGUMENT', () => checkAllocation(descriptor, { tensors: [{ data: growableBuffer(4) }] }));
    thrown('ERR_INVALID_ARGUMENT', () => checkAllocation(descriptor, { tensors: [{ data: resizableBuffer(4) }] }));
    const data = new Uint8Array(4);
    detach(data.buffer);
    const message = thrown('ERR_MEMORY_DETACHED', () => checkAllocation(descriptor, { tensors: [{ data }] }));
    expect(message).toContain('tensors[0].data');
  });

  it('refuses the same memory twice in one allocation', () => {
    const memory = new ArrayBuffer(16);
    const descriptor = new Descriptor(
      EMPTY,
      [{ length: 4, metadata: EMPTY }],
      [tensor('uint8', [4]), tensor('uint8', [4])],
    );
    const allocate = (...offsets: number[]) => {
      const [payload, ...tensors] = offsets.map((offset) => ({ data: new Uint8Array(memory, offset, 4) }));
      return { payloads: [payload], tensors };
    };
    checkAllocation(descriptor, allocate(8, 0, 4));
    expect(refused(descriptor, allocate(8, 0, 0))).toContain('tensors[1].data overlaps tensors[0].data');
    expect(refused(descriptor, allocate(3, 0, 8))).toContain('payloads[0].data overlaps tensors[0].data');
    expect(refused(descriptor, allocate(9, 0, 12))).toContain('tensors[1].data overlaps payloads[0].data');
    const there = { data: { device: CUDA, byteLength: 4 } };
    refused(descriptorOf(tensor('uint8', [4]), tensor('uint8', [4])), { tensors: [there, there] });
  });

  it('takes the same empty memory twice, since nothing is written to it', () => {
    const empty = { data: new Float32Array(0) };
    checkAllocation(descriptorOf(tensor('float32', [0]), tensor('float32', [2, 0])), { tensors: [empty, empty] });
  });

  it.each<[unknown, string]>([
    [null, 'the allocation is not an object'],
    [{ tensors: 'b' }, 'tensors is not an array'],
    [{ tensors: ['lend'] }, 'tensors[0] is not an object'],
    [{ tensors: [null] }, 'tensors[0] is not an object'],
    [{ tensors: new Array(1) }, 'tensors[0] is not an object'],
    [{ tensors: [new Uint8Array(4)] }, 'tensors[0].data is not memory'],
    [{ tensors: [{ sink: 1 }] }, 'tensors[0].sink is not a function'],
  ])('refuses %j', (allocation, what) => {
    const descriptor = descriptorOf(tensor('uint8', [4]));
    expect(() => checkAllocation(descriptor, untyped(allocation))).toThrow(what);
  });
});
