import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TensorductError } from '../../src/errors.js';
import { FrameReader, type FrameHandler } from '../../src/wire/frame-reader.js';
import type { Slab } from '../../src/wire/slab.js';
import { FRAME_HEADER_BYTES } from '../../src/wire/frame.js';
import { frame } from '../fuzz/raw-peer.js';
import { PiecewiseStream, settle } from './byte-stream.js';

interface Seen {
  readonly type: number;
  readonly head: string;
  readonly body: string;
}

const LIMIT = 200_000;

/** Bytes in a form that is quick to compare. */
function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** Notes every frame. Types from 100 have a place of their own, types from 200 are discarded. */
class Notes implements FrameHandler {
  readonly frames: Seen[] = [];
  readonly errors: TensorductError[] = [];
  afterFrame: (() => void) | null = null;
  private head: Uint8Array = new Uint8Array(0);

  headLimit(type: number): number {
    return type === 0 ? -1 : LIMIT;
  }

  onHead(type: number, head: Uint8Array, bodyLength: number): Uint8Array | 'keep' | 'discard' {
    this.head = head;
    if (type >= 200) return 'discard';
    return type >= 100 ? new Uint8Array(bodyLength) : 'keep';
  }

  onFrame(type: number, body: Uint8Array): void {
    this.frames.push({ type, head: text(this.head), body: text(body) });
    this.afterFrame?.();
  }

  onError(error: TensorductError): void {
    this.errors.push(error);
  }
}

/** Takes what lies whole in the slab, where it lies; types from 100 are handed out as the others are. */
class WholeNotes extends Notes {
  readonly wholes: number[] = [];

  onWhole(type: number, { bytes }: Slab, start: number, headEnd: number, bodyLength: number): boolean {
    if (type >= 100) return false;
    this.wholes.push(bodyLength);
    const [head, body] = [bytes.subarray(start, headEnd), bytes.subarray(headEnd, headEnd + bodyLength)];
    this.frames.push({ type, head: text(head), body: text(body) });
    return true;
  }
}

function start(notes = new Notes()): { stream: PiecewiseStream; notes: Notes; reader: FrameReader } {
  const stream = new PiecewiseStream();
  const reader = new FrameReader(stream, notes);
  reader.run();
  return { stream, notes, reader };
}

const bytesOf = (length: number, first = 0): Uint8Array => Uint8Array.from({ length }, (_, i) => (first + i) % 251);

const frames = fc.array(
  fc.record({
    type: fc.integer({ min: 1, max: 255 }),
    head: fc.uint8Array({ maxLength: 60 }),
    body: fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.constantFrom(4_000, 70_000).map((length) => bytesOf(length)),
    ),
  }),
  { minLength: 1, maxLength: 6 },
);

describe('FrameReader', () => {
  it.each([
    { how: 'in parts', Handler: Notes },
    { how: 'whole where they are small', Handler: WholeNotes },
  ])('gives the same frames $how, however the bytes are cut into pieces', async ({ Handler }) => {
    await fc.assert(
      fc.asyncProperty(frames, fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1 }), async (sent, cuts) => {
        const { stream, notes } = start(new Handler());
        const bytes = Buffer.concat(sent.map(({ type, head, body }) => frame(type, head, body)));
        for (let position = 0, i = 0; position < bytes.length; i++) {
          const length = cuts[i % cuts.length];
          stream.push(bytes.subarray(position, position + length));
          position += length;
          if (i % 3 === 0) await settle();
        }
        await settle();
        await settle();
        const expected = sent.map(({ type, head, body }) => ({
          type,
          head: text(head),
          body: type >= 200 ? '' : text(body),
        }));
        expect(notes.frames).toEqual(expected);
        expect(notes.errors).toEqual([]);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('waits for small frames, to hand them out whole, and not for large ones', async () => {
    const notes = new WholeNotes();
    const { stream } = start(notes);
    for (const length of [0, 5, 4_000, 70_000, 82_000]) {
      const bytes = frame(1, bytesOf(3), bytesOf(length));
      stream.push(bytes.subarray(0, 20));
      await settle();
      stream.push(bytes.subarray(20));
      await settle();
    }
    expect(notes.wholes).toEqual([0, 5, 4_000, 70_000]);
    expect(notes.frames.map(({ body }) => body.length)).toHaveLength(5);
  });

  it('writes over what nobody holds any more, and over nothing else', async () => {
    const slabs = new Set<Slab>();
    const held: { slab: Slab; at: number; length: number; seed: number }[] = [];
    const stream = new PiecewiseStream();
    let seed = 0;
    const reader = new FrameReader(stream, {
      headLimit: () => LIMIT,
      onHead: () => 'discard',
      onFrame: () => {},
      onWhole: (_type, slab, _start, at, length) => {
        slabs.add(slab);
        slab.holds++;
        held.push({ slab, at, length, seed: seed++ });
        return true;
      },
      onError: () => {},
    });
    reader.run();
    for (let i = 0; i < 200; i++) {
      stream.push(frame(1, bytesOf(2), bytesOf((i * 977) % 70_000, i)));
      await settle();
      // The oldest go, but every tenth stays for long.
      for (const { slab, at, length, seed: first } of held.splice(i % 10 === 0 ? held.length : 0)) {
        expect(Buffer.compare(slab.bytes.subarray(at, at + length), bytesOf(length, first))).toBe(0);
        slab.holds--;
      }
    }
    expect(seed).toBe(200);
    expect(slabs.size).toBeLessThan(100);
    stream.push(frame(1, bytesOf(2), bytesOf(60_000)));
    await settle();
    const before = slabs.size;
    for (let i = 0; i < 50; i++) {
      for (const { slab } of held.splice(0)) slab.holds--;
      stream.push(frame(1, bytesOf(2), bytesOf(60_000)));
      await settle();
    }
    expect(slabs.size - before).toBeLessThan(4);
  });

  it('gives every frame when each byte comes alone', async () => {
    const { stream, notes, reader } = start();
    const bytes = Buffer.concat([frame(1, bytesOf(3), bytesOf(5)), frame(100, bytesOf(2), bytesOf(9)), frame(200)]);
    for (const byte of bytes) {
      stream.push(Uint8Array.of(byte));
      await settle();
    }
    expect(notes.frames.map(({ type }) => type)).toEqual([1, 100, 200]);
    expect(reader.bytesRead).toBe(bytes.length);
  });

  it('views of heads and bodies stay what they were while more comes', async () => {
    const kept: Uint8Array[] = [];
    const stream = new PiecewiseStream();
    const reader = new FrameReader(stream, {
      headLimit: () => LIMIT,
      onHead: (_type, head) => {
        kept.push(head);
        return 'keep';
      },
      onFrame: (_type, body) => void kept.push(body),
      onError: () => {},
    });
    reader.run();
    for (let i = 0; i < 200; i++) stream.push(frame(1, bytesOf(100, i), bytesOf(900, i)));
    await settle();
    expect(kept.length).toBe(400);
    kept.forEach((view, i) => expect([...view]).toEqual([...bytesOf(i % 2 === 0 ? 100 : 900, i >> 1)]));
  });

  it('pauses after the frame that asked for it, and goes on with what has come meanwhile', async () => {
    const { stream, notes, reader } = start();
    notes.afterFrame = () => reader.pause();
    stream.push(Buffer.concat([frame(1), frame(2), frame(3)]));
    await settle();
    expect(notes.frames.map(({ type }) => type)).toEqual([1]);
    reader.resume();
    expect(notes.frames.map(({ type }) => type)).toEqual([1, 2]);
    notes.afterFrame = null;
    reader.resume();
    stream.push(frame(4));
    await settle();
    expect(notes.frames.map(({ type }) => type)).toEqual([1, 2, 3, 4]);
  });

  it('hands the frames behind one over to another handler', async () => {
    const { stream, notes, reader } = start();
    const later = new Notes();
    notes.afterFrame = () => reader.handOver(later);
    stream.push(Buffer.concat([frame(1), frame(2), frame(3)]));
    await settle();
    expect([notes.frames.length, later.frames.length]).toEqual([1, 2]);
  });

  it('releases the bytes behind the last frame, and calls nobody any more', async () => {
    const { stream, notes, reader } = start();
    notes.afterFrame = () => reader.pause();
    stream.push(Buffer.concat([frame(1), Uint8Array.of(9, 8, 7)]));
    await settle();
    expect([...reader.release()]).toEqual([9, 8, 7]);
    stream.push(frame(2));
    await settle();
    expect(notes.frames.length).toBe(1);
  });

  it('tells of the end of the stream once, after the frames before it', async () => {
    const { stream, notes } = start();
    stream.push(Buffer.concat([frame(1), frame(2).subarray(0, 7)]));
    stream.fail(new TensorductError('ERR_PEER_LOST', 'gone'));
    await settle();
    expect(notes.frames.length).toBe(1);
    expect(notes.errors.map(({ code }) => code)).toEqual(['ERR_PEER_LOST']);
  });

  it('turns what a handler throws into the error of the stream', async () => {
    const { stream, notes } = start();
    notes.afterFrame = () => {
      throw new RangeError('oops');
    };
    stream.push(Buffer.concat([frame(1), frame(2)]));
    await settle();
    expect(notes.frames.length).toBe(1);
    expect(notes.errors).toEqual([expect.objectContaining({ code: 'ERR_PROTOCOL' })]);
  });

  it.for<[string, (bytes: Uint8Array) => void, string]>([
    ['a type that may not come', (bytes) => (bytes[0] = 0), 'ERR_PROTOCOL'],
    ['a reserved byte', (bytes) => (bytes[2] = 1), 'ERR_PROTOCOL'],
    ['a head of 4 GiB', (bytes) => bytes.fill(255, 4, 8), 'ERR_LIMIT_EXCEEDED'],
    ['a body of 2^53 bytes', (bytes) => (bytes[14] = 0x20), 'ERR_PROTOCOL'],
    ['a body of 2^64 - 1 bytes', (bytes) => bytes.fill(255, 8, 16), 'ERR_PROTOCOL'],
  ])('refuses %s as soon as the header is there', async ([, spoil, code]) => {
    const { stream, notes } = start();
    const header = frame(1).slice(0, FRAME_HEADER_BYTES);
    spoil(header);
    stream.push(header);
    await settle();
    expect(notes.errors.map((error) => error.code)).toEqual([code]);
  });

  it('reads a body of 2^53 - 1 bytes as far as it comes, without taking memory for what does not', async () => {
    const { stream, notes, reader } = start();
    const header = frame(200).slice(0, FRAME_HEADER_BYTES);
    header.fill(255, 8, 14);
    header[14] = 0x1f;
    stream.push(header);
    for (let i = 0; i < 10; i++) {
      stream.push(bytesOf(100_000));
      await settle();
    }
    expect(reader.bytesRead).toBeGreaterThan(900_000);
    expect(notes.errors).toEqual([]);
    expect(notes.frames).toEqual([]);
  });

  it('takes memory for a head as it comes, not as it was announced', async () => {
    const sizes: number[] = [];
    const stream = new PiecewiseStream();
    const read = stream.read.bind(stream);
    stream.read = (into, minimum, callback) => {
      sizes.push(into.buffer.byteLength);
      read(into, minimum, callback);
    };
    const notes = new Notes();
    notes.headLimit = () => 2 ** 30;
    new FrameReader(stream, notes).run();
    const header = frame(1).slice(0, FRAME_HEADER_BYTES);
    header[7] = 0x30;
    stream.push(header);
    stream.push(bytesOf(300_000));
    await settle();
    await settle();
    expect(Math.max(...sizes)).toBeLessThan(2 ** 20);
  });
});
