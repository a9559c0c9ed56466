import { afterEach, describe, expect, it } from 'vitest';
import {
  ArrayPool,
  configureGlobalPool,
  globalPool,
  makeTransferable,
  objectPoolContext,
  SharedArray,
  startPool,
  stopPool,
} from '../../src/index.js';

afterEach(async () => {
  await stopPool();
  configureGlobalPool({});
});

describe('the size of a pool (POOL-C1)', () => {
  it.each([
    [65_536, 65_536],
    [1e6 + 0.5, 1_000_000],
    ['1.5K', 1536],
    ['64k', 65_536],
    ['5M', 5 * 2 ** 20],
    ['2.5G', 2.5 * 2 ** 30],
    ['512 MiB', 2 ** 29],
    ['4096', 4096],
  ])('is %j: %i bytes', async (bytes, expected) => {
    await using pool = await ArrayPool.create({ bytes });
    expect(pool.stats().budgetBytes).toBe(expected);
  });

  it.each([0, -1, NaN, Infinity, '0', '-5M', '', 'M', '5 apples', '5X', '1,5M'])('cannot be %j', async (bytes) => {
    await expect(ArrayPool.create({ bytes })).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});

describe('the pool of a thread (POOL-C2)', () => {
  it('is off, on and off again, as often as one likes', async () => {
    configureGlobalPool({ bytes: '8M', autostart: false });
    for (let round = 0; round < 3; round++) {
      await expect(globalPool()).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
      const pool = await startPool();
      expect(await globalPool()).toBe(pool);
      expect(pool.stats().budgetBytes).toBe(8 * 2 ** 20);
      await stopPool();
      await stopPool();
      await expect(pool.alloc('uint8', [1])).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
    }
  });

  it('is not started twice, and the one that runs goes on', async () => {
    const pool = await startPool();
    await expect(startPool()).rejects.toMatchObject({ code: 'ERR_POOL_RUNNING' });
    expect(await globalPool()).toBe(pool);
    expect((await pool.alloc('uint8', [4])).data).toHaveLength(4);
  });

  it('starts by itself when it is needed, once', async () => {
    const pools = await Promise.all([globalPool(), globalPool()]);
    expect(pools[0]).toBe(pools[1]);
  });

  it('can be started after a start that has failed', async () => {
    configureGlobalPool({ bytes: -1 });
    await expect(startPool()).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    configureGlobalPool({});
    await startPool();
  });

  it('ends with the function that it was started for, also when that throws', async () => {
    configureGlobalPool({ autostart: false });
    expect(await objectPoolContext(async (pool) => (await pool.alloc('uint8', [3])).shape)).toEqual([3]);
    await expect(globalPool()).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
    const failing = objectPoolContext(() => {
      throw new Error('of the user');
    });
    await expect(failing).rejects.toThrow('of the user');
    await expect(globalPool()).rejects.toMatchObject({ code: 'ERR_POOL_CLOSED' });
  });
});

describe('makeTransferable', () => {
  it('gives an array in shared memory, of the same shape (POOL-C3)', async () => {
    const array = await makeTransferable({ data: Float64Array.of(1, 2, 3, 4, 5, 6), shape: [1, 2, 3] });
    expect(array).toBeInstanceOf(SharedArray);
    expect([array.dtype, array.shape]).toEqual(['float64', [1, 2, 3]]);
    expect(array.data).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6));
    expect(array.toJSON().owner).not.toBe('');
  });

  it('gives equal arrays when it is called twice, whatever becomes of the first (POOL-C7)', async () => {
    const source = Float32Array.of(1, 2, 3);
    const first = await makeTransferable(source);
    first.data[0] = 9;
    const second = await makeTransferable(source);
    expect(second.data).toEqual(source);
    source[0] = 7;
    expect(second.data[0]).toBe(1);
  });

  it('gives one more reference to what is shared already', async () => {
    const first = await makeTransferable(Float32Array.of(1, 2, 3));
    const second = await makeTransferable(first);
    first.data[1] = 8;
    first.release();
    expect(second.data).toEqual(Float32Array.of(1, 8, 3));
    second.release();
    expect((await globalPool()).stats().blocks).toBe(0);
  });

  it.each([true, false])(
    'frees the array with its last reference, with transferRequired: %j (POOL-C8)',
    async (transferRequired) => {
      await using pool = await ArrayPool.create({ bytes: '4M' });
      const array = await makeTransferable(Float32Array.of(1, 2, 3), { pool, transferRequired });
      expect(pool.stats().blocks).toBe(1);
      array.release();
      expect(pool.stats()).toMatchObject({ blocks: 0, usedBytes: 0 });
    },
  );
});
