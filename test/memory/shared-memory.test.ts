import { describe, expect, it } from 'vitest';
import { TensorductError } from '../../src/errors.js';
import type { Link, LentSlot } from '../../src/memory/link.js';
import type { Segment, Socket } from '../../src/memory/native.js';
import type { SharedMemoryOptions } from '../../src/memory/shared-memory.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { collectGarbage } from '../support/garbage.js';
import { createMemory, MIB, native, PIPE } from '../support/memories.js';

/** Two contexts with a link, which a pipe uses. */
async function linked(options?: SharedMemoryOptions) {
  const owner = createMemory(options);
  const borrower = createMemory(options);
  const ours = await within(owner.connect(borrower.descriptor(), new AbortController().signal), 'a link');
  const theirs = borrower.find(owner.address.contextId, 'listen');
  if (theirs === null) throw new Error('the other end has no link');
  ours.open(PIPE);
  theirs.open(PIPE);
  return { owner, borrower, ours, theirs };
}

function mapped(link: Link, lease: LentSlot): Promise<Segment> {
  return within(
    new Promise((resolve, reject) => {
      link.segment(lease.segment, (error: TensorductError | null, segment) => {
        if (segment === null) reject(error ?? new Error('no segment'));
        else resolve(segment);
      });
    }),
    'a mapped segment',
  );
}

const loan = (link: Link, { id, offset }: LentSlot, segment: Segment) => ({ link, lease: id, segment, offset });

function lent(lease: LentSlot | null): LentSlot {
  if (lease === null) throw new Error('nothing was lent');
  return lease;
}

const ended = (link: Link): Promise<void> =>
  within(
    new Promise<void>((resolve) => {
      const look = (): void => {
        if (link.isClosed) resolve();
        else setImmediate(look);
      };
      look();
    }),
    'the end of the link',
  );

describe('two contexts of one host', () => {
  it('have no link, and know it at once, where the one that is called has no memory for it', async () => {
    const create = (): never => {
      throw Object.assign(new Error('no memory'), { code: 'ENOSPC' });
    };
    const ReturnRing = Object.create(native.ReturnRing, { create: { value: create } }) as typeof native.ReturnRing;
    const poor = createMemory({}, Object.create(native, { ReturnRing: { value: ReturnRing } }) as typeof native);
    const linking = createMemory().connect(poor.descriptor(), new AbortController().signal);
    await expect(within(linking, 'the failure', DEATH_DEADLINE_MS)).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
  });

  it('read and write the same bytes', async () => {
    const { owner, borrower, ours, theirs } = await linked();
    const slot = await owner.take(1000);
    slot.write(Uint8Array.of(1, 2, 3));
    const lease = lent(ours.lend(slot, PIPE));
    const segment = await mapped(theirs, lease);
    const borrowed = borrower.borrowings.borrow({ link: theirs, lease: lease.id, segment, offset: lease.offset }, 3);
    const { data } = borrowed;
    expect([...data]).toEqual([1, 2, 3]);
    data[1] = 20;
    const own = new Uint8Array(slot.view(3));
    expect([...own]).toEqual([1, 20, 3]);
    own[2] = 30;
    expect([...data]).toEqual([1, 20, 30]);
    borrowed.release();
    expect(data.length).toBe(0);
    expect([...own]).toEqual([1, 20, 30]);
  });

  it('free a slot when its last lease has come back and its owner has let go', async () => {
    const { owner, ours, theirs } = await linked();
    const slot = await owner.take(1000);
    const first = lent(ours.lend(slot, PIPE));
    const second = lent(ours.lend(slot, PIPE));
    owner.arena.release(slot);
    expect(owner.statistics()).toMatchObject({ usedSlots: 1, leases: 2 });
    theirs.giveBack(first.id);
    ours.drain();
    expect(owner.statistics()).toMatchObject({ usedSlots: 1, leases: 1 });
    theirs.giveBack(second.id);
    ours.drain();
    expect(owner.statistics()).toMatchObject({ usedSlots: 0, leases: 0 });
  });

  it('wake who waits for a slot when one comes back', async () => {
    const { owner, ours, theirs } = await linked({ budgetBytes: 8 * MIB });
    const slot = await owner.take(4 * MIB);
    const other = await owner.take(4 * MIB);
    const lease = lent(ours.lend(slot, PIPE));
    owner.arena.release(slot);
    const waiting = owner.take(4 * MIB);
    theirs.giveBack(lease.id);
    expect(await within(waiting, 'the slot that came back')).toBe(slot);
    owner.arena.release(other);
  });

  it('wake who waits for a slot also when a bell has rung for what was taken before', async () => {
    const { owner, ours, theirs } = await linked();
    const slots = await Promise.all([4, 4, 4, 4].map((size) => owner.take(size * MIB)));
    const leases = slots.slice(0, 2).map((slot) => lent(ours.lend(slot, PIPE)));
    owner.arena.release(slots[0]);
    const heard = new Promise<void>((resolve) => {
      const onPacket = ours.onPacket.bind(ours);
      ours.onPacket = (...packet) => {
        onPacket(...packet);
        resolve();
      };
    });
    const waiting = owner.take(4 * MIB);
    // A borrower may be so late in taking the wish away that its owner has taken the lease, and has wished again.
    theirs.giveBack(leases[1].id);
    const ids = new Float64Array(1);
    expect(ours['returns']['ring'].drain(ids)).toBe(1);
    owner.leases.giveBack(ids[0], ours);
    await within(heard, 'the bell');
    theirs.giveBack(leases[0].id);
    expect(await within(waiting, 'the slot that came back')).toBe(slots[0]);
  });

  it('wake who waits for a slot that was lent over a link which came later', async () => {
    const owner = createMemory({ budgetBytes: 8 * MIB });
    const slots = [await owner.take(4 * MIB), await owner.take(4 * MIB)];
    const waiting = owner.take(4 * MIB);
    const borrower = createMemory();
    const ours = await within(owner.connect(borrower.descriptor(), new AbortController().signal), 'a link');
    ours.open(PIPE);
    const lease = lent(ours.lend(slots[0], PIPE));
    owner.arena.release(slots[0]);
    borrower.find(owner.address.contextId, 'listen')?.giveBack(lease.id);
    expect(await within(waiting, 'the slot that came back')).toBe(slots[0]);
  });

  it('end the link of one who gives back what it has not borrowed', async () => {
    const { owner, ours, theirs } = await linked();
    const lease = lent(ours.lend(await owner.take(1000), PIPE));
    theirs.giveBack(lease.id);
    theirs.giveBack(lease.id);
    ours.drain();
    expect(ours.isClosed).toBe(true);
    await ended(theirs);
    expect(owner.statistics()).toMatchObject({ leases: 0, links: 0, usedSlots: 1 });
  });

  it('lend no more than half of the arena to one link', async () => {
    const { owner, ours } = await linked({ budgetBytes: 16 * MIB });
    const slots = await Promise.all([1, 2, 3, 4].map(() => owner.take(4 * MIB)));
    const leases = slots.map((slot) => ours.lend(slot, PIPE));
    expect(leases.map((lease) => lease !== null)).toEqual([true, true, false, false]);
  });

  it('take back what a pipe carried to nobody, and leave what it has delivered', async () => {
    const { owner, ours, theirs } = await linked();
    const seen = lent(ours.lend(await owner.take(1000), PIPE));
    ours.lend(await owner.take(1000), PIPE);
    const late = lent(ours.lend(await owner.take(1000), PIPE));
    theirs.end(PIPE, { upTo: seen.sequence, beyond: new Set([late.sequence]) });
    await within(
      new Promise<void>((resolve) => {
        const look = (): void => {
          if (owner.statistics().leases === 2) resolve();
          else setImmediate(look);
        };
        look();
      }),
      'the end of the pipe',
    );
    expect(ours.lend(await owner.take(1000), PIPE)).toBeNull();
    theirs.giveBack(seen.id);
    theirs.giveBack(late.id);
    ours.drain();
    expect(owner.statistics().leases).toBe(0);
    expect(ours.isClosed).toBe(false);
  });

  it('lend nothing on a pipe that the other end has ended before it began', async () => {
    const { owner, ours, theirs } = await linked();
    const [unbegun, begun] = ['cd'.repeat(16), PIPE];
    theirs.end(unbegun, { upTo: 0, beyond: new Set() });
    // What comes behind it tells that it has come.
    ours.lend(await owner.take(1000), begun);
    theirs.end(begun, { upTo: 0, beyond: new Set() });
    await eventually(() => owner.statistics().leases === 0, 'both ends');
    ours.open(unbegun);
    expect(ours.lend(await owner.take(1000), unbegun)).toBeNull();
  });

  it('keep what is borrowed readable after its owner has gone, and get back what they lent to it', async () => {
    const { owner, borrower, ours, theirs } = await linked();
    const slot = await owner.take(1000);
    slot.write(Uint8Array.of(5, 6));
    const lease = lent(ours.lend(slot, PIPE));
    const { data } = borrower.borrowings.borrow(loan(theirs, lease, await mapped(theirs, lease)), 2);
    theirs.lend(await borrower.take(1000), PIPE);
    expect(borrower.statistics().leases).toBe(1);
    owner.close();
    await ended(theirs);
    expect([...data]).toEqual([5, 6]);
    expect(borrower.statistics()).toMatchObject({ leases: 0, links: 0 });
  });

  it('empty what they have borrowed when they are closed', async () => {
    const { owner, borrower, ours, theirs } = await linked();
    const lease = lent(ours.lend(await owner.take(1000), PIPE));
    const { data } = borrower.borrowings.borrow(loan(theirs, lease, await mapped(theirs, lease)), 9);
    borrower.close();
    expect(data.length).toBe(0);
    await ended(ours);
    expect(owner.statistics().leases).toBe(0);
  });

  it('make no view of what is borrowed before somebody looks, and have it back all the same', async () => {
    const { owner, borrower, ours, theirs } = await linked();
    const slot = await owner.take(1000);
    slot.write(Uint8Array.of(5, 6));
    const borrow = async () => {
      const lease = lent(ours.lend(slot, PIPE));
      return borrower.borrowings.borrow(loan(theirs, lease, await mapped(theirs, lease)), 2);
    };
    const given = await borrow();
    given.release();
    given.release();
    expect(given.data).toHaveLength(0);
    await borrow();
    await eventually(() => {
      void collectGarbage();
      return owner.statistics().leases === 0;
    }, 'the return of what was dropped unseen');
    const [left, seen] = [await borrow(), await borrow()];
    owner.close();
    await ended(theirs);
    expect([...seen.data]).toEqual([5, 6]);
    borrower.close();
    expect([left.data.length, seen.data.length]).toEqual([0, 0]);
    expect(borrower.borrowings.size).toBe(0);
  });

  it('say what is wrong where nobody has looked before the link has failed', async () => {
    const { owner, borrower, ours, theirs } = await linked();
    const lease = lent(ours.lend(await owner.take(1000), PIPE));
    const borrowed = borrower.borrowings.borrow(loan(theirs, lease, await mapped(theirs, lease)), 2);
    theirs.close(new TensorductError('ERR_PROTOCOL', 'the peer has broken the protocol'));
    expect(() => borrowed.data).toThrow(expect.objectContaining({ code: 'ERR_PEER_LOST' }));
    expect(borrower.borrowings.size).toBe(0);
    borrowed.release();
  });

  it('tell that a segment cannot be mapped within the budget', async () => {
    const { owner, ours, theirs } = await linked({ budgetBytes: 16 * MIB, mappedBudgetBytes: 2 * MIB });
    const lease = lent(ours.lend(await owner.take(1000), PIPE));
    await expect(mapped(theirs, lease)).rejects.toMatchObject({ code: 'ERR_OUT_OF_MEMORY' });
  });

  it('give up on a peer that accepts no link, and try no more', async () => {
    const socket = `tensorduct-test.${process.pid}`;
    const listening = native.Socket.listen(socket);
    const waiting: Socket[] = [];
    const connect = (): boolean => {
      try {
        return waiting.push(native.Socket.connect(socket)) > 0;
      } catch {
        return false;
      }
    };
    while (connect());
    const { boot, network, uid, contextId, key } = createMemory().address;
    const descriptor = ['1', boot, network, uid, contextId, socket, key].join(' ');
    const attempt = createMemory().connect(descriptor, new AbortController().signal);
    await expect(within(attempt, 'the end of the attempts')).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
    for (const each of [listening, ...waiting]) each.close();
  });

  it('let a stranger who does not know the key have nothing', async () => {
    const owner = createMemory();
    const stranger = createMemory();
    const address = { ...owner.address, key: '00'.repeat(16) };
    const descriptor = [
      '1',
      address.boot,
      address.network,
      address.uid,
      address.contextId,
      address.socket,
      address.key,
    ];
    const attempt = stranger.connect(descriptor.join(' '), new AbortController().signal);
    await expect(within(attempt, 'the refusal')).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
    expect(owner.statistics().links).toBe(0);
  });
});
