import * as ort from 'onnxruntime-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EMPTY } from '../../src/message/bytes.js';
import { CPU } from '../../src/message/device.js';
import { ALL_DTYPES, byteLengthOf, type DType } from '../../src/message/dtype.js';
import { prepareMessage } from '../../src/message/message.js';
import { ReceivedTensor } from '../../src/message/received-tensor.js';
import { within } from '../../src/testing/deadlines.js';
import { thrown } from '../support/errors.js';
import { identityModel } from '../support/identity-model.js';

/**
 * Each dtype that onnxruntime runs, with its number in `TensorProto.DataType`. Where the runtime has Float16Array,
 * onnxruntime-node 1.30 makes tensors of it but sees 0 bytes in them when it runs.
 */
const RUNNABLE: readonly (readonly [DType, number])[] = [
  ['float32', 1],
  ['uint8', 2],
  ['int8', 3],
  ['uint16', 4],
  ['int16', 5],
  ['int32', 6],
  ['int64', 7],
  ['bool', 9],
  ...('Float16Array' in globalThis ? [] : [['float16', 10] as const]),
  ['float64', 11],
  ['uint32', 12],
  ['uint64', 13],
];

async function identity(elementType: number) {
  const options = { intraOpNumThreads: 1, interOpNumThreads: 1 };
  const session = await within(ort.InferenceSession.create(identityModel(elementType), options), 'the session');
  onTestFinished(() => session.release());
  return async (x: ort.Tensor) => (await within(session.run({ x }), 'the run')).y;
}

function receive(dtype: DType, shape: number[], data: Uint8Array = new Uint8Array(byteLengthOf(dtype, shape))) {
  return new ReceivedTensor({ length: data.length, dtype, shape, metadata: EMPTY }, { data });
}

/** The one tensor of a message that carries `tensor`, whose bytes are in host memory. */
function prepare(tensor: ort.Tensor) {
  const [prepared] = prepareMessage({ tensors: [tensor] }).tensors;
  const { data } = prepared;
  return data instanceof Uint8Array ? { ...prepared, data } : expect.fail('not in host memory');
}

const bytesOf = ({ data }: ort.Tensor) =>
  ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : expect.fail('not bytes');

describe('an ort.Tensor in a message', () => {
  it('is taken where it lies', () => {
    const floats = new Float32Array(new ArrayBuffer(64), 8, 6);
    const prepared = prepare(new ort.Tensor('float32', floats, [2, 3]));
    expect(prepared).toMatchObject({
      dtype: 'float32',
      shape: [2, 3],
      byteLength: 24,
      sourceDevice: CPU,
      metadata: EMPTY,
    });
    expect(prepared.data.buffer).toBe(floats.buffer);
    expect([prepared.data.byteOffset, prepared.data.length]).toEqual([8, 24]);
  });

  it.each(RUNNABLE)('is taken from a session as %s', async (dtype, elementType) => {
    const run = await identity(elementType);
    const data = Uint8Array.from({ length: byteLengthOf(dtype, [2, 3]) }, (_, i) => (dtype === 'bool' ? i % 2 : i));
    const output = await run(receive(dtype, [2, 3], data).toOrt(ort.Tensor));
    const prepared = prepare(output);
    expect(prepared).toMatchObject({ dtype, shape: [2, 3] });
    expect(prepared.data.buffer).toBe(bytesOf(output).buffer);
    expect(prepared.data).toEqual(data);
  });

  it('may be empty, a scalar, or of packed elements', () => {
    expect(prepare(new ort.Tensor('int64', new BigInt64Array(0), [0, 4]))).toMatchObject({
      shape: [0, 4],
      byteLength: 0,
    });
    expect(prepare(new ort.Tensor('int64', new BigInt64Array(1), []))).toMatchObject({ shape: [], byteLength: 8 });
    const packed = new ort.Tensor('uint4', new Uint8Array(2), [3]);
    expect(prepare(packed)).toMatchObject({ dtype: 'uint4', shape: [3], byteLength: 2 });
  });

  it('is refused with advice where it holds strings, was disposed, or lies on a GPU', () => {
    const strings = new ort.Tensor('string', ['a', 'b'], [2]);
    expect(thrown('ERR_INVALID_ARGUMENT', () => prepare(strings))).toContain(
      'tensors[0] is an ort.Tensor of type string',
    );
    const disposed = new ort.Tensor('float32', new Float32Array(1), [1]);
    disposed.dispose();
    thrown('ERR_RELEASED', () => prepare(disposed));
    const onGpu = { type: 'float32', dims: [1], location: 'gpu-buffer', data: undefined };
    const message = thrown('ERR_INVALID_ARGUMENT', () => prepareMessage({ tensors: [onGpu] }));
    expect(message).toContain("preferredOutputLocation: 'cpu'");
  });

  it('may come from another library that looks the same', () => {
    const lookalike = { type: 'float32', dims: [2], data: new Float32Array(2) };
    expect(prepareMessage({ tensors: [lookalike] }).tensors[0]).toMatchObject({ dtype: 'float32', shape: [2] });
  });
});

describe('ReceivedTensor.toOrt', () => {
  it.each(RUNNABLE)(
    'makes a tensor of %s in the very same memory, which a session reads',
    async (dtype, elementType) => {
      const memory = new ArrayBuffer(128);
      const data = new Uint8Array(memory, 16, byteLengthOf(dtype, [2, 3]));
      const received = receive(dtype, [2, 3], data);
      const tensor: ort.Tensor = received.toOrt(ort.Tensor);
      expect([tensor.type, tensor.dims]).toEqual([dtype, [2, 3]]);
      expect(bytesOf(tensor).buffer).toBe(memory);
      expect(bytesOf(tensor).byteOffset).toBe(16);
      const run = await identity(elementType);
      expect(bytesOf(await run(tensor))).toEqual(data);
      data[data.length - 1] = 1;
      expect(bytesOf(await run(tensor))).toEqual(data);
    },
  );

  it('makes empty tensors and scalars that a session reads', async () => {
    const run = await identity(1);
    const empty = await run(receive('float32', [0, 4]).toOrt(ort.Tensor));
    expect([empty.dims, empty.data.length]).toEqual([[0, 4], 0]);
    const scalar = await run(receive('float32', [], new Uint8Array(Float32Array.of(2.5).buffer)).toOrt(ort.Tensor));
    expect([scalar.dims, scalar.data[0]]).toEqual([[], 2.5]);
  });

  it('makes tensors of float16 in the very same memory', () => {
    const data = new Uint8Array(12);
    const tensor: ort.Tensor = receive('float16', [2, 3], data).toOrt(ort.Tensor);
    expect([tensor.type, tensor.dims, bytesOf(tensor).buffer]).toEqual(['float16', [2, 3], data.buffer]);
    expect(bytesOf(tensor).buffer).toBe(data.buffer);
    expect(prepare(tensor)).toMatchObject({ dtype: 'float16', shape: [2, 3], data });
  });

  it('makes tensors of packed elements', () => {
    const tensor: ort.Tensor = receive('int4', [3], new Uint8Array(2)).toOrt(ort.Tensor);
    expect([tensor.type, tensor.dims]).toEqual(['int4', [3]]);
  });

  it('refuses bfloat16, which onnxruntime does not have', () => {
    expect(thrown('ERR_INVALID_ARGUMENT', () => receive('bfloat16', [2]).toOrt(ort.Tensor))).toContain('bfloat16');
  });

  it('refuses shared memory, which onnxruntime does not read, but copies', () => {
    const shared = receive('float32', [2], new Uint8Array(new SharedArrayBuffer(8)));
    expect(thrown('ERR_INVALID_ARGUMENT', () => shared.toOrt(ort.Tensor))).toContain('copy()');
    expect(shared.copy().toOrt(ort.Tensor).dims).toEqual([2]);
  });

  it('copies where the memory is not aligned', async () => {
    const data = new Uint8Array(new ArrayBuffer(16), 1, 8);
    data.set(new Uint8Array(Float32Array.of(3, 4).buffer));
    const run = await identity(1);
    const output = await run(receive('float32', [2], data).toOrt(ort.Tensor));
    expect([...bytesOf(output)]).toEqual([...data]);
  });

  it('is held while a session runs, although it is released meanwhile', async () => {
    const data = new Uint8Array(Float32Array.of(5, 6).buffer);
    const release = () => structuredClone(data.buffer, { transfer: [data.buffer] });
    const descriptor = { length: 8, dtype: 'float32', shape: [2], metadata: EMPTY } as const;
    const borrowed = new ReceivedTensor(descriptor, { data, release });
    const run = await identity(1);
    const running = borrowed.holdUntil(run(borrowed.toOrt(ort.Tensor)));
    borrowed.release();
    expect(data.length).toBe(8);
    expect([...(await within(running, 'the run')).data]).toEqual([5, 6]);
    expect(data.length).toBe(0);
  });

  it('cannot be used after release', () => {
    const received = receive('float32', [2]);
    received.release();
    thrown('ERR_RELEASED', () => received.toOrt(ort.Tensor));
  });

  it('covers every dtype, so that a new one is not forgotten', () => {
    const covered = [...RUNNABLE.map(([dtype]) => dtype), 'float16', 'bfloat16', 'int4', 'uint4'];
    expect(new Set(covered)).toEqual(new Set(ALL_DTYPES));
  });
});
