import { describe, expect, it } from 'vitest';
import { ordinaryMessages } from '../../bench/memories.js';
import { fillPattern, stampMessage, stampOf, Verifier } from '../../bench/stamps.js';

const SHAPE = { tensors: true, parts: 2, bytes: 1_000 };
const FIRST = 5;

/** Messages as they would come. */
function messages(count: number, shape = SHAPE): (readonly Uint8Array[])[] {
  return ordinaryMessages(shape, count, 'receives').map((parts, index) => {
    parts.forEach(fillPattern);
    stampMessage(parts, FIRST + index);
    return parts;
  });
}

function check(received: readonly (readonly Uint8Array[])[], expected = 3): () => void {
  return () => {
    const verifier = new Verifier(SHAPE, expected);
    for (const parts of received) verifier.note(parts);
    verifier.check(FIRST);
  };
}

describe('the verification of messages', () => {
  it('lets pass what was sent', () => {
    const sent = messages(3);
    expect(check(sent)).not.toThrow();
    expect(sent.map(stampOf)).toEqual([5, 6, 7]);
  });

  it.each([8, 64, 65_536])('lets pass messages of %i bytes, and notices a wrong stamp', (bytes) => {
    const shape = { tensors: false, parts: 1, bytes };
    const [parts] = messages(1, shape);
    const verifier = new Verifier(shape, 1);
    verifier.note(parts);
    expect(() => verifier.check(FIRST)).not.toThrow();
    expect(() => verifier.check(FIRST + 1)).toThrow('message 0 of 1 is corrupt');
  });

  it('notices one that is missing, one more, and two in the wrong order', () => {
    const [a, b, c] = messages(3);
    expect(check([a, b])).toThrow('2 messages have come, not 3');
    expect(check([a, b, c, c])).toThrow('4 messages have come, not 3');
    expect(check([a, c, b])).toThrow('message 1 of 3 is corrupt');
  });

  it('notices a part at the place of another one, and one that is short', () => {
    const [a, b, [first, second]] = messages(3);
    expect(check([a, b, [second, first]])).toThrow('message 2 of 3 is corrupt');
    expect(check([a, b, [first, second.subarray(1)]])).toThrow('message 2 of 3 is corrupt');
  });

  it('notices the end of another message, and bytes that were not sent', () => {
    const torn = messages(3);
    torn[1][1].set(torn[0][1].subarray(-4), SHAPE.bytes - 4);
    expect(check(torn)).toThrow('message 1 of 3 is corrupt');
    const empty = messages(3);
    empty[2][0].fill(0, 4, SHAPE.bytes - 4);
    expect(check(empty)).toThrow('message 2 of 3 is corrupt');
  });
});
