import { describe, expect, it } from 'vitest';
import { Codec, decode, encode } from '../../src/codec/codec.js';
import { TAG } from '../../src/codec/format.js';
import { thrown } from '../support/errors.js';
import { field, keysOf, sent } from '../support/values.js';

const NO_MEMORY = [0, 0];

/** A message around a body and a table of memory. */
function message(body: readonly number[], table: readonly number[] = NO_MEMORY, tensors: readonly Uint8Array[] = []) {
  const head = Buffer.from([0x54, 0x56, 1, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(body.length, 4);
  return {
    payloads: [{ data: Buffer.concat([head, Buffer.from(body), Buffer.from(table)]) }],
    tensors: tensors.map((data) => ({ data })),
  };
}

const refused = (...parts: Parameters<typeof message>) =>
  thrown('ERR_MALFORMED_VALUE', () => decode(message(...parts)));
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const text = (value: string) => [TAG.latin1, value.length, ...Buffer.from(value)];

describe('a message that was not made by send is told from one that was', () => {
  it('by its parts and its head', () => {
    for (const payload of [Buffer.of(), Buffer.from('{"a":1}'), Buffer.from('TV'), Buffer.from('TX\x01\0\0\0\0\0')]) {
      expect(thrown('ERR_MALFORMED_VALUE', () => decode({ payloads: [{ data: payload }] }))).toContain(
        'not made by send',
      );
    }
    const { payloads = [] } = encode(1);
    for (const other of [{}, { payloads: [...payloads, ...payloads] }, { tensors: [{ data: new Uint8Array(1) }] }]) {
      expect(thrown('ERR_MALFORMED_VALUE', () => decode(other))).toContain('not made by send');
    }
  });

  it('by its version', () => {
    const { payloads } = message([1]);
    payloads[0].data[2] = 2;
    expect(thrown('ERR_VERSION_MISMATCH', () => decode({ payloads }))).toContain('format 2');
  });
});

describe('a payload changes no prototype', () => {
  it.for(['__proto__', 'constructor', 'prototype', 'toString'])('by the key %s', (key) => {
    const value: unknown = decode(message([TAG.object, 1, 0, ...text(key), TAG.object, 1, 0, ...text('polluted'), 1]));
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.getOwnPropertyDescriptor(value, key)?.value).toEqual({ polluted: 1 });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(keysOf(decode(sent(encode(value))))).toEqual([key]);
  });

  it('by an error', () => {
    const value: unknown = decode(message([TAG.error, 0, 1, 0, ...text('__proto__'), TAG.object, 0, 0]));
    expect(Object.getPrototypeOf(value)).toBe(Error.prototype);
  });
});

describe('a payload that lies is refused', () => {
  it.for<[string, readonly number[], string]>([
    ['nothing', [], 'too early'],
    ['a value too many', [1, 2], 'more in the payload'],
    ['a tag that nobody knows', [0xff], 'no kind of value 255'],
    ['a string longer than the payload', [TAG.latin1, 100, 65], 'too early'],
    ['a string of 2^52 characters', [TAG.latin1, ...varint(2 ** 52)], 'too early'],
    ['an array of 2^52 elements', [TAG.array, ...varint(2 ** 52), 1], 'too early'],
    ['a number of nine bytes', [TAG.array, 255, 255, 255, 255, 255, 255, 255, 255, 1], 'too large'],
    ['a Map without an end', [TAG.map, 1, 1], 'too early'],
    ['a Map that ends before an entry', [TAG.map, 1, TAG.end], 'a mark'],
    ['a hole outside of an array', [TAG.hole], 'a mark'],
    ['an end in an array', [TAG.array, 1, TAG.end], 'a mark'],
    ['a reference to what comes later', [TAG.array, 1, TAG.reference, 1], 'leads nowhere'],
    ['a key that was not written', [TAG.object, 1, 1, 1], 'no such key'],
    ['a key that is a number', [TAG.object, 1, 0, 5, 1], 'a string is missing'],
    ['a bigint that is an expression', [TAG.bigint, 0, ...text('1+1')], 'not a number'],
    ['a pattern that does not compile', [TAG.regexp, ...text('('), ...text('g')], 'cannot be made'],
    ['a class of errors that nobody knows', [TAG.error, 99, 0, 0], 'no such class'],
    ['a view without memory', [TAG.view, 3], 'more views than memory'],
    ['a kind of view that nobody knows', [TAG.view, 99], 'no such kind'],
  ])('%s', ([, body, expected]) => {
    expect(refused(body)).toContain(expected);
  });

  it.for<[string, number, readonly number[], string]>([
    ['a view outside of its memory', 3, [1, 0, 4, 0, 1, 0, 1, 4, 1, 2, 3, 4], 'outside of its memory'],
    ['a view of no memory', 3, [1, 0, 4, 0, 1, 1, 0, 4, 1, 2, 3, 4], 'outside of its memory'],
    ['memory that is not there', 3, [1, 0, 5, 0, 1, 0, 0, 5, 1, 2, 3, 4], 'too early'],
    ['memory beyond the last view', 3, [1, 0, 4, 0, 1, 0, 0, 4, 1, 2, 3, 4, 5], 'more in the payload'],
    ['a view that nothing shows', 3, [1, 0, 4, 0, 2, 0, 0, 4, 0, 0, 4, 1, 2, 3, 4], 'more in the payload'],
    ['half an element', 13, [1, 0, 6, 0, 1, 0, 0, 6, 1, 2, 3, 4, 5, 6], 'middle of an element'],
    ['elements at an odd place', 13, [1, 0, 5, 0, 1, 0, 1, 4, 1, 2, 3, 4, 5], 'cannot be made'],
    ['more runs than there are bytes', 3, [...varint(2 ** 40), 0, 0], 'too early'],
    ['a part as a buffer', 0, [1, 0, 4, 0, 1, 0, 0, 3, 1, 2, 3, 4], 'a part of another'],
    ['a tensor that the message has not', 3, [1, 1, 4, 0, 1, 0, 0, 4], 'other tensors'],
  ])('%s', ([, kind, table, expected]) => {
    expect(refused([TAG.view, kind], table)).toContain(expected);
  });

  it('a tensor of another length, one that is used twice, one that is not used', () => {
    const tensor = new Uint8Array(4);
    expect(refused([TAG.view, 3], [1, 1, 5, 0, 1, 0, 0, 5], [tensor])).toContain('another length');
    expect(refused([1], NO_MEMORY, [tensor])).toContain('fewer tensors');
    const twice = [2, 1, 4, 0, 1, 4, 0, 2, 0, 0, 4, 1, 0, 4];
    expect(refused([TAG.array, 2, TAG.view, 3, TAG.view, 3], twice, [tensor])).toContain('other tensors');
  });

  it('a shape that is not that of the memory, or too long, or too large', () => {
    const table = [1, 0, 4, 0, 1, 0, 0, 4, 1, 2, 3, 4];
    expect(refused([TAG.tensor, 0, 0, 1, 5], table)).toContain('another length');
    expect(refused([TAG.tensor, 0, 0, 65, ...Array<number>(65).fill(1)], table)).toContain('too many dimensions');
    thrown('ERR_INVALID_ARGUMENT', () =>
      decode(message([TAG.tensor, 0, 0, 2, ...varint(2 ** 40), ...varint(2 ** 40)], table)),
    );
    thrown('ERR_PROTOCOL', () => decode(message([TAG.tensor, 0, 99, 1, 4], table)));
  });

  it('an instance that contains itself', () => {
    const codec = new Codec({
      types: [
        {
          name: 'x',
          matches: (value): value is URL => value instanceof URL,
          getBuffer: String,
          fromBuffer: () => new URL('a:'),
        },
      ],
    });
    const body = [TAG.instance, 0, ...text('x'), TAG.reference, 0];
    expect(thrown('ERR_MALFORMED_VALUE', () => codec.decode(message(body)))).toContain('leads nowhere');
  });
});

describe('a payload can neither exhaust the stack nor the memory', () => {
  it.for(
    Object.entries({
      array: [TAG.array, 1],
      object: [TAG.object, 1, 0, ...text('a')],
      set: [TAG.set],
      map: [TAG.map],
      error: [TAG.error, 0, 1, 0, ...text('cause')],
      instance: [TAG.instance, 0, ...text('x')],
    }),
  )('a million levels of %s', ([, level]) => {
    const codec = new Codec({
      types: [
        {
          name: 'x',
          matches: (value): value is URL => value instanceof URL,
          getBuffer: String,
          fromBuffer: () => new URL('a:'),
        },
      ],
    });
    const body = Array.from({ length: 1_000_000 }, () => level).flat();
    expect(thrown('ERR_MALFORMED_VALUE', () => codec.decode(message(body)))).toContain('levels deep');
  });

  it('a thousand nested arrays that say they are as long as the payload', () => {
    const filler = 1_000_000;
    const body = [
      ...Array.from({ length: 1000 }, () => [TAG.array, ...varint(filler)]).flat(),
      ...Array<number>(filler).fill(1),
    ];
    const before = process.memoryUsage();
    refused(body);
    const after = process.memoryUsage();
    const grown = after.heapUsed + after.external - before.heapUsed - before.external;
    expect(grown).toBeLessThan(200e6);
  });

  it('ten thousand errors, which get no stacks of ours', () => {
    const back: unknown = decode(
      message([TAG.array, ...varint(10_000), ...Array.from({ length: 10_000 }, () => [TAG.error, 0, 0, 0]).flat()]),
    );
    expect(back).toHaveLength(10_000);
    expect(field(back, 9999)).not.toHaveProperty('stack');
    expect(new Error('ours').stack).toContain('hostile.test.ts');
  });
});
