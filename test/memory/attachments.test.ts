import { describe, expect, it } from 'vitest';
import { AnnouncedSegments, MOST_SEGMENTS } from '../../src/memory/announced-segments.js';
import type { BlockName } from '../../src/memory/attachments.js';
import type { Native } from '../../src/memory/native.js';
import { OwnBlock, type SharedBlock } from '../../src/memory/shared-block.js';
import type { SharedMemory } from '../../src/memory/shared-memory.js';
import type { OwnSegment } from '../../src/memory/slot.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { createMemory, MIB, native, PIPE } from '../support/memories.js';

async function make(owner: SharedMemory, bytes = 1000): Promise<OwnBlock> {
  const slot = await owner.take(bytes);
  slot.write(Uint8Array.of(1, 2, 3));
  return new OwnBlock(owner, slot);
}

function nameOf(block: SharedBlock, ticket = 0): BlockName {
  const { owner, holder, lease } = block;
  if (lease === null) throw new Error('there are too many leases');
  return { owner, holder, lease, ticket };
}

const attach = (memory: SharedMemory, name: BlockName): Promise<SharedBlock> =>
  within(memory.attachments.attach(name), 'the end of the attachment');

describe('a block that is attached', () => {
  it('is the same memory, until its last use', async () => {
    const [owner, other] = [createMemory(), createMemory()];
    const slot = await owner.take(1000);
    slot.write(Uint8Array.of(1, 2, 3));
    const { offset } = slot;
    const own = new OwnBlock(owner, slot);
    const block = await attach(other, nameOf(own));
    const view = block.view(offset, 3);
    expect(new Uint8Array(view.buffer)).toEqual(Uint8Array.of(1, 2, 3));
    slot.write(Uint8Array.of(9));
    expect(new Uint8Array(view.buffer)[0]).toBe(9);
    own.release();
    block.release();
    expect(owner.statistics()).toMatchObject({ leases: 1, usedSlots: 1 });
    view.release();
    view.release();
    expect(view.buffer.byteLength).toBe(0);
    expect(owner.statistics()).toMatchObject({ leases: 0, usedSlots: 0 });
    expect(() => block.view(offset, 3)).toThrow(expect.objectContaining({ code: 'ERR_RELEASED' }));
  });

  it('is kept by a ticket of its owner until somebody has come with it', async () => {
    const [owner, other] = [createMemory(), createMemory()];
    const own = await make(owner);
    const name = nameOf(own, own.issueTicket(60_000));
    own.release();
    const block = await attach(other, name);
    expect([owner.tickets.size, owner.statistics().usedSlots]).toEqual([0, 1]);
    block.release();
    expect(owner.statistics().usedSlots).toBe(0);
    await expect(attach(other, name)).rejects.toMatchObject({ code: 'ERR_RELEASED' });
  });

  it('is kept by a ticket of who has attached it, and the owner tells that one when it was used', async () => {
    const [owner, second, third] = [createMemory(), createMemory(), createMemory()];
    const own = await make(owner);
    const held = await attach(second, nameOf(own));
    own.release();
    const name = nameOf(held, held.issueTicket(60_000));
    held.release();
    expect(second.tickets.size).toBe(1);
    const block = await attach(third, name);
    await eventually(() => second.tickets.size === 0, 'the end of the ticket');
    await eventually(() => owner.statistics().leases === 1, 'the return of the lease of the second');
    const home = await attach(owner, nameOf(block, block.issueTicket(60_000)));
    await eventually(() => third.tickets.size === 0, 'the end of the second ticket');
    block.release();
    expect(owner.statistics()).toMatchObject({ leases: 0, usedSlots: 1 });
    home.release();
    expect(owner.statistics().usedSlots).toBe(0);
  });

  it('keeps its tickets where others than its owner say that they were used', async () => {
    const [owner, second, stranger] = [createMemory(), createMemory(), createMemory()];
    const held = await attach(second, nameOf(await make(owner)));
    const ticket = held.issueTicket(60_000);
    const link = await second.connect(stranger.descriptor(), new AbortController().signal);
    second.redeem(ticket, link);
    second.redeem(ticket, null);
    expect(second.tickets.size).toBe(1);
    second.redeem(ticket, held.link);
    expect(second.tickets.size).toBe(0);
  });

  it('is no matter of the share of a peer, which has as much besides', async () => {
    const [owner, other] = [createMemory({ budgetBytes: 16 * MIB }), createMemory()];
    for (let count = 0; count < 3; count++) await attach(other, nameOf(await make(owner, 3 * MIB)));
    const slot = await owner.take(4 * MIB);
    const [link] = owner.openLinks;
    link.open(PIPE);
    expect(link.lend(slot, PIPE)).not.toBeNull();
  });

  it('is refused where as many leases are out to the peer as may be, until one comes back', async () => {
    const [owner, other] = [createMemory({ leasesPerPeer: 2 }), createMemory()];
    const name = nameOf(await make(owner));
    const first = await attach(other, name);
    await attach(other, name);
    await expect(attach(other, name)).rejects.toMatchObject({ code: 'ERR_LIMIT_EXCEEDED' });
    first.release();
    owner.drain();
    await attach(other, name);
  });

  it('may be asked for by many at once: more than may be unanswered', async () => {
    const [owner, other] = [createMemory(), createMemory()];
    const name = nameOf(await make(owner));
    const blocks = await Promise.all(Array.from({ length: 1000 }, () => attach(other, name)));
    expect(owner.statistics().leases).toBe(1000);
    for (const block of blocks) block.release();
    expect(owner.statistics().leases).toBe(0);
  });

  it('goes back when the wait for it was given up meanwhile', async () => {
    const [owner, other] = [createMemory(), createMemory()];
    const name = nameOf(await make(owner));
    (await attach(other, name)).release();
    const controller = new AbortController();
    const outcome = other.attachments.attach(name, { signal: controller.signal });
    await Promise.resolve();
    controller.abort();
    await expect(outcome).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    (await attach(other, name)).release();
    await eventually(() => owner.statistics().leases === 0, 'the return of both leases');
  });

  it('is not to be had from an owner whose layout is of another version (POOL-B1)', async () => {
    const later = Object.create(native, { layoutVersion: { value: native.layoutVersion + 1 } }) as Native;
    const [owner, other] = [createMemory(undefined, later), createMemory()];
    await expect(attach(other, nameOf(await make(owner)))).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
  });

  it('is not to be had from an owner that is closed', async () => {
    const [owner, other, late] = [createMemory(), createMemory(), createMemory()];
    const name = nameOf(await make(owner));
    await attach(other, name);
    owner.close();
    await expect(attach(other, name)).rejects.toMatchObject({ code: 'ERR_OWNER_LOST' });
    await expect(attach(late, name)).rejects.toMatchObject({ code: 'ERR_OWNER_LOST' });
  });
});

it('no peer is told of more segments than it accepts', () => {
  const announced = new AnnouncedSegments((_, enclosure) => enclosure?.sent?.());
  const segment = (index: number): OwnSegment => ({
    index,
    memory: Object.create(null) as OwnSegment['memory'],
    bytes: MIB,
    slotBytes: MIB,
    busy: 0,
  });
  const first = segment(0);
  expect(announced.announce(first)).toBe(true);
  for (let index = 1; index < MOST_SEGMENTS; index++) expect(announced.announce(segment(index))).toBe(true);
  const last = segment(MOST_SEGMENTS);
  expect([announced.announce(last), announced.announceLater(last)]).toEqual([false, false]);
  announced.retired(first);
  expect(announced.announce(last)).toBe(true);
});
