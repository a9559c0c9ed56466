import { describe, expect, it } from 'vitest';
import { readBodyLength, writeFrameHeader, FrameType } from '../../src/wire/frame.js';
import { checkVersion, decodePreamble, encodePreamble, PREAMBLE_BYTES } from '../../src/wire/preamble.js';

describe('the preamble', () => {
  it('is these bytes', () => {
    expect(Buffer.from(encodePreamble()).toString('hex')).toBe('89544455435' + '40d0a' + '0100' + '0000' + '00000000');
    expect(encodePreamble().length).toBe(PREAMBLE_BYTES);
  });

  it('of another minor version and with capabilities can be read', () => {
    const bytes = encodePreamble();
    bytes.set([1, 0, 2, 3, 4, 5, 6, 255], 8);
    expect(decodePreamble(bytes)).toEqual({ major: 1, minor: 0x0302, capabilities: 0xff060504 });
    checkVersion(decodePreamble(bytes));
  });

  it('of another major version is ERR_VERSION_MISMATCH, which names both', () => {
    const bytes = encodePreamble();
    bytes[8] = 2;
    expect(() => checkVersion(decodePreamble(bytes))).toThrow(/2\.0 .* 1\.0.*ERR_VERSION_MISMATCH/);
  });

  it('with any other magic is ERR_PROTOCOL', () => {
    for (let i = 0; i < 8; i++) {
      const bytes = encodePreamble();
      bytes[i] ^= 0x20;
      expect(() => decodePreamble(bytes)).toThrow(expect.objectContaining({ code: 'ERR_PROTOCOL' }));
    }
  });
});

it('the header of a frame holds lengths up to 2^53 - 1', () => {
  const bytes = new Uint8Array(20);
  for (const length of [0, 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40 + 5, Number.MAX_SAFE_INTEGER]) {
    writeFrameHeader(bytes, 3, FrameType.message, 7, length);
    expect(readBodyLength(bytes, 3)).toBe(length);
  }
});
