import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BOUND, readChunk, writeChunk } from '../../../src/channels/basic/chunk-codec.js';
import { encodeAnswer, readAnswer, type Verdict } from '../../../src/channels/chunk-answer.js';
import { TensorductError } from '../../../src/errors.js';
import { ProtoWriter } from '../../../src/wire/proto-writer.js';

const number = fc.maxSafeNat();
const verdict = fc.constantFrom<Verdict>('done', 'cancelled', 'refused');

function chunk(transfer: number, offset: number, end: boolean): Uint8Array {
  const writer = new ProtoWriter(new Uint8Array(CHUNK_BOUND));
  writeChunk(writer, transfer, offset, end);
  return writer.bytes.subarray(0, writer.position);
}

/** Reads hostile bytes: the only thing it may throw is a violation. */
function attempt<T>(read: () => T): T | 'ERR_PROTOCOL' {
  try {
    return read();
  } catch (error) {
    if (error instanceof TensorductError && error.code === 'ERR_PROTOCOL') return 'ERR_PROTOCOL';
    throw error;
  }
}

describe('the codec of chunks', () => {
  it('writes the bytes of the protobuf schema', () => {
    expect(Buffer.from(chunk(300, 1, true)).toString('hex')).toBe('08ac0210011801');
    expect(Buffer.from(encodeAnswer(1, 4194304)).toString('hex')).toBe('08011080808002');
    expect(Buffer.from(encodeAnswer(1, 'done')).toString('hex')).toBe('08011801');
    expect(Buffer.from(encodeAnswer(1, 'cancelled')).toString('hex')).toBe('08012001');
    expect(Buffer.from(encodeAnswer(1, 'refused')).toString('hex')).toBe('08012801');
  });

  it('reads back what it wrote, whatever the numbers', () => {
    fc.assert(
      fc.property(number, number, fc.boolean(), (transfer, offset, end) => {
        expect(readChunk(chunk(transfer, offset, end))).toEqual({ transfer, offset, end });
      }),
    );
    fc.assert(
      fc.property(number, fc.oneof(fc.integer({ min: 1 }), verdict), (transfer, what) => {
        const read = readAnswer(encodeAnswer(transfer, what));
        expect(read).toEqual(
          typeof what === 'number'
            ? { transfer, granted: what, verdict: null }
            : { transfer, granted: 0, verdict: what },
        );
      }),
    );
  });

  it('skips fields of later versions', () => {
    expect(readChunk(Buffer.from('08057a03616263f80101', 'hex'))).toEqual({ transfer: 5, offset: 0, end: false });
  });

  it('refuses an answer that says nothing or two things', () => {
    for (const hex of ['', '0801', '080110011801', '080118012001', '08012001 2801']) {
      const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
      expect(attempt(() => readAnswer(bytes))).toBe('ERR_PROTOCOL');
    }
  });

  it('throws nothing but violations for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        attempt(() => readChunk(bytes));
        attempt(() => readAnswer(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});
