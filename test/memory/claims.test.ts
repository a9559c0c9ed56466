import { describe, expect, it } from 'vitest';
import type { Forwarded } from '../../src/memory/claims.js';
import { formatLinkAddress } from '../../src/memory/link-address.js';
import type { Socket } from '../../src/memory/native.js';
import type { SharedMemory } from '../../src/memory/shared-memory.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { createMemory, MIB, native, PIPE } from '../support/memories.js';

/** An owner that has lent to a second context, which forwards to a third. */
async function chain(bytes = 1000) {
  const [owner, second, third] = [createMemory(), createMemory(), createMemory()];
  const link = await within(owner.connect(second.descriptor(), new AbortController().signal), 'a link');
  link.open(PIPE);
  const slot = await owner.take(bytes);
  slot.write(Uint8Array.of(1, 2, 3));
  const lease = link.lend(slot, PIPE);
  if (lease === null) throw new Error('nothing was lent');
  owner.arena.release(slot);
  const forwarded: Forwarded = { owner: owner.descriptor(), lease: lease.id, offset: lease.offset };
  const claim = (by: SharedMemory, what = forwarded) =>
    within(by.claims.claim(second.address.contextId, what), 'the end of the claim');
  return { owner, second, third, link, lease, slot, forwarded, claim };
}

describe('a claim', () => {
  it('gives the third context a lease of its own, over a link that it makes for that', async () => {
    const { owner, third, link, lease, forwarded, claim } = await chain();
    const claimed = await claim(third);
    expect(owner.statistics()).toMatchObject({ links: 2, leases: 2, usedSlots: 1 });
    owner.leases.giveBack(lease.id, link);
    const borrowed = claimed?.borrow(forwarded.offset, 3);
    const data = borrowed?.data;
    expect(data).toEqual(Uint8Array.of(1, 2, 3));
    borrowed?.release();
    expect(data).toHaveLength(0);
    expect(owner.statistics()).toMatchObject({ leases: 0, usedSlots: 0 });
    const again = await claim(third);
    expect(again).toBeNull();
    expect(third.statistics().links).toBe(1);
  });

  it('gives an owner that gets its memory back no lease, but a use of the slot', async () => {
    const { owner, slot, forwarded, claim } = await chain();
    const claimed = await claim(owner);
    expect(slot.uses).toBe(2);
    expect(claimed?.contains(forwarded.offset, 1024)).toBe(true);
    expect(claimed?.contains(forwarded.offset, 1025)).toBe(false);
    expect(claimed?.contains(forwarded.offset - 64, 64)).toBe(false);
    claimed?.release();
    expect(slot.uses).toBe(1);
  });

  it.each([
    ['that was never given', { lease: 77 }],
    ['of nobody', { owner: '' }],
  ])('of a lease %s is refused, and harms no link', async (_, change) => {
    const { owner, third, forwarded, claim } = await chain();
    expect(await claim(third, { ...forwarded, ...change })).toBeNull();
    expect(await claim(third)).not.toBeNull();
    expect(owner.statistics().leases).toBe(2);
  });

  it('of a lease that another context has is refused', async () => {
    const { owner, third, forwarded } = await chain();
    expect(await within(third.claims.claim(third.address.contextId, forwarded), 'the refusal')).toBeNull();
    expect(owner.statistics().leases).toBe(1);
  });

  it('is refused where half of the arena is out to the third context already', async () => {
    const { owner, second, third, claim } = await chain(4 * MIB);
    const link = await owner.connect(third.descriptor(), new AbortController().signal);
    link.open(PIPE);
    for (let count = 0; count < 2; count++) {
      const slot = await owner.take(4 * MIB);
      expect(link.lend(slot, PIPE)).not.toBeNull();
      owner.arena.release(slot);
    }
    expect(await claim(third)).toBeNull();
    expect(await claim(second)).not.toBeNull();
  });

  it('ends without a lease when its owner goes meanwhile', async () => {
    const { owner, third, claim } = await chain();
    await claim(third);
    const claimed = claim(third);
    owner.close();
    expect(await claimed).toBeNull();
  });

  it('keeps the memory readable after its owner has gone, until it is released', async () => {
    const { owner, third, forwarded, claim } = await chain();
    const claimed = await claim(third);
    owner.close();
    await eventually(() => third.statistics().links === 0, 'the end of the link');
    const bytes = new Uint8Array(3);
    claimed?.segment.read(forwarded.offset, bytes);
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
    expect(third.statistics().mappedBytes).toBeGreaterThan(0);
    claimed?.release();
    expect(third.statistics().mappedBytes).toBe(0);
  });

  it('does not wait for an owner that says nothing, and does not try it again', async () => {
    const { second, third, forwarded } = await chain();
    const socket = `tensorduct-test-claims.${process.pid}`;
    const listening = native.Socket.listen(socket);
    const silent = formatLinkAddress({ ...createMemory().address, socket });
    for (let count = 0; count < 3; count++) {
      const claimed = third.claims.claim(second.address.contextId, { ...forwarded, owner: silent });
      expect(await within(claimed, 'the end of the claim')).toBeNull();
    }
    const accepted: (Socket | null)[] = [listening.accept(), listening.accept()];
    expect(accepted).toEqual([expect.anything(), null]);
    for (const each of [listening, ...accepted]) each?.close();
  });
});
