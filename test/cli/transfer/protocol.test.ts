import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeAnswer, decodeHead, encodeAnswer, encodeHead, segmentsOf } from '../../../src/cli/transfer/protocol.js';
import { TensorductError } from '../../../src/errors.js';

const HEAD = { name: 'a/b.npy', format: 'npy', size: 10, offset: 4, last: true };

describe('the name of a file', () => {
  it.for(['a', 'a/b.npy', '.hidden', 'a/..b', '...', 'ä ö/漢字', 'a\\b', 'x'.repeat(255)])('may be %j', (name) => {
    expect(segmentsOf(name)).toEqual(name.split('/'));
  });

  it.for([
    '',
    '/',
    '/etc/passwd',
    '..',
    '../a',
    'a/../../b',
    'a/..',
    './a',
    'a//b',
    'a/',
    'a\0b',
    'a\nb',
    'a\x1b[2Jb',
    'a\u009bb',
    '\ud800',
    'x'.repeat(256),
    'ä'.repeat(128),
    'a/'.repeat(3000) + 'b',
  ])('cannot be %j', (name) => {
    expect(segmentsOf(name)).toBeNull();
  });
});

describe('what both ends say', () => {
  it('is read as it was said', () => {
    expect(decodeHead(encodeHead(HEAD))).toEqual(HEAD);
    expect(decodeAnswer(encodeAnswer({ name: 'a' }))).toEqual({ name: 'a', refused: undefined });
    expect(decodeAnswer(encodeAnswer({ name: 'a', refused: 'full' }))).toEqual({ name: 'a', refused: 'full' });
  });

  it.for([
    ['size', -1],
    ['size', 1.5],
    ['size', 2 ** 53],
    ['offset', 11],
    ['offset', '0'],
    ['name', 7],
    ['last', 'yes'],
    ['format', null],
    ['format', 'npy\x1b[2J'],
    ['tensorduct', 'answer'],
  ] as const)('with %s %j is an error', ([key, value]) => {
    const fields = JSON.parse(Buffer.from(encodeHead(HEAD)).toString()) as object;
    const metadata = Buffer.from(JSON.stringify({ ...fields, [key]: value }));
    expect(() => decodeHead(metadata)).toThrow(expect.objectContaining({ code: 'ERR_PROTOCOL' }));
  });

  it('of another version is an error that says so', () => {
    const metadata = Buffer.from(JSON.stringify({ tensorduct: 'file', version: 2 }));
    expect(() => decodeHead(metadata)).toThrow(expect.objectContaining({ code: 'ERR_VERSION_MISMATCH' }));
  });

  it('may be any bytes, and gives an error of ours', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    fc.assert(
      fc.property(bytes, (metadata) => {
        for (const decode of [decodeHead, decodeAnswer]) expect(() => decode(metadata)).toThrow(TensorductError);
      }),
    );
  });
});
