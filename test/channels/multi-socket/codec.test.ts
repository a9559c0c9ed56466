import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeAnswer, readAnswer } from '../../../src/channels/chunk-answer.js';
import {
  describeLanes,
  encodeEnd,
  readEnd,
  readLanes,
  readStriped,
  STRIPED_HEAD_BYTES,
  writeStriped,
} from '../../../src/channels/multi-socket/codec.js';
import { tensorduct } from '../../../src/wire/generated/control.js';
import { ProtoWriter } from '../../../src/wire/proto-writer.js';
import { loadGolden } from '../../wire/golden.js';

const { ChunkEnd } = tensorduct.v1;
const number = fc.maxSafeNat();
const violation: unknown = expect.objectContaining({ code: 'ERR_PROTOCOL' });

function striped(transfer: number, offset: number): Uint8Array {
  const writer = new ProtoWriter(new Uint8Array(STRIPED_HEAD_BYTES));
  writeStriped(writer, transfer, offset);
  return writer.bytes.subarray(0, writer.position);
}

describe('the head of a chunk on a lane', () => {
  it('is read as it was written, whatever the numbers', () => {
    fc.assert(
      fc.property(number, number, (transfer, offset) => {
        expect(readStriped(striped(transfer, offset))).toEqual({ transfer, offset });
      }),
    );
  });

  it.for(loadGolden('StripedChunk'))('$name: reads the golden bytes and writes them again', ({ bytes }) => {
    const { transfer, offset } = readStriped(bytes);
    expect(striped(transfer, offset)).toEqual(bytes);
  });

  it('of any other form is a violation', () => {
    const head = striped(1, 2);
    const changed = (index: number, byte: number): Uint8Array => head.slice().fill(byte, index, index + 1);
    for (const bad of [head.subarray(1), changed(0, 8), changed(9, 0x10), changed(8, 1), changed(17, 0xff)]) {
      expect(() => readStriped(bad)).toThrow(violation);
    }
  });
});

describe('the end of a transfer', () => {
  it('is read as it was written, and as the generated code writes it', () => {
    fc.assert(
      fc.property(number, number, (transfer, total) => {
        const bytes = Uint8Array.from(encodeEnd(transfer, total));
        expect(bytes).toEqual(Uint8Array.from(ChunkEnd.encode({ transfer, end: true, total }).finish()));
        expect(readEnd(bytes)).toEqual({ transfer, total });
      }),
    );
  });

  it('is not mistaken for an answer of the receiver, nor the other way round', () => {
    expect(() => readAnswer(encodeEnd(1, 5))).toThrow(violation);
    for (const what of [7, 'done', 'cancelled', 'refused'] as const) expect(readEnd(encodeAnswer(1, what))).toBeNull();
  });
});

it('descriptors of ends tell their lanes, and others none', () => {
  for (const lanes of [1, 2, 64]) expect(readLanes(describeLanes(lanes))).toBe(lanes);
  for (const bad of ['', 'any', describeLanes(0), describeLanes(65), describeLanes(1.5), `${describeLanes(2)} `]) {
    expect(readLanes(bad)).toBeNull();
  }
  expect(readLanes(describeLanes(2).replace('524288', '262144'))).toBeNull();
});
