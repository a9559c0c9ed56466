import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readChunk, writeChunk } from '../../src/channels/basic/chunk-codec.js';
import { encodeAnswer, readAnswer } from '../../src/channels/chunk-answer.js';
import { TensorductError } from '../../src/errors.js';
import { DEFAULT_MESSAGE_LIMITS } from '../../src/message/limits.js';
import {
  decodeDescriptor,
  descriptorBound,
  descriptorLimit,
  encodeDescriptor,
  type WireDescriptor,
  type WireOffer,
} from '../../src/wire/descriptor.js';
import { tensorduct } from '../../src/wire/generated/control.js';
import { ProtoWriter } from '../../src/wire/proto-writer.js';
import { loadGolden } from './golden.js';

const { Chunk, ChunkAnswer, Descriptor } = tensorduct.v1;

function encode(descriptor: WireDescriptor): Uint8Array {
  const writer = new ProtoWriter(new Uint8Array(descriptorBound(descriptor)));
  encodeDescriptor(writer, descriptor);
  return writer.bytes.slice(0, writer.position);
}

/** The same message for the generated code, which leaves out what proto3 leaves out. */
function toGenerated(descriptor: WireDescriptor): tensorduct.v1.Descriptor.$Properties {
  return {
    ...descriptor,
    tensors: descriptor.tensors.map(({ shape, ...rest }) => ({ ...rest, shape: [...shape] })),
  };
}

const number = fc.oneof(fc.nat(300), fc.maxSafeNat());
const metadata = fc.uint8Array({ maxLength: 200 });
const offer: fc.Arbitrary<WireOffer | null> = fc.option(
  fc.record({ transfer: number, channel: fc.nat(), data: fc.uint8Array({ maxLength: 256 }) }),
);
const device = fc.constantFrom('', 'cpu:0', 'cuda:1', 'a-very-long-device-name-of-32-chars:999999999');
const descriptors: fc.Arbitrary<WireDescriptor> = fc.record({
  metadata,
  payloads: fc.array(fc.record({ length: fc.nat(2 ** 30), metadata, offer }), { maxLength: 4 }),
  tensors: fc.array(
    fc.record({
      length: fc.nat({ max: 2 ** 31 - 1 }),
      metadata,
      offer,
      dtype: fc.nat(20),
      shape: fc.array(number, { maxLength: 64 }),
      sourceDevice: device,
      targetDevice: device,
      undecided: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
});

describe('the hand-written codec of Descriptor', () => {
  it('writes what the generated one writes, byte for byte', () => {
    fc.assert(
      fc.property(descriptors, (descriptor) => {
        const bytes = encode(descriptor);
        expect(bytes).toEqual(Uint8Array.from(Descriptor.encode(toGenerated(descriptor)).finish()));
        expect(bytes.length).toBeLessThanOrEqual(descriptorLimit(DEFAULT_MESSAGE_LIMITS));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('reads what the generated one writes, and what it writes itself', () => {
    fc.assert(
      fc.property(descriptors, (descriptor) => {
        const bytes = Uint8Array.from(Descriptor.encode(toGenerated(descriptor)).finish());
        expect(decodeDescriptor(bytes, DEFAULT_MESSAGE_LIMITS)).toEqual(descriptor);
      }),
      { seed: 2, numRuns: 300 },
    );
  });

  it.for(loadGolden('Descriptor'))('$name: reads the golden bytes and writes them again', ({ bytes }) => {
    expect(encode(decodeDescriptor(bytes, DEFAULT_MESSAGE_LIMITS))).toEqual(bytes);
  });

  it('passes over fields that it does not know, wherever they are', () => {
    fc.assert(
      fc.property(descriptors, fc.integer({ min: 100, max: 2 ** 20 }), metadata, (descriptor, field, data) => {
        const unknown = new ProtoWriter(new Uint8Array(600));
        unknown.varint(field * 8);
        unknown.varint(Number.MAX_SAFE_INTEGER);
        unknown.varint(field * 8 + 2);
        unknown.varint(data.length);
        unknown.raw(data);
        unknown.varint(field * 8 + 1);
        unknown.raw(new Uint8Array(8));
        unknown.varint(field * 8 + 5);
        unknown.raw(new Uint8Array(4));
        const parts = [unknown.bytes.subarray(0, unknown.position), encode(descriptor)];
        const bytes = Uint8Array.from(Buffer.concat(parts));
        expect(decodeDescriptor(bytes, DEFAULT_MESSAGE_LIMITS)).toEqual(descriptor);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  it('reads any bytes at all, or refuses them with a code', () => {
    const whatever = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.tuple(descriptors, fc.nat(), fc.nat(255)).map(([descriptor, position, value]) => {
        const bytes = encode(descriptor);
        if (bytes.length > 0) bytes[position % bytes.length] = value;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(whatever, (bytes) => {
        try {
          decodeDescriptor(bytes, DEFAULT_MESSAGE_LIMITS);
        } catch (error) {
          expect(error).toBeInstanceOf(TensorductError);
          expect(error).toMatchObject({ code: expect.stringMatching(/^ERR_(PROTOCOL|LIMIT_EXCEEDED)$/) as string });
        }
      }),
      { seed: 4, numRuns: 2000 },
    );
  });

  it('refuses every prefix that ends within a field', () => {
    const whole = encode({
      metadata: Uint8Array.of(1, 2, 3),
      payloads: [],
      tensors: [
        {
          length: 2 ** 40,
          metadata: Uint8Array.of(4),
          offer: { transfer: 300, channel: 1, data: Uint8Array.of(5) },
          dtype: 9,
          shape: [2, 2 ** 37],
          sourceDevice: 'cuda:1',
          targetDevice: '',
          undecided: false,
        },
      ],
    });
    for (let length = 1; length < whole.length; length++) {
      // The metadata is a field of its own.
      if (length === 5) continue;
      expect(() => decodeDescriptor(whole.subarray(0, length), DEFAULT_MESSAGE_LIMITS), `${length} bytes`).toThrow(
        expect.objectContaining({ code: 'ERR_PROTOCOL' }),
      );
    }
  });

  it('refuses a shape of more than 64 dimensions, and a name with control characters', () => {
    const refused = (tensor: tensorduct.v1.TensorDescriptor.$Properties): void => {
      const bytes = Descriptor.encode({ tensors: [tensor] }).finish();
      expect(() => decodeDescriptor(bytes, DEFAULT_MESSAGE_LIMITS)).toThrow(
        expect.objectContaining({ code: 'ERR_PROTOCOL' }),
      );
    };
    refused({ shape: Array.from({ length: 65 }, () => 1) });
    refused({ sourceDevice: 'cpu:0\n' });
    refused({ targetDevice: 'cpü:0' });
  });
});

describe('the hand-written codec of the channel `basic`', () => {
  const chunk = fc.record({ transfer: number, offset: number, end: fc.boolean() });

  it('writes and reads Chunk as the generated one does', () => {
    fc.assert(
      fc.property(chunk, ({ transfer, offset, end }) => {
        const writer = new ProtoWriter(new Uint8Array(24));
        writeChunk(writer, transfer, offset, end);
        const bytes = writer.bytes.slice(0, writer.position);
        expect(bytes).toEqual(Uint8Array.from(Chunk.encode({ transfer, offset, end }).finish()));
        expect(readChunk(bytes)).toEqual({ transfer, offset, end });
      }),
      { seed: 5 },
    );
  });

  it.for(loadGolden('Chunk'))('$name: reads the golden bytes and writes them again', ({ bytes }) => {
    const { transfer, offset, end } = readChunk(bytes);
    const writer = new ProtoWriter(new Uint8Array(24));
    writeChunk(writer, transfer, offset, end);
    expect(writer.bytes.slice(0, writer.position)).toEqual(bytes);
  });

  it('writes and reads ChunkAnswer as the generated one does', () => {
    const what = fc.oneof(
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
      fc.constantFrom('done', 'cancelled', 'refused'),
    );
    fc.assert(
      fc.property(number, what, (transfer, said) => {
        const answer = typeof said === 'number' ? { granted: said } : { [said]: true };
        const bytes = Uint8Array.from(encodeAnswer(transfer, said));
        expect(bytes).toEqual(Uint8Array.from(ChunkAnswer.encode({ transfer, ...answer }).finish()));
        const [granted, verdict] = typeof said === 'number' ? [said, null] : [0, said];
        expect(readAnswer(bytes)).toEqual({ transfer, granted, verdict });
      }),
      { seed: 6 },
    );
  });

  // A verdict of ours says nothing else.
  const answers = loadGolden('ChunkAnswer').filter(({ name }) => name !== 'ChunkAnswer.done');
  it.for(answers)('$name: reads the golden bytes and writes them again', ({ bytes }) => {
    const { transfer, granted, verdict } = readAnswer(bytes);
    expect(Uint8Array.from(encodeAnswer(transfer, verdict ?? granted))).toEqual(bytes);
  });

  it('refuses an answer that says nothing, or two things', () => {
    for (const answer of [{}, { granted: 5, done: true }, { done: true, refused: true }]) {
      expect(() => readAnswer(ChunkAnswer.encode({ transfer: 1, ...answer }).finish())).toThrow(
        expect.objectContaining({ code: 'ERR_PROTOCOL' }),
      );
    }
  });
});
