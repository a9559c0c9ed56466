import { describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/message/bytes.js';
import { CPU } from '../../src/message/device.js';
import { byteLengthOf, type DType } from '../../src/message/dtype.js';
import { ReceivedTensor } from '../../src/message/received-tensor.js';
import { within } from '../../src/testing/deadlines.js';
import { thrown } from '../support/errors.js';
import { detach } from '../support/memory.js';

const METADATA = Uint8Array.of(1, 2);

const announce = (dtype: DType, shape: number[]) => ({
  length: byteLengthOf(dtype, shape),
  dtype,
  shape,
  metadata: METADATA,
});

/** A tensor in memory that its release takes away, as a channel lends it. */
function borrowed(dtype: DType = 'float32', shape = [2]) {
  const descriptor = announce(dtype, shape);
  const data = new Uint8Array(descriptor.length);
  let releases = 0;
  const release = () => {
    releases++;
    detach(data.buffer);
  };
  return { tensor: new ReceivedTensor(descriptor, { data, release }), data, releases: () => releases };
}

const owned = (dtype: DType, shape: number[], data: Uint8Array) => new ReceivedTensor(announce(dtype, shape), { data });

describe('ReceivedTensor', () => {
  it('says what it is', () => {
    const data = new Uint8Array(24);
    const tensor = owned('float32', [2, 3], data);
    expect(tensor).toMatchObject({ dtype: 'float32', shape: [2, 3], device: CPU, byteLength: 24, released: false });
    expect(tensor.data).toBe(data);
    expect(tensor.metadata).toBe(METADATA);
  });

  it('detaches borrowed memory on release, and cannot be used afterwards', () => {
    const { tensor, data, releases } = borrowed();
    const typed = tensor.typed();
    tensor.release();
    expect([tensor.released, releases(), data.length, typed.length]).toEqual([true, 1, 0, 0]);
    thrown('ERR_RELEASED', () => tensor.data);
    thrown('ERR_RELEASED', () => tensor.typed());
    thrown('ERR_RELEASED', () => tensor.copy());
    thrown('ERR_RELEASED', () => tensor.holdUntil(Promise.resolve()));
    expect(tensor).toMatchObject({ dtype: 'float32', shape: [2], byteLength: 8, device: CPU });
  });

  it('is released once, however often it is asked to be', () => {
    const { tensor, releases } = borrowed();
    for (let i = 0; i < 3; i++) tensor.release();
    tensor[Symbol.dispose]();
    expect(releases()).toBe(1);
  });

  it('is released by using', () => {
    const { tensor, releases } = borrowed();
    {
      using scoped = tensor;
      expect(scoped.released).toBe(false);
    }
    expect(releases()).toBe(1);
  });

  it('leaves memory of the reader alone on release, but cannot be used afterwards either', () => {
    const data = new Uint8Array(8);
    const tensor = owned('float32', [2], data);
    const typed = tensor.typed();
    tensor.release();
    expect([data.length, typed.length]).toEqual([8, 2]);
    thrown('ERR_RELEASED', () => tensor.data);
  });

  it('is kept over its release until every promise has settled, in either way', async () => {
    const { tensor, data, releases } = borrowed();
    const first = deferred();
    const second = deferred();
    expect(tensor.holdUntil(first.promise)).toBe(first.promise);
    const held = tensor.holdUntil(second.promise);
    tensor.release();
    thrown('ERR_RELEASED', () => tensor.data);
    expect([releases(), data.length]).toEqual([0, 8]);
    first.resolve();
    await within(first.promise, 'the first promise');
    expect(releases()).toBe(0);
    second.reject(new Error('the reader failed'));
    await expect(within(held, 'the second promise')).rejects.toThrow('the reader failed');
    expect([releases(), data.length]).toEqual([1, 0]);
  });

  it('stays usable after its holders are done when it was not released', async () => {
    const { tensor, releases } = borrowed();
    await within(tensor.holdUntil(Promise.resolve()), 'the hold');
    await within(Promise.resolve(), 'the end of the hold');
    expect(tensor.typed().length).toBe(2);
    expect(releases()).toBe(0);
    tensor.release();
    expect(releases()).toBe(1);
  });

  it('is kept by a writer until it lets go', () => {
    const { tensor, releases } = borrowed();
    tensor.hold();
    tensor.hold();
    tensor.release();
    tensor.release();
    tensor.letGo();
    expect(releases()).toBe(0);
    tensor.letGo();
    expect(releases()).toBe(1);
  });

  it('shows its elements in the very same memory', () => {
    const memory = new ArrayBuffer(32);
    const tensor = owned('float32', [2], new Uint8Array(memory, 8, 8));
    const typed = tensor.typed('float32');
    expect([typed.buffer, typed.byteOffset, typed.length]).toEqual([memory, 8, 2]);
    expect(typed.buffer).toBe(memory);
    new DataView(memory).setFloat32(12, 1.5, true);
    expect(typed[1]).toBe(1.5);
  });

  it.each<[DType, string]>([
    ['uint8', 'Uint8Array'],
    ['int8', 'Int8Array'],
    ['uint16', 'Uint16Array'],
    ['int16', 'Int16Array'],
    ['uint32', 'Uint32Array'],
    ['int32', 'Int32Array'],
    ['uint64', 'BigUint64Array'],
    ['int64', 'BigInt64Array'],
    ['float16', 'Float16Array' in globalThis ? 'Float16Array' : 'Uint16Array'],
    ['float32', 'Float32Array'],
    ['float64', 'Float64Array'],
    ['bfloat16', 'Uint16Array'],
    ['bool', 'Uint8Array'],
    ['int4', 'Uint8Array'],
    ['uint4', 'Uint8Array'],
  ])('shows %s as a %s', (dtype, name) => {
    const bytes = byteLengthOf(dtype, [3]);
    const typed = owned(dtype, [3], new Uint8Array(bytes)).typed();
    expect([typed.constructor.name, typed.byteLength]).toEqual([name, bytes]);
    expect(owned(dtype, [0, 3], new Uint8Array(0)).typed().length).toBe(0);
  });

  it('shows a copy of elements that lie across their alignment', () => {
    const data = new Uint8Array(new ArrayBuffer(16), 3, 8);
    data.set(new Uint8Array(Float32Array.of(1, 2).buffer));
    const typed = owned('float32', [2], data).typed();
    expect([...typed]).toEqual([1, 2]);
    expect(typed.buffer).not.toBe(data.buffer);
    expect(owned('float32', [0], data.subarray(0, 0)).typed().length).toBe(0);
  });

  it('refuses to show elements as something else', () => {
    const tensor = owned('float32', [1], new Uint8Array(4));
    expect(thrown('ERR_INVALID_ARGUMENT', () => tensor.typed('int32'))).toContain('a tensor of float32, not of int32');
  });

  it('copies into memory of its own', () => {
    const { tensor, data } = borrowed('uint8', [4]);
    data.set([1, 2, 3, 4]);
    const copy = tensor.copy();
    tensor.release();
    expect(copy).toMatchObject({ dtype: 'uint8', shape: [4], device: CPU, byteLength: 4, metadata: METADATA });
    expect(copy.data).toEqual(Uint8Array.of(1, 2, 3, 4));
    const shared = owned('uint8', [2], new Uint8Array(new SharedArrayBuffer(2))).copy();
    expect(shared.typed().buffer).toBeInstanceOf(ArrayBuffer);
    const pooled = owned('uint8', [2], Buffer.from([5, 6])).copy();
    expect(pooled.typed().buffer.byteLength).toBe(2);
  });

  it('refuses what needs the bytes where they are on another device', () => {
    const data = { device: { type: 'cuda', index: 1 }, byteLength: 8 };
    const tensor = new ReceivedTensor(announce('float32', [2]), { data });
    expect(tensor.device).toBe(data.device);
    expect(tensor.data).toBe(data);
    expect(thrown('ERR_INVALID_ARGUMENT', () => tensor.typed())).toContain('lies on cuda:1');
    thrown('ERR_INVALID_ARGUMENT', () => tensor.copy());
  });

  it('refuses what needs the bytes where they went into a sink', () => {
    const tensor = owned('float32', [2], EMPTY);
    expect(tensor).toMatchObject({ byteLength: 8, data: EMPTY });
    expect(thrown('ERR_INVALID_ARGUMENT', () => tensor.typed())).toContain('has 0 of its 8 bytes');
    thrown('ERR_INVALID_ARGUMENT', () => tensor.copy());
  });
});

function deferred() {
  let resolve = (): void => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
