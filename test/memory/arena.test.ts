import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/memory/arena.js';
import { canShare } from '../../src/memory/host.js';
import type { Native, NativeCallback, Segment } from '../../src/memory/native.js';
import { within } from '../../src/testing/deadlines.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

const MIB = 2 ** 20;

/** The addon, with a system that has only so much memory. */
function short(): Native {
  const reserve = (_bytes: number, callback: NativeCallback<Segment>) =>
    void setImmediate(() => callback(Object.assign(new Error('no space'), { code: 'ENOSPC' }), null));
  return { ...native, Segment: { ...native.Segment, reserve } };
}

describe('an arena', () => {
  it('hands out slots of 64-byte alignment that hold what was asked for', async () => {
    const arena = new Arena(native, { budgetBytes: 64 * MIB });
    for (const bytes of [1, 64, 1024, 1025, 100_000, MIB, MIB + 1, 5 * MIB]) {
      const slot = await within(arena.take(bytes), 'a slot');
      expect(slot.offset % 64).toBe(0);
      expect(slot.segment.slotBytes).toBeGreaterThanOrEqual(bytes);
      slot.write(new Uint8Array(bytes).fill(7));
      const view = new Uint8Array(slot.view(bytes));
      expect(view.every((byte) => byte === 7)).toBe(true);
      native.Segment.detach(view.buffer);
      expect(view.length).toBe(0);
    }
    arena.close();
  });

  it('reuses the slot that was freed last', async () => {
    const arena = new Arena(native, { budgetBytes: 64 * MIB });
    const first = await arena.take(4096);
    const second = await arena.take(4096);
    arena.release(first);
    arena.release(second);
    expect(arena.tryTake(4096)).toBe(second);
    expect(arena.tryTake(4096)).toBe(first);
    arena.close();
  });

  it('keeps a slot until its last use is over', async () => {
    const arena = new Arena(native, { budgetBytes: 64 * MIB });
    const slot = await arena.take(MIB);
    arena.retain(slot);
    arena.release(slot);
    expect(arena.statistics().usedSlots).toBe(1);
    arena.release(slot);
    expect(arena.statistics().usedSlots).toBe(0);
    arena.close();
  });

  it('has nothing at once in the beginning, and more as soon as it has grown', async () => {
    const arena = new Arena(native, { budgetBytes: 64 * MIB });
    expect(arena.tryTake(4096)).toBeNull();
    const slot = await within(arena.take(4096), 'a slot');
    expect(slot.uses).toBe(1);
    expect(arena.tryTake(4096)).not.toBeNull();
    arena.close();
  });

  it('makes those wait who come when the budget is used up, in turn, and serves them from what comes back', async () => {
    const arena = new Arena(native, { budgetBytes: 4 * MIB });
    const slots = await Promise.all([arena.take(MIB), arena.take(MIB), arena.take(MIB), arena.take(MIB)]);
    expect(arena.tryTake(MIB)).toBeNull();
    const order: string[] = [];
    const first = arena.take(MIB).then((slot) => (order.push('first'), slot));
    const second = arena.take(MIB).then((slot) => (order.push('second'), slot));
    expect(arena.hasWaiters).toBe(true);
    arena.release(slots[2]);
    expect(await within(first, 'the first slot')).toBe(slots[2]);
    arena.release(slots[0]);
    expect(await within(second, 'the second slot')).toBe(slots[0]);
    expect(order).toEqual(['first', 'second']);
    arena.close();
  });

  it('gives idle memory of another size back before it goes beyond its budget', async () => {
    const retired: number[] = [];
    const arena = new Arena(native, { budgetBytes: 8 * MIB }, (segment) => retired.push(segment.index));
    arena.release(await arena.take(6 * MIB));
    const other = await within(arena.take(7 * MIB), 'a slot of another size');
    expect(retired).toEqual([0]);
    expect(arena.statistics().reservedBytes).toBe(other.segment.bytes);
    arena.close();
  });

  it('says at a deadline who holds its memory', async () => {
    const arena = new Arena(native, { budgetBytes: 4 * MIB });
    for (let index = 0; index < 4; index++) await arena.take(MIB);
    await expect(arena.take(MIB, { timeoutMs: 10 })).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      message: expect.stringContaining('4 slots') as string,
    });
    expect(arena.hasWaiters).toBe(false);
    arena.close();
  });

  it('refuses at once what its budget can never hold', async () => {
    const arena = new Arena(native, { budgetBytes: 4 * MIB });
    await expect(arena.take(5 * MIB)).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' });
    arena.close();
  });

  it('turns a shortage of the system into an error, and stays of use', async () => {
    const arena = new Arena(short(), { budgetBytes: 64 * MIB });
    for (let attempt = 0; attempt < 2; attempt++) {
      await expect(within(arena.take(MIB), 'the error')).rejects.toMatchObject({
        code: 'ERR_OUT_OF_MEMORY',
        cause: { code: 'ENOSPC' },
      });
    }
    expect(arena.statistics()).toMatchObject({ reservedBytes: 0, usedSlots: 0, refusals: 2 });
    arena.close();
  });

  it('refuses at once what the system cannot spare', async () => {
    const arena = new Arena(native, { budgetBytes: 2 ** 50 });
    const taken = within(arena.take(2 ** 45), 'the error');
    await expect(taken).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' });
    arena.close();
  });

  it('ends every wait when it is closed, and gives back what is in use with its last use', async () => {
    const arena = new Arena(native, { budgetBytes: 4 * MIB });
    const slot = await arena.take(4 * MIB);
    const waiting = arena.take(MIB);
    arena.close();
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_CONTEXT_CLOSED' });
    await expect(arena.take(1)).rejects.toMatchObject({ code: 'ERR_CONTEXT_CLOSED' });
    expect(arena.statistics().reservedBytes).toBe(4 * MIB);
    arena.release(slot);
    expect(arena.statistics().reservedBytes).toBe(0);
  });
});
