import { readFileSync } from 'node:fs';
import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { loadNative, type Native, type Segment } from '../../src/memory/native.js';
import { closeSegment, closeView, openView } from '../../src/memory/views.js';

const MIB = 2 ** 20;
const PAGE = 4096;

const native = load();
const segments: Segment[] = [];

afterEach(() => {
  for (const segment of segments.splice(0)) closeSegment(native, segment);
});

function load(): Native {
  const loaded = loadNative();
  if (!loaded.ok) throw new Error(loaded.reason);
  return loaded.native;
}

async function reserve(bytes: number): Promise<Segment> {
  const segment = await new Promise<Segment>((resolve, reject) => {
    native.Segment.reserve(bytes, (error, reserved) => (reserved === null ? reject(error) : resolve(reserved)));
  });
  segments.push(segment);
  return segment;
}

/** Bytes of shared memory of ours that this process has mapped. */
function mapped(): number {
  return readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .filter((line) => line.includes('memfd:tensorduct'))
    .reduce((sum, line) => {
      const [start, end] = line
        .split(' ', 1)[0]
        .split('-')
        .map((address) => parseInt(address, 16));
      return sum + end - start;
    }, 0);
}

function kindOf(entry: PerformanceEntry): number {
  const detail: unknown = 'detail' in entry ? entry.detail : null;
  if (typeof detail !== 'object' || detail === null || !('kind' in detail)) throw new Error('this is no collection');
  return Number(detail.kind);
}

describe('views of shared memory', () => {
  for (const [what, offset, length] of [
    ['of whole pages', 2 * PAGE, 64 * 1024],
    ['that end within a page', PAGE, 100_001],
    ['that are small', PAGE, 100],
    ['that begin within a page', 64, 64 * 1024],
  ] as const) {
    it(`${what} show the bytes themselves, again and again`, async () => {
      const segment = await reserve(MIB);
      for (let round = 1; round <= 3; round++) {
        const buffer = openView(native, segment, offset, length);
        const view = new Uint8Array(buffer, 0, length);
        expect(view[length - 1]).toBe(round - 1);
        view[length - 1] = round;
        const written = new Uint8Array(1);
        segment.read(offset + length - 1, written);
        expect(written[0]).toBe(round);
        closeView(native, buffer);
        expect([view.length, buffer.byteLength]).toEqual([0, 0]);
      }
    });
  }

  it('that are there at the same time show the same bytes, and end one by one', async () => {
    const segment = await reserve(MIB);
    const [first, second] = [openView(native, segment, 0, PAGE * 4), openView(native, segment, 0, PAGE * 8)];
    new Uint8Array(first)[PAGE] = 7;
    expect(new Uint8Array(second)[PAGE]).toBe(7);
    closeView(native, first);
    expect([first.byteLength, new Uint8Array(second)[PAGE]]).toEqual([0, 7]);
    closeView(native, second);
  });

  it('of a place that gets longer reach as far as they are asked to, and leave nothing mapped', async () => {
    const before = mapped();
    const segment = await reserve(MIB);
    for (const length of [PAGE * 3, PAGE * 10, PAGE * 2, PAGE * 100]) {
      segment.write(length - 1, new Uint8Array([length / PAGE]));
      const buffer = openView(native, segment, 0, length);
      expect(new Uint8Array(buffer)[length - 1]).toBe(length / PAGE);
      closeView(native, buffer);
    }
    closeSegment(native, segment);
    expect(mapped()).toBe(before);
  });

  it('outlive their segment, and leave nothing mapped', async () => {
    const before = mapped();
    const segment = await reserve(MIB);
    const [idle, out] = [openView(native, segment, 0, MIB / 2), openView(native, segment, MIB / 2, MIB / 2)];
    new Uint8Array(out)[5] = 5;
    closeView(native, idle);
    closeSegment(native, segment);
    expect(mapped() - before).toBe(MIB / 2);
    expect(new Uint8Array(out)[5]).toBe(5);
    closeView(native, out);
    expect([mapped() - before, out.byteLength]).toEqual([0, 0]);
  });

  it('of 64 MiB come and go without being counted as garbage', async () => {
    const segment = await reserve(64 * MIB);
    const kinds: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) kinds.push(kindOf(entry));
    });
    observer.observe({ entryTypes: ['gc'] });
    const views = 500;
    for (let index = 0; index < views; index++) {
      closeView(native, openView(native, segment, 0, 64 * MIB));
      await turn();
    }
    observer.disconnect();
    expect(kinds.filter((kind) => kind === constants.NODE_PERFORMANCE_GC_MAJOR).length).toBeLessThan(views / 50);
  });

  it('beyond the segment are refused', async () => {
    const segment = await reserve(MIB);
    expect(() => openView(native, segment, MIB - PAGE * 2, PAGE * 4)).toThrow(TypeError);
  });
});
