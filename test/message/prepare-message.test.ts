import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/message/bytes.js';
import { CPU, type DeviceBuffer } from '../../src/message/device.js';
import { ALL_DTYPES, type DType } from '../../src/message/dtype.js';
import { prepareMessage, type Message, type Tensor } from '../../src/message/message.js';
import { ReceivedMessage } from '../../src/message/received-message.js';
import { ReceivedTensor } from '../../src/message/received-tensor.js';
import { viewAs } from '../../src/message/typed-array.js';
import { thrown } from '../support/errors.js';
import { detach, growableBuffer, resizableBuffer } from '../support/memory.js';
import { untyped } from '../support/untyped.js';

const prepareTensor = (tensor: Tensor) => prepareMessage({ tensors: [tensor] }).tensors[0];

describe('prepareMessage', () => {
  it('fills in what a message leaves out', () => {
    expect(prepareMessage({})).toEqual({ metadata: EMPTY, payloads: [], tensors: [], byteLength: 0 });
    const { metadata, payloads, tensors } = prepareMessage({
      payloads: [{ data: Uint8Array.of(1) }],
      tensors: [{ data: new Float32Array(2) }],
    });
    expect([metadata, payloads[0].metadata, tensors[0].metadata]).toEqual([EMPTY, EMPTY, EMPTY]);
    expect(tensors[0]).toMatchObject({ dtype: 'float32', shape: [2], sourceDevice: CPU, targetDevice: undefined });
  });

  it('keeps the very memory of metadata, payloads and tensors', () => {
    const memory = new ArrayBuffer(64);
    const metadata = Uint8Array.of(7);
    const message: Message = {
      metadata,
      payloads: [{ data: new Uint8Array(memory, 3, 5), metadata }],
      tensors: [
        { data: new Float32Array(memory, 8, 4), metadata },
        { data: new DataView(memory, 32, 8) },
        { data: memory },
      ],
    };
    const prepared = prepareMessage(message);
    expect(prepared.metadata).toBe(metadata);
    expect(prepared.payloads[0].data).toBe(message.payloads?.[0].data);
    expect(prepared.payloads[0].metadata).toBe(metadata);
    expect(prepared.tensors[0].metadata).toBe(metadata);
    const places = prepared.tensors.map(({ data }) => data instanceof Uint8Array && [data.byteOffset, data.length]);
    expect(places).toEqual([[8, 16], [32, 8], [0, 64]]); // prettier-ignore
    for (const { data } of prepared.tensors) expect(data instanceof Uint8Array && data.buffer).toBe(memory);
  });

  it('has empty metadata that no program can transfer away', () => {
    const { metadata } = prepareMessage({});
    try {
      structuredClone(metadata, { transfer: [untyped(metadata.buffer)] });
    } catch {
      // Newer runtimes refuse; older ones copy.
    }
    expect(prepareMessage({ metadata, payloads: [{ data: metadata }] }).byteLength).toBe(0);
  });

  it('adds up the bytes of payloads and tensors', () => {
    const prepared = prepareMessage({
      metadata: new Uint8Array(100),
      payloads: [{ data: new Uint8Array(3), metadata: new Uint8Array(10) }, { data: new Uint8Array(4) }],
      tensors: [{ data: new Float64Array(2) }],
    });
    expect(prepared.byteLength).toBe(3 + 4 + 16);
  });

  it.each<[string, Tensor['data'], DType]>([
    ['Uint8Array', new Uint8Array(8), 'uint8'],
    ['Uint8ClampedArray', new Uint8ClampedArray(8), 'uint8'],
    ['Buffer', Buffer.alloc(8), 'uint8'],
    ['DataView', new DataView(new ArrayBuffer(8)), 'uint8'],
    ['ArrayBuffer', new ArrayBuffer(8), 'uint8'],
    ['SharedArrayBuffer', new SharedArrayBuffer(8), 'uint8'],
    ['Int8Array', new Int8Array(8), 'int8'],
    ['Uint16Array', new Uint16Array(8), 'uint16'],
    ['Int16Array', new Int16Array(8), 'int16'],
    ['Uint32Array', new Uint32Array(8), 'uint32'],
    ['Int32Array', new Int32Array(8), 'int32'],
    ['BigUint64Array', new BigUint64Array(8), 'uint64'],
    ['BigInt64Array', new BigInt64Array(8), 'int64'],
    ['Float32Array', new Float32Array(8), 'float32'],
    ['Float64Array', new Float64Array(8), 'float64'],
    ['Float32Array of another realm', runInNewContext('new Float32Array(8)'), 'float32'],
    ['Uint8Array of another realm', runInNewContext('new Uint8Array(8)'), 'uint8'],
  ])('takes the dtype of a %s from the view', (_, data, dtype) => {
    expect(prepareTensor({ data })).toMatchObject({ dtype, shape: [8] });
  });

  it('takes the dtype of a Float16Array from the view', ({ skip }) => {
    skip(!('Float16Array' in globalThis), 'this runtime has no Float16Array');
    const data = viewAs('float16', new Uint8Array(16));
    expect(prepareTensor({ data })).toMatchObject({ dtype: 'float16', shape: [8], byteLength: 16 });
  });

  it('takes Uint16Array as bits of 16-bit floats when told so', () => {
    const data = new Uint16Array(6);
    expect(prepareTensor({ data, dtype: 'float16' }).dtype).toBe('float16');
    expect(prepareTensor({ data, dtype: 'bfloat16', shape: [2, 3] })).toMatchObject({
      dtype: 'bfloat16',
      shape: [2, 3],
    });
  });

  it('counts the elements of bytes by the dtype that they are said to have', () => {
    const data = new Uint8Array(24);
    const counts = ALL_DTYPES.map((dtype) => [dtype, prepareTensor({ data, dtype }).shape[0]]);
    expect(Object.fromEntries(counts)).toEqual({
      ...{ uint8: 24, int8: 24, bool: 24, uint16: 12, int16: 12, float16: 12, bfloat16: 12 },
      ...{ uint32: 6, int32: 6, float32: 6, uint64: 3, int64: 3, float64: 3, int4: 48, uint4: 48 },
    });
    const message = thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Uint8Array(7), dtype: 'float32' }));
    expect(message).toContain('tensors[0].data has 7 bytes, not a whole number of float32 elements');
  });

  it('refuses a typed view of other elements than its dtype', () => {
    const message = thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Float32Array(4), dtype: 'int32' }));
    expect(message).toContain('tensors[0].data is a view of float32, but its dtype is int32');
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Int16Array(4), dtype: 'float16' }));
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Uint16Array(4), dtype: 'int16' }));
  });

  it('takes scalars, empty dimensions and an odd number of packed elements', () => {
    expect(prepareTensor({ data: new Float32Array(1), shape: [] })).toMatchObject({ shape: [], byteLength: 4 });
    expect(prepareTensor({ data: new Float32Array(0), shape: [3, 0] })).toMatchObject({ shape: [3, 0], byteLength: 0 });
    expect(prepareTensor({ data: new Float32Array(0) })).toMatchObject({ shape: [0] });
    expect(prepareTensor({ data: new Uint8Array(3), dtype: 'int4', shape: [5] })).toMatchObject({ shape: [5] });
    expect(prepareTensor({ data: new Uint8Array(3), dtype: 'uint4', shape: [2, 3] })).toMatchObject({ byteLength: 3 });
  });

  it.each<[number[], string]>([
    [[2, 2], 'tensors[0].data has 20 bytes, but float32 of shape [2, 2] has 16'],
    [[6], 'tensors[0].data has 20 bytes, but float32 of shape [6] has 24'],
    [[], 'tensors[0].data has 20 bytes, but float32 of shape [] has 4'],
    [[5, -1], 'tensors[0].shape[1] is -1'],
    [[2.5, 2], 'tensors[0].shape[0] is 2.5'],
    [[5, NaN], 'tensors[0].shape[1] is NaN'],
    [[2 ** 53], 'tensors[0].shape[0] is 9007199254740992'],
    [[2 ** 30, 2 ** 30], 'tensors[0].shape has too many elements'],
    [[...new Array<number>(40).fill(2 ** 52), 0], 'tensors[0].shape has too many elements'],
    [untyped([5, '1']), 'tensors[0].shape[1] is 1'],
    [untyped('5'), 'tensors[0].shape is not an array'],
    [untyped(new Array(1)), 'tensors[0].shape[0] is undefined'],
  ])('refuses the shape %j for five floats', (shape, what) => {
    expect(thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Float32Array(5), shape }))).toContain(what);
  });

  it('keeps a shape of its own', () => {
    const shape = [2, 3];
    const prepared = prepareTensor({ data: new Float32Array(6), shape });
    shape[0] = 7;
    expect(prepared.shape).toEqual([2, 3]);
  });

  it('takes memory of a device and the device where it shall go', () => {
    const data: DeviceBuffer = { device: { type: 'cuda', index: 1 }, byteLength: 16 };
    const targetDevice = { type: 'cuda', index: 0 };
    expect(prepareTensor({ data, dtype: 'float32', targetDevice })).toMatchObject({
      ...{ byteLength: 16, shape: [4], sourceDevice: data.device, targetDevice },
    });
    expect(prepareTensor({ data })).toMatchObject({ dtype: 'uint8', shape: [16] });
    expect(prepareTensor({ data }).data).toBe(data);
  });

  it.each([
    ['cuda:0'],
    [{ type: 'cuda' }],
    [{ type: 'CUDA', index: 0 }],
    [{ type: 'cuda', index: -1 }],
    [{ type: 'cuda', index: 1e9 }],
    [null],
  ])('refuses %j as a device', (device) => {
    const targeted = thrown('ERR_INVALID_ARGUMENT', () => {
      prepareTensor({ data: new Uint8Array(1), targetDevice: untyped(device) });
    });
    expect(targeted).toContain('tensors[0].targetDevice is not a device');
    const memory = thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: untyped({ device, byteLength: 1 }) }));
    expect(memory).toContain('tensors[0].data is not memory');
  });

  it('does not take host memory for memory of a device', () => {
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: { device: CPU, byteLength: 4 } }));
  });

  it.each<[unknown, string]>([
    [null, 'the message is not an object'],
    ['text', 'the message is not an object'],
    [{ metadata: 'text' }, 'metadata is not memory'],
    [{ payloads: {} }, 'payloads is not an array'],
    [{ payloads: [Uint8Array.of(1)] }, 'payloads[0].data is not memory'],
    [{ payloads: [{ data: Uint8Array.of(1) }, null] }, 'payloads[1] is not an object'],
    [{ payloads: new Array(1) }, 'payloads[0] is not an object'],
    [{ payloads: [{ data: 'text' }] }, 'payloads[0].data is not memory'],
    [{ payloads: [{ data: Uint8Array.of(1), metadata: [1] }] }, 'payloads[0].metadata is not memory'],
    [{ tensors: 'text' }, 'tensors is not an array'],
    [{ tensors: [3] }, 'tensors[0] is not an object'],
    [{ tensors: [{}] }, 'tensors[0].data is not memory'],
    [{ tensors: [{ data: [1, 2] }] }, 'tensors[0].data is not memory'],
    [{ tensors: [{ data: Uint8Array.of(1), metadata: 'm' }] }, 'tensors[0].metadata is not memory'],
    [{ tensors: [{ data: Uint8Array.of(1), dtype: 'float8' }] }, 'tensors[0].dtype is float8'],
    [{ tensors: [{ data: Uint8Array.of(1), dtype: 'toString' }] }, 'tensors[0].dtype is toString'],
  ])('refuses %j', (message, what) => {
    expect(thrown('ERR_INVALID_ARGUMENT', () => prepareMessage(untyped(message)))).toContain(what);
  });

  it('refuses memory that may change its size', () => {
    const data = new Uint8Array(resizableBuffer(8));
    const message = thrown('ERR_INVALID_ARGUMENT', () => prepareMessage({ payloads: [{ data }] }));
    expect(message).toContain('payloads[0].data lies in a resizable buffer');
    thrown('ERR_INVALID_ARGUMENT', () => prepareMessage({ metadata: data }));
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Float32Array(resizableBuffer(8)) }));
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: resizableBuffer(8) }));
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: growableBuffer(8) }));
    thrown('ERR_INVALID_ARGUMENT', () => prepareTensor({ data: new Uint8Array(growableBuffer(8)) }));
  });

  it('tells memory that was detached from empty memory', () => {
    const views = [new Uint8Array(8), new Float32Array(8), new DataView(new ArrayBuffer(8)), new Uint8Array(0)];
    for (const view of views) detach(view.buffer);
    for (const data of views) thrown('ERR_MEMORY_DETACHED', () => prepareTensor({ data }));
    for (const { buffer } of views) thrown('ERR_MEMORY_DETACHED', () => prepareTensor({ data: buffer }));
    const data = new Uint8Array(8);
    detach(data.buffer);
    const message = thrown('ERR_MEMORY_DETACHED', () =>
      prepareMessage({ payloads: [{ data: new Uint8Array(1) }, { data }] }),
    );
    expect(message).toContain('payloads[1].data lies in a buffer that was detached');
    const empty = new ArrayBuffer(0);
    expect(prepareMessage({ payloads: [{ data: new Uint8Array(empty) }], tensors: [{ data: empty }] }).byteLength).toBe(
      0,
    );
  });

  it('takes shared memory', () => {
    const data = new Float32Array(new SharedArrayBuffer(16));
    expect(prepareTensor({ data })).toMatchObject({ byteLength: 16, dtype: 'float32' });
  });

  it('takes a received message as it is, and names the lender of each tensor', () => {
    const shape = { length: 24, dtype: 'float32', shape: [2, 3], metadata: Uint8Array.of(9) } as const;
    const tensor = new ReceivedTensor(shape, { data: new Uint8Array(24) });
    const received = new ReceivedMessage(Uint8Array.of(1), [{ data: Uint8Array.of(2), metadata: EMPTY }], [tensor]);
    const prepared = prepareMessage(received);
    expect(prepared).toMatchObject({ metadata: Uint8Array.of(1), byteLength: 25 });
    expect(prepared.tensors[0]).toMatchObject({ dtype: 'float32', shape: [2, 3], metadata: Uint8Array.of(9) });
    expect(prepared.tensors[0].data).toBe(tensor.data);
    expect(prepared.tensors[0].lender).toBe(tensor);
  });

  it('refuses a received tensor that was released, or that went into a sink', () => {
    const shape = { length: 8, dtype: 'float32', shape: [2], metadata: EMPTY } as const;
    const released = new ReceivedTensor(shape, { data: new Uint8Array(8) });
    released.release();
    const message = thrown('ERR_RELEASED', () => prepareMessage({ tensors: [released] }));
    expect(message).toContain('tensors[0] is a received tensor that was released');
    const sunk = new ReceivedTensor(shape, { data: EMPTY });
    thrown('ERR_INVALID_ARGUMENT', () => prepareMessage({ tensors: [sunk] }));
  });

  it('holds nothing when it throws', () => {
    const shape = { length: 1, dtype: 'uint8', shape: [1], metadata: EMPTY } as const;
    let released = 0;
    const tensor = new ReceivedTensor(shape, { data: new Uint8Array(1), release: () => released++ });
    thrown('ERR_INVALID_ARGUMENT', () => prepareMessage({ tensors: [tensor, { data: untyped(null) }] }));
    tensor.release();
    expect(released).toBe(1);
  });
});
