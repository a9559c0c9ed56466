import { FrameType } from '../../src/wire/frame.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { frame } from './raw-peer.js';

const { ChunkAnswer, Credit, Goodbye, LateOffers, Refuse, Reply, Withdraw } = tensorduct.v1;

/** What the next bytes of a dialogue are. */
export type Kind = 'preamble' | 'handshake' | 'pipe' | 'lane' | 'body';

/**
 * What a mutation must lead to: the connection is `refused`, the dialogue goes on as if nothing had happened
 * (`accepted`), or, depending on where it hits, either, so that the attacker then hangs up.
 */
export type Verdict = 'refused' | 'accepted' | 'any';

/** One way to spoil the next bytes of a dialogue. */
export interface Mutation {
  readonly name: string;
  readonly verdict: Verdict;
  /** Whether it is the fields of the head that are wrong: where a head has no fields nobody looks. */
  readonly inHead?: boolean;
  mutate(bytes: Uint8Array, random: Random): Uint8Array;
}

/** Numbers that look random and are the same in every run (mulberry32). */
export class Random {
  constructor(private state: number) {}

  /** An integer from 0 to `below` - 1. */
  below(below: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.below(256));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }
}

/** 2^40, 2^53 - 1, 2^53 and 2^64 - 1. */
const HUGE = [2n ** 40n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n];

const flipped: Mutation = {
  name: 'a flipped bit',
  verdict: 'any',
  mutate: (bytes, random) => {
    const copy = bytes.slice();
    copy[random.below(copy.length)] ^= 1 << random.below(8);
    return copy;
  },
};
const truncated: Mutation = {
  name: 'cut off',
  verdict: 'any',
  mutate: (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
};
const noise: Mutation = { name: 'random bytes', verdict: 'any', mutate: (_, random) => random.bytes(200) };
const doubled: Mutation = { name: 'said twice', verdict: 'any', mutate: (bytes) => concat(bytes, bytes) };

const PREAMBLE: readonly Mutation[] = [
  flipped,
  truncated,
  { name: 'random bytes', verdict: 'refused', mutate: (_, random) => random.bytes(200) },
  { name: 'said twice', verdict: 'refused', mutate: (bytes) => concat(bytes, bytes) },
  { name: 'wrong magic', verdict: 'refused', mutate: (bytes, random) => patch(bytes, random.below(8), 0) },
  { name: 'a future version', verdict: 'refused', mutate: (bytes) => patch(bytes, 8, 2) },
  { name: 'a future minor version', verdict: 'accepted', mutate: (bytes, random) => patch(bytes, 10, random.below(9)) },
  { name: 'unknown capabilities', verdict: 'accepted', mutate: (bytes, random) => patch(bytes, 12, random.below(256)) },
  {
    name: 'an HTTP request',
    verdict: 'refused',
    mutate: () => new TextEncoder().encode('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
  },
];

const FRAME: readonly Mutation[] = [
  flipped,
  truncated,
  noise,
  doubled,
  {
    name: 'reserved bytes',
    verdict: 'refused',
    mutate: (bytes, random) => patch(bytes, 1 + random.below(3), 1 + random.below(255)),
  },
  { name: 'a head of 4 GiB', verdict: 'refused', mutate: (bytes) => setNumber(bytes, 4, 4, 2n ** 32n - 1n) },
  ...HUGE.map((size): Mutation => ({
    name: `a body of ${size} bytes`,
    verdict: 'refused',
    mutate: (bytes) => setNumber(bytes, 8, 8, size),
  })),
  ...HUGE.map((size): Mutation => ({
    name: `a field of ${size} bytes`,
    verdict: 'refused',
    inHead: true,
    mutate: (bytes, random) => addField(bytes, key(1 + random.below(5), 2), varint(size)),
  })),
  ...HUGE.map((value): Mutation => ({
    name: `a number ${value}`,
    verdict: 'any',
    mutate: (bytes, random) => addField(bytes, key(1 + random.below(6), 0), varint(value)),
  })),
  {
    name: 'unknown fields',
    verdict: 'accepted',
    mutate: (bytes) => addField(bytes, key(100, 0), varint(5n), key(101, 2), Uint8Array.of(2, 1, 2)),
  },
  {
    name: 'invalid UTF-8',
    verdict: 'any',
    mutate: (bytes, random) => addField(bytes, key(1 + random.below(6), 2), Uint8Array.of(2, 0xff, 0xfe)),
  },
  {
    name: 'groups without end',
    verdict: 'refused',
    inHead: true,
    mutate: (bytes) => addField(bytes, new Uint8Array(9).fill(0x0b)),
  },
];

/** Types of frames that no end ever sends when both do as they should, in each part of a conversation. */
const MISPLACED: Readonly<Record<'handshake' | 'pipe' | 'lane', readonly number[]>> = {
  handshake: [0, 7, 16, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 43, 48, 255],
  pipe: [0, 1, 2, 3, 4, 5, 6, 7, 15, 17, 31, 43, 48, 200, 255],
  lane: [0, 1, 4, 5, 16, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 49, 255],
};

/** Answers to what nobody asked. */
const UNSOLICITED: readonly (readonly [string, Uint8Array])[] = [
  ['credit', frame(FrameType.credit, Credit.encode({ limit: 2 ** 50 }).finish())],
  ['credit again', frame(FrameType.credit, Credit.encode({ limit: 2 ** 20 }).finish())],
  ['a reply', frame(FrameType.reply, Reply.encode({ message: 999, choices: [{ tensor: 0 }] }).finish())],
  ['late offers', frame(FrameType.lateOffers, LateOffers.encode({ message: 999, offers: [{}] }).finish())],
  ['a refusal', frame(FrameType.refuse, Refuse.encode({ message: 999 }).finish())],
  ['a withdrawal', frame(FrameType.withdraw, Withdraw.encode({ message: 999 }).finish())],
  ['a pong', frame(FrameType.pong)],
  ['a wrong goodbye', frame(FrameType.goodbye, Goodbye.encode({ messages: 999 }).finish())],
  [
    'an answer of a channel',
    frame(FrameType.channelAnswer, new Uint8Array(0), ChunkAnswer.encode({ transfer: 999, done: true }).finish()),
  ],
];

function misplaced(kind: 'handshake' | 'pipe' | 'lane'): Mutation {
  return {
    name: 'a frame of another type',
    verdict: 'refused',
    mutate: (bytes, random) => patch(bytes, 0, random.pick(MISPLACED[kind])),
  };
}

/** The ways to spoil bytes of each kind. */
export const MUTATIONS: Readonly<Record<Kind, readonly Mutation[]>> = {
  preamble: PREAMBLE,
  handshake: [...FRAME, misplaced('handshake')],
  lane: [...FRAME, misplaced('lane')],
  pipe: [
    ...FRAME,
    misplaced('pipe'),
    ...UNSOLICITED.map(([name, unsolicited]): Mutation => ({
      name: `${name} before it`,
      verdict: 'refused',
      mutate: (bytes) => concat(unsolicited, bytes),
    })),
  ],
  body: [
    truncated,
    { name: 'a flipped bit', verdict: 'accepted', mutate: flipped.mutate },
    { name: 'random bytes', verdict: 'accepted', mutate: (bytes, random) => random.bytes(bytes.length) },
    { name: 'too many', verdict: 'refused', mutate: (bytes) => concat(bytes, new Uint8Array(32)) },
  ],
};

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function patch(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[offset] = value;
  return copy;
}

/** Writes a little-endian integer. */
function setNumber(bytes: Uint8Array, offset: number, size: number, value: bigint): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i < size; i++) copy[offset + i] = Number((value >> BigInt(8 * i)) & 255n);
  return copy;
}

/** Adds bytes to the end of a frame's head. */
function addField(bytes: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const headLength = bytes[4] | (bytes[5] << 8) | (bytes[6] << 16);
  const field = concat(...parts);
  const header = setNumber(bytes.subarray(0, 16), 4, 4, BigInt(headLength + field.length));
  return concat(header, bytes.subarray(16, 16 + headLength), field, bytes.subarray(16 + headLength));
}

function key(field: number, wireType: number): Uint8Array {
  return varint(BigInt((field << 3) | wireType));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  for (; value > 127n; value >>= 7n) bytes.push(Number(value & 127n) | 128);
  return Uint8Array.of(...bytes, Number(value));
}
