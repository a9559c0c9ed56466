import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TensorductError } from '../../src/errors.js';
import { COPY_THRESHOLD, FrameWriter } from '../../src/wire/frame-writer.js';
import { FrameType } from '../../src/wire/frame.js';
import { frame } from '../fuzz/raw-peer.js';
import { PiecewiseStream, settle } from './byte-stream.js';

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i % 251);

function put(writer: FrameWriter, head: Uint8Array, bodies: readonly Uint8Array[] = [], done?: () => void): number {
  writer.begin(head.length).raw(head);
  return writer.end(FrameType.message, bodies, done);
}

describe('FrameWriter', () => {
  it('writes what a reader expects, whatever the sizes of heads and bodies', async () => {
    const size = fc.oneof(fc.nat(100), fc.constantFrom(COPY_THRESHOLD, COPY_THRESHOLD + 1, 16_384, 20_000));
    const frames = fc.array(fc.record({ head: size, bodies: fc.array(size, { maxLength: 3 }), wait: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(frames, async (sent) => {
        const stream = new PiecewiseStream();
        const writer = new FrameWriter(stream);
        const expected: Uint8Array[] = [];
        for (const { head, bodies, wait } of sent) {
          const parts = bodies.map(bytesOf);
          put(writer, bytesOf(head), parts);
          expected.push(frame(FrameType.message, bytesOf(head), Buffer.concat(parts)));
          if (wait) await settle();
        }
        await settle();
        expect(Buffer.concat(stream.written).equals(Buffer.concat(expected))).toBe(true);
        expect(writer.bytesWritten).toBe(Buffer.concat(expected).length);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('makes one write of all frames of one turn', async () => {
    const stream = new PiecewiseStream();
    const writer = new FrameWriter(stream);
    for (let i = 0; i < 50; i++) put(writer, bytesOf(20), [bytesOf(5000)]);
    await settle();
    expect(stream.written.length).toBe(1);
  });

  it('copies small bodies and says so, and leaves large ones where they are', async () => {
    const writer = new FrameWriter(new PiecewiseStream());
    expect(put(writer, bytesOf(3), [bytesOf(COPY_THRESHOLD), bytesOf(COPY_THRESHOLD + 1)])).toBe(COPY_THRESHOLD);
    await settle();
  });

  it('calls completions in order, once the stream has let the bytes go, and never inside the call', async () => {
    const stream = new PiecewiseStream(true);
    const writer = new FrameWriter(stream);
    const done: number[] = [];
    for (let i = 0; i < 3; i++) put(writer, bytesOf(1), [], () => done.push(i));
    await settle();
    put(writer, bytesOf(1), [], () => done.push(3));
    await settle();
    expect(done).toEqual([]);
    stream.completeWrites(null);
    expect(done).toEqual([0, 1, 2, 3]);
  });

  it('never writes over bytes that the stream still holds', async () => {
    const held: Uint8Array[] = [];
    const complete: (() => void)[] = [];
    const writer = new FrameWriter({
      read: () => {},
      write: (buffers, callback) => {
        complete.push(() => {
          held.push(Uint8Array.from(Buffer.concat(buffers)));
          callback(null);
        });
      },
    });
    const expected: Uint8Array[] = [];
    for (let i = 0; i < 300; i++) {
      const head = bytesOf(200).map((byte) => byte ^ i);
      put(writer, head);
      expected.push(frame(FrameType.message, head));
      await settle();
      // Some writes complete late, some at once.
      if (i % 3 === 0) complete.shift()?.();
      if (i % 50 === 0) for (const each of complete.splice(0)) each();
    }
    for (const each of complete) each();
    expect(Buffer.concat(held).equals(Buffer.concat(expected))).toBe(true);
  });

  it('gives a failure to what is unfinished and to what comes later', async () => {
    const stream = new PiecewiseStream(true);
    const writer = new FrameWriter(stream);
    const failure = new TensorductError('ERR_PEER_LOST', 'gone');
    const errors: unknown[] = [];
    const note = (error: TensorductError | null): void => void errors.push(error?.code ?? null);
    writer.begin(0);
    writer.end(FrameType.ping, [], note);
    writer.fail(failure);
    expect(errors).toEqual([]);
    await settle();
    writer.begin(0);
    writer.end(FrameType.ping, [], note);
    await settle();
    expect(errors).toEqual(['ERR_PEER_LOST', 'ERR_PEER_LOST']);
    expect(stream.written).toEqual([]);
  });

  it('says when all so far is out', async () => {
    const stream = new PiecewiseStream(true);
    const writer = new FrameWriter(stream);
    put(writer, bytesOf(5));
    let flushed = false;
    writer.flushed(() => (flushed = true));
    await settle();
    expect(flushed).toBe(false);
    stream.completeWrites(null);
    expect(flushed).toBe(true);
  });
});
