import { describe, expect, it } from 'vitest';
import { turns } from '../../src/testing/channel/pair.js';
import { until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { arrived, assertInStep, bytes, Ends, KIB, LARGE, MEDIA, readNext } from '../support/ends.js';

const WINDOW = 64 * KIB;

describe.each(Object.keys(MEDIA))('backpressure of a pipe over %s', (medium) => {
  it('reaches writes that are awaited: without a reader they wait, and both sides hold no more than a window [TP gap: backpressure bounds]', async () => {
    await using ends = await Ends.open({ medium, limits: { windowBytes: WINDOW } });
    const { near, far } = ends;
    const before = near.counters.wireBytesWritten;
    let complete = 0;
    const writes = Array.from({ length: 200 }, () =>
      near.write({ payloads: [{ data: bytes(KIB) }] }).then(() => complete++),
    );
    await arrived(near, far);
    await turns(20);
    expect(complete).toBeLessThan(WINDOW / KIB);
    expect(near.counters.wireBytesWritten - before).toBeLessThan(WINDOW + 2 * KIB);
    expect(near.counters.creditWaits).toBeGreaterThan(0);
    for (let i = 0; i < 200; i++) await readNext(far);
    await within(Promise.all(writes), 'all writes');
    expect(near.bufferedBytes).toBe(0);
  });

  it('does not hold back the other direction, nor answers', async () => {
    await using ends = await Ends.open({ medium, limits: { windowBytes: 1000 } });
    const { near, far } = ends;
    const stuck = Array.from({ length: 20 }, () => near.write({ payloads: [{ data: bytes(100) }] }));
    await turns(20);
    for (let i = 0; i < 20; i++) {
      const written = far.write({ tensors: [{ data: bytes(LARGE) }] });
      await readNext(near);
      await within(written, 'a write in the other direction');
    }
    for (let i = 0; i < 20; i++) await readNext(far);
    await within(Promise.all(stuck), 'the writes that waited');
  });

  it('bounds empty messages too', async () => {
    await using ends = await Ends.open({ medium, limits: { windowBytes: 4 * KIB } });
    let complete = 0;
    const writes = Array.from({ length: 100 }, () => ends.near.write({}).then(() => complete++));
    await arrived(ends.near, ends.far);
    expect(complete).toBeLessThan(50);
    for (let i = 0; i < 100; i++) await readNext(ends.far);
    await within(Promise.all(writes), 'all writes');
  });

  it('lets a message through that is larger than the window', async () => {
    await using ends = await Ends.open({ medium, limits: { windowBytes: 1 } });
    for (let i = 0; i < 3; i++) await assertInStep(ends.near, ends.far, 10_000);
  });

  it('shows as writable, bufferedBytes and drain, by bytes', async () => {
    await using ends = await Ends.open({ medium, limits: { writeHighWaterBytes: 2 * LARGE } });
    const { near, far } = ends;
    let drains = 0;
    near.on('drain', () => drains++);
    const writes = [near.write({ tensors: [{ data: bytes(LARGE) }] })];
    expect([near.writable, near.bufferedBytes]).toEqual([true, LARGE]);
    writes.push(near.write({ tensors: [{ data: bytes(LARGE) }] }));
    expect([near.writable, near.bufferedBytes]).toEqual([false, 2 * LARGE]);
    expect(far.writable).toBe(true);
    await readNext(far);
    await within(
      until(() => drains === 1),
      'the drain event',
    );
    expect([near.writable, near.bufferedBytes]).toEqual([true, LARGE]);
    await readNext(far);
    await within(Promise.all(writes), 'both writes');
    await turns(5);
    expect([drains, near.bufferedBytes]).toEqual([1, 0]);
  });

  it('shows as writable and drain by the number of messages', async () => {
    await using ends = await Ends.open({ medium, limits: { writeHighWaterMessages: 3, windowBytes: 1 } });
    const { near, far } = ends;
    const drained = new Promise<void>((resolve) => near.once('drain', resolve));
    const writes = [1, 2].map(() => near.write({}));
    expect(near.writable).toBe(true);
    writes.push(near.write({}), near.write({}), near.write({}));
    expect(near.writable).toBe(false);
    for (let i = 0; i < 5; i++) await readNext(far);
    await within(Promise.all([drained, ...writes]), 'the drain event and all writes');
    expect(near.writable).toBe(true);
  });

  it('refuses more than so many unfinished operations of a kind, and goes on', async () => {
    const limits = { queuedOperations: 3, writeHighWaterMessages: 3, windowBytes: 1 };
    await using ends = await Ends.open({ medium, limits });
    const { near, far } = ends;
    const writes = Array.from({ length: 3 }, () => near.write({}));
    await expect(near.write({})).rejects.toMatchObject({ code: 'ERR_QUEUE_FULL', operation: 'write' });
    for (let i = 0; i < 3; i++) await readNext(far);
    await within(Promise.all(writes), 'the writes within the limit');
    const reads = Array.from({ length: 3 }, () => far.readDescriptor());
    await expect(far.readDescriptor()).rejects.toMatchObject({ code: 'ERR_QUEUE_FULL', operation: 'readDescriptor' });
    for (const descriptor of reads) {
      void near.write({});
      expect(await within(descriptor, 'a descriptor')).not.toBeNull();
      await far.read({});
    }
    await assertInStep(near, far);
  });
});
