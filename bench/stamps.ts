/**
 * What makes messages verifiable. Each part begins and, where it is long enough, ends with a stamp of 32 bits, little
 * endian: the number of the message times 16, plus that of the part. What lies between is a pattern that is written once.
 */
import type { MessageShape } from './names.js';

const STAMP_BYTES = 4;
/** Bytes that are looked at in every message. */
const SAMPLES = 8;
/** Parts of one message have their numbers in the lowest bits. */
const PART_BITS = 4;

/** Repeated, in steps that no block of a transfer has: what lies at a wrong place is seen. */
const PATTERN = Uint8Array.from({ length: 65_521 }, (_, at) => at * 31 + (at >>> 8) * 7);

/** Writes the pattern between the stamps. */
export function fillPattern(part: Uint8Array): void {
  for (let at = 0; at < part.length; at += PATTERN.length) {
    part.set(PATTERN.subarray(0, Math.min(PATTERN.length, part.length - at)), at);
  }
}

function patternAt(at: number): number {
  return PATTERN[at % PATTERN.length];
}

/** Marks a message that is about to be sent. */
export function stampMessage(parts: readonly Uint8Array[], stamp: number): void {
  for (let index = 0; index < parts.length; index++) {
    const part = parts[index];
    const mark = (stamp << PART_BITS) | index;
    write(part, 0, mark);
    if (part.length >= 2 * STAMP_BYTES) write(part, part.length - STAMP_BYTES, mark);
  }
}

/** The number of a message that was received. */
export function stampOf(parts: readonly Uint8Array[]): number {
  return read(parts[0], 0) >>> PART_BITS;
}

/**
 * Takes down stamps and a checksum over a sample of every message as it arrives, which is little work, and compares them
 * afterwards, outside of what is timed.
 */
export class Verifier {
  private readonly first: Uint32Array;
  private readonly last: Uint32Array;
  private readonly sums: Uint32Array;
  private readonly positions: readonly number[];
  private noted = 0;

  /** @param messages to come; more fail the check */
  constructor(
    private readonly shape: MessageShape,
    messages: number,
  ) {
    const marks = messages * shape.parts;
    this.first = new Uint32Array(marks);
    this.last = new Uint32Array(marks);
    this.sums = new Uint32Array(marks);
    this.positions = samplePositions(shape.bytes);
  }

  /** How many messages have come. */
  get messages(): number {
    return this.noted / this.shape.parts;
  }

  /** Takes down what has arrived. */
  note(parts: readonly Uint8Array[]): void {
    for (const part of parts) {
      const index = this.noted++;
      this.first[index] = read(part, 0);
      this.last[index] = part.length === this.shape.bytes ? read(part, part.length - STAMP_BYTES) : ~this.first[index];
      this.sums[index] = checksum(part, this.positions);
    }
  }

  /**
   * Throws where a message was missing, twice there, out of order, short or not what was sent.
   * @param firstStamp of the first message
   */
  check(firstStamp: number): void {
    if (this.noted !== this.first.length) {
      throw new Error(`${this.messages} messages have come, not ${this.first.length / this.shape.parts}`);
    }
    const expected = expectedChecksum(this.shape.bytes, this.positions);
    for (let index = 0; index < this.noted; index++) {
      const message = Math.floor(index / this.shape.parts);
      const mark = (((firstStamp + message) << PART_BITS) | (index % this.shape.parts)) >>> 0;
      if (this.first[index] === mark && this.last[index] === mark && this.sums[index] === expected) continue;
      throw new Error(
        `message ${message} of ${this.messages} is corrupt: stamps ${this.first[index]} and ${this.last[index]} ` +
          `instead of ${mark}, checksum ${this.sums[index]} instead of ${expected}`,
      );
    }
  }
}

/** Spread over what lies between the stamps. */
function samplePositions(bytes: number): readonly number[] {
  const inner = bytes - 2 * STAMP_BYTES;
  const count = Math.min(SAMPLES, Math.max(0, inner));
  return Array.from({ length: count }, (_, index) => STAMP_BYTES + Math.floor(((index + 0.5) * inner) / count));
}

function checksum(part: Uint8Array, positions: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < positions.length; index++) sum = (Math.imul(sum, 31) + part[positions[index]]) >>> 0;
  return sum;
}

function expectedChecksum(bytes: number, positions: readonly number[]): number {
  return positions.reduce((sum, at) => (at < bytes ? (Math.imul(sum, 31) + patternAt(at)) >>> 0 : sum), 0);
}

function write(bytes: Uint8Array, at: number, word: number): void {
  bytes[at] = word;
  bytes[at + 1] = word >>> 8;
  bytes[at + 2] = word >>> 16;
  bytes[at + 3] = word >>> 24;
}

function read(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}
