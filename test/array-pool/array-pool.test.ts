import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as ort from 'onnxruntime-node';
import { ArrayPool, byteLengthOf, Context, type ArrayHandle, type SharedArray } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { collectGarbage } from '../support/garbage.js';

const MIB = 2 ** 20;

let pool: ArrayPool;

beforeEach(async () => {
  pool = await ArrayPool.create({ bytes: '16M', name: 'test' });
});
afterEach(() => pool.close());

/** What has gone through JSON, as between processes. */
function posted<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/** Where an array lies. Its handle is used up. */
async function placeOf(array: SharedArray): Promise<number> {
  const handle = posted(array.toJSON());
  (await pool.fromHandle(handle)).release();
  return handle.offset;
}

const free = { usedBytes: 0, blocks: 0, handles: 0, leases: 0 };

describe('a pool', () => {
  it('is empty at first, and all of it is free (POOL-A1)', () => {
    expect(pool.stats()).toMatchObject({ ...free, budgetBytes: 16 * MIB, freeBytes: 16 * MIB, members: [] });
  });

  it('gives two arrays two places, however alike they are (POOL-A2)', async () => {
    const [one, other] = [await pool.alloc('uint8', [10]), await pool.alloc('uint8', [10])];
    one.data.fill(1);
    other.data.fill(2);
    expect(one.data).toEqual(new Uint8Array(10).fill(1));
    expect(pool.stats().blocks).toBe(2);
    const handles = [one.toJSON(), other.toJSON()];
    expect(handles[0].lease).not.toBe(handles[1].lease);
  });

  it('refuses at once what exceeds it (POOL-A3)', async () => {
    await expect(pool.alloc('uint8', [16 * MIB + 1])).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' });
    expect(pool.stats()).toMatchObject(free);
  });

  it('begins every array at a multiple of 64 bytes, and no two overlap (POOL-A4)', async () => {
    const sizes = [1, 150, 200, 1000, 5000, 70_000, 1_100_000];
    const arrays = await Promise.all(sizes.map((size) => pool.alloc('uint8', [size])));
    arrays.forEach(({ data }, index) => data.fill(index + 1));
    for (const [index, array] of arrays.entries()) {
      expect(array.data.every((byte) => byte === index + 1)).toBe(true);
      expect(array.toJSON().offset % 64).toBe(0);
    }
  });

  it('can be filled by one array, and then by nothing else until that is gone (POOL-A5)', async () => {
    const all = await pool.alloc('uint8', [16 * MIB]);
    expect(pool.stats().freeBytes).toBe(0);
    await expect(pool.alloc('uint8', [1], { wait: false })).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' });
    all.release();
    const next = await pool.alloc('uint8', [1], { wait: false });
    expect(next.data).toHaveLength(1);
  });

  it('spends nothing on arrays without elements, has as many as fit, and an exact fit still succeeds (POOL-A6)', async () => {
    for (let count = 0; count < 100; count++) await pool.alloc('float32', [count, 0, 3]);
    expect(pool.stats()).toMatchObject(free);
    const many = await Promise.all(Array.from({ length: 12_000 }, () => pool.alloc('uint8', [1024])));
    const rest = await Promise.all([1, 2, 3, 4].map(() => pool.alloc('uint8', [MIB], { wait: false })));
    expect(pool.stats().blocks).toBe(12_004);
    for (const array of [...many, ...rest]) array.release();
    expect(pool.stats()).toMatchObject(free);
  });

  it.each([
    [{}],
    [null],
    [7],
    [{ owner: '', holder: '', lease: -1, ticket: 0, offset: 0, dtype: 'uint8', shape: [1] }],
    [{ owner: '', holder: '', lease: 0, ticket: 0, offset: 0.5, dtype: 'uint8', shape: [1] }],
    [{ owner: '', holder: '', lease: 0, ticket: 0, offset: 0, dtype: 'uint9', shape: [1] }],
    [{ owner: '', holder: '', lease: 0, ticket: 0, offset: 0, dtype: 'uint8', shape: [-1] }],
    [{ owner: 'nobody', holder: '', lease: 0, ticket: 0, offset: 0, dtype: 'uint8', shape: [1] }],
  ])('refuses what is no handle: %j (POOL-A7)', async (handle) => {
    await expect(pool.fromHandle(handle as unknown as ArrayHandle)).rejects.toMatchObject({
      code: 'ERR_INVALID_ARGUMENT',
    });
  });

  it('does not know a handle that nobody has made (POOL-A8)', async () => {
    const handle = (await pool.alloc('uint8', [10])).toJSON();
    const made = { ...handle, lease: handle.lease + 12_345 };
    await expect(pool.fromHandle(made)).rejects.toMatchObject({ code: 'ERR_RELEASED' });
    const beyond = { ...handle, offset: handle.offset + 4096 };
    await expect(pool.fromHandle(beyond)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });

  it.each([['the array first'], ['the handle first']])(
    'frees a block when array and handle are gone, %s (POOL-A9)',
    async (order) => {
      const array = await pool.alloc('uint8', [100]);
      const handle = posted(array.toJSON());
      if (order === 'the array first') array.release();
      expect(pool.stats().blocks).toBe(1);
      const attached = await pool.fromHandle(handle);
      expect(pool.stats()).toMatchObject({ blocks: 1, handles: 0 });
      attached.release();
      array.release();
      expect(pool.stats()).toMatchObject(free);
    },
  );

  it('leaves neighbours alone when one is freed, and uses its place again for another (POOL-A10, POOL-A11)', async () => {
    const arrays = await Promise.all([1, 2, 3, 4].map(() => pool.alloc('uint8', [4096])));
    arrays.forEach(({ data }, index) => data.fill(index + 1));
    const offset = await placeOf(arrays[1]);
    arrays[1].release();
    const smaller = await pool.alloc('uint8', [3000]);
    expect(await placeOf(smaller)).toBe(offset);
    smaller.data.fill(9);
    for (const index of [0, 2, 3]) expect(arrays[index].data.every((byte) => byte === index + 1)).toBe(true);
  });

  it('keeps what is in a block while anybody has it (POOL-A12)', async () => {
    const array = await pool.alloc('float32', [3]);
    array.data.set([1, 2, 3]);
    const handle = posted(array);
    array.release();
    for (let count = 0; count < 100; count++) (await pool.alloc('float32', [3])).data.fill(9);
    const attached = await pool.fromHandle(handle as unknown as ArrayHandle<'float32'>);
    expect(attached.data).toEqual(Float32Array.of(1, 2, 3));
  });

  it('frees a block with the last of its references, and not before (POOL-A13)', async () => {
    const array = await pool.alloc('uint8', [10]);
    const references = [array, array.clone(), array.clone(), array.slice(2, 4)];
    for (const reference of references) {
      expect(pool.stats().blocks).toBe(1);
      reference.release();
      reference.release();
      expect(reference.data).toHaveLength(0);
    }
    expect(pool.stats()).toMatchObject(free);
    for (const use of [() => array.clone(), () => array.slice(0), () => array.at(0), () => array.toJSON()]) {
      expect(use).toThrow(expect.objectContaining({ code: 'ERR_RELEASED' }));
    }
  });

  it('keeps a block that nobody has come for as long as its handle is good, and no longer (POOL-A15)', async () => {
    await using hasty = await ArrayPool.create({ bytes: '4M', handleTimeoutMs: 50 });
    const array = await hasty.alloc('uint8', [10]);
    const handle = array.toJSON();
    array.release();
    expect(hasty.stats()).toMatchObject({ blocks: 1, handles: 1 });
    await eventually(() => hasty.stats().blocks === 0, 'the end of the handle');
    await expect(hasty.fromHandle(handle)).rejects.toMatchObject({ code: 'ERR_RELEASED' });
  });

  it('says what it holds (POOL-A16)', async () => {
    const arrays = [await pool.alloc('uint8', [1000]), await pool.alloc('uint8', [3 * MIB])];
    arrays[0].toJSON();
    const { usedBytes, freeBytes, ...stats } = pool.stats();
    expect(stats).toMatchObject({ blocks: 2, handles: 1, budgetBytes: 16 * MIB });
    expect(usedBytes).toBe(3 * MIB + 1024);
    expect(usedBytes + freeBytes).toBe(16 * MIB);
  });

  it('gives the bytes of an array that was collected back', async () => {
    const view = await dropAllButASlice(pool);
    await collectGarbage();
    await eventually(() => pool.stats().blocks === 1, 'the collection of the array');
    expect(view).toEqual(Uint8Array.of(5, 5));
  });

  it('never gives out an array for the handle of one that is gone, although its place is used again', async () => {
    const array = await pool.alloc('uint8', [100]);
    const { offset, ...name } = posted(array.toJSON());
    (await pool.fromHandle({ offset, ...name })).release();
    array.release();
    const next = await pool.alloc('uint8', [100]);
    expect(next.toJSON().offset).toBe(offset);
    await expect(pool.fromHandle({ offset, ...name })).rejects.toMatchObject({ code: 'ERR_RELEASED' });
  });

  it('finds room for every array as long as a third of it is in use, whatever was freed in which order', async () => {
    let state = 7;
    const random = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    await using large = await ArrayPool.create({ bytes: '96M' });
    const live: SharedArray[] = [];
    let used = 0;
    for (let step = 0; step < 4000; step++) {
      const length = Math.ceil(2 ** (random() * 23));
      while (used + length > 32 * MIB) {
        const [gone] = live.splice(Math.floor(random() * live.length), 1);
        used -= gone.data.length;
        gone.release();
      }
      live.push(await large.alloc('uint8', [length], { wait: false }));
      used += length;
    }
    expect(large.stats().reservedBytes).toBeLessThanOrEqual(96 * MIB);
    for (const array of live) array.release();
    expect(large.stats()).toMatchObject(free);
    await large.alloc('uint8', [96 * MIB], { wait: false });
  });
});

/** A view of two of the bytes of an array to which nothing else leads. */
async function dropAllButASlice(from: ArrayPool): Promise<unknown> {
  await from.alloc('uint8', [100]);
  const array = await from.alloc('uint8', [100]);
  array.data.fill(5);
  return array.slice(3, 5).data;
}

describe('waiting for memory', () => {
  it('ends when somebody lets go', async () => {
    const all = await pool.alloc('uint8', [16 * MIB]);
    const waiting = pool.alloc('uint8', [16 * MIB]);
    setImmediate(() => all.release());
    expect((await within(waiting, 'the array')).data).toHaveLength(16 * MIB);
  });

  it('ends with its signal or its deadline, whose error says who holds what', async () => {
    const all = await pool.alloc('uint8', [16 * MIB]);
    const controller = new AbortController();
    const waiting = pool.alloc('uint8', [1], { signal: controller.signal });
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    const failure = await pool.alloc('uint8', [1], { timeoutMs: 10 }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(String(failure)).toContain('this program has 1 allocated');
    all.release();
  });

  it('ends when the pool is closed', async () => {
    await pool.alloc('uint8', [16 * MIB]);
    const waiting = pool.alloc('uint8', [1]);
    await pool.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
    await expect(pool.alloc('uint8', [1])).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
    await expect(pool.fromHandle(handleOfNothing())).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
  });
});

function handleOfNothing(): ArrayHandle {
  return { owner: '', holder: '', lease: 0, ticket: 0, offset: 0, dtype: 'uint8', shape: [0] };
}

describe('an array', () => {
  it('has dtype, shape and elements, and parts that are the same memory', async () => {
    const array = await pool.alloc('float64', [4, 2, 3]);
    array.data.set(Array.from({ length: 24 }, (_, index) => index));
    const rows = array.slice(1, 3);
    const row = array.at(-1);
    expect([rows.shape, row.shape, rows.at(0).at(1).shape]).toEqual([[2, 2, 3], [2, 3], [3]]);
    expect(row.data).toEqual(Float64Array.of(18, 19, 20, 21, 22, 23));
    rows.data[0] = 100;
    expect(array.data[6]).toBe(100);
    expect(rows.at(0).at(1).data).toEqual(Float64Array.of(9, 10, 11));
    expect(array.slice(3, 1).shape).toEqual([0, 2, 3]);
    expect(array.slice(-2).data).toHaveLength(12);
    for (const index of [4, -5, 0.5]) {
      expect(() => array.at(index)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
    }
  });

  it('splits without losing its block: parts have the same handle but for the place (POOL-A14)', async () => {
    const array = await pool.alloc('float32', [10, 100]);
    const [whole, part] = [array.toJSON(), array.at(3).toJSON()];
    expect(part).toMatchObject({ owner: whole.owner, holder: whole.holder, lease: whole.lease, shape: [100] });
    expect(part.offset - whole.offset).toBe(3 * 100 * 4);
  });

  it('gives its elements with a precise type, if they are of it', async () => {
    const array: SharedArray = await pool.put(Int16Array.of(1, 2));
    expect(array.typed('int16').map((element) => element + 1)).toEqual(Int16Array.of(2, 3));
    expect(() => array.typed('float32')).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
  });

  it('cannot be split inside of a byte', async () => {
    const array = await pool.alloc('uint4', [4, 3]);
    expect(() => array.at(1)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
    expect(array.at(2).shape).toEqual([3]);
  });

  it('has a handle that is smaller than it (POOL-C4)', async () => {
    const array = await pool.alloc('float64', [100, 100]);
    expect(JSON.stringify(array).length).toBeLessThan(400);
    expect(byteLengthOf(array.dtype, array.shape)).toBe(80_000);
  });

  it('is made of another one by one copy, which is small or large', async () => {
    for (const length of [1, 1000, 500_000]) {
      const source = Float64Array.from({ length }, (_, index) => index);
      const array = await pool.put(source);
      expect([array.dtype, array.shape]).toEqual(['float64', [length]]);
      expect(Buffer.compare(new Uint8Array(array.data.buffer), new Uint8Array(source.buffer))).toBe(0);
      array.release();
    }
    const tensor = await pool.put(new ort.Tensor('int32', Int32Array.of(1, 2, 3, 4), [2, 2]));
    expect([tensor.dtype, tensor.shape, tensor.data]).toEqual(['int32', [2, 2], Int32Array.of(1, 2, 3, 4)]);
    const again = await pool.put(tensor);
    tensor.data[0] = 7;
    expect(again.data[0]).toBe(1);
  });

  it('is an ort.Tensor over the same memory', async () => {
    const array = await pool.alloc('float32', [2, 2]);
    const tensor = array.toOrt(ort.Tensor);
    array.data.set([1, 2, 3, 5]);
    expect(tensor.dims).toEqual([2, 2]);
    expect(tensor.data).toEqual(array.data);
    const bits = await pool.alloc('bfloat16', [2]);
    expect(() => bits.toOrt(ort.Tensor)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }));
  });
});

describe('a pool in the memory of a context', () => {
  it('shares its budget, and ends with it', async () => {
    const context = new Context({ arena: { budgetBytes: 8 * MIB } });
    const shared = await ArrayPool.create({ context });
    expect(shared.stats().budgetBytes).toBe(8 * MIB);
    await expect(ArrayPool.create({ context, bytes: 1 })).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    await context.close();
    await expect(shared.alloc('uint8', [1])).rejects.toMatchObject({ code: 'ERR_CONTEXT_CLOSED' });
  });

  it.each([0, 1.5, 2 ** 20 + 1])('cannot have %j leases for a peer', (leasesPerPeer) => {
    expect(() => new Context({ arena: { leasesPerPeer } })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
  });

  it('is not to be had without shared memory', async () => {
    await using context = new Context({ arena: false });
    await expect(ArrayPool.create({ context })).rejects.toMatchObject({ code: 'ERR_NOT_VIABLE' });
  });
});
