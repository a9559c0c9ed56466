import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Codec } from '../../src/codec/codec.js';
import { TensorductError } from '../../src/errors.js';
import { carried, sent } from '../support/values.js';

const RUNS = Number(process.env.TENSORDUCT_FUZZ_RUNS ?? 400);
const codec = new Codec({ threshold: 64 });

const scalars = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.boolean(),
  fc.constantFrom(undefined, null, NaN, -0),
  fc.string({ unit: 'binary' }),
  fc.string({ maxLength: 100 }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.date({ noInvalidDate: false }),
);

/** Views of one buffer, anywhere in it. */
const memory = fc
  .record({
    bytes: fc.uint8Array({ maxLength: 200 }),
    cuts: fc.array(
      fc.tuple(fc.nat(200), fc.nat(200), fc.constantFrom('Uint8Array', 'Int16Array', 'Float32Array', 'Buffer')),
    ),
    whole: fc.boolean(),
  })
  .map(({ bytes, cuts, whole }) => {
    const buffer = bytes.slice().buffer;
    const views = cuts.flatMap(([start, length, kind]): ArrayBufferView[] => {
      const size = kind === 'Float32Array' ? 4 : kind === 'Int16Array' ? 2 : 1;
      const offset = Math.floor(start / size) * size;
      const elements = Math.min(length, Math.floor((buffer.byteLength - offset) / size));
      if (elements < 0) return [];
      if (kind === 'Float32Array') return [new Float32Array(buffer, offset, elements)];
      if (kind === 'Int16Array') return [new Int16Array(buffer, offset, elements)];
      return [kind === 'Buffer' ? Buffer.from(buffer, offset, elements) : new Uint8Array(buffer, offset, elements)];
    });
    return whole ? [...views, buffer] : views;
  });

const keys = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'a', 'b', '0'));

/** Containers whose children are picked from all nodes, so that anything may be referenced twice and contain itself. */
const graphs = fc
  .array(
    fc.record({
      kind: fc.constantFrom('object', 'bare', 'array', 'map', 'set'),
      children: fc.array(fc.tuple(keys, fc.nat(30), fc.nat(30)), { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .chain((nodes) => fc.tuple(fc.constant(nodes), fc.array(fc.oneof(scalars, memory), { maxLength: 8 })))
  .map(([nodes, leaves]) => {
    const made = nodes.map(({ kind }): object => {
      if (kind === 'array') return [];
      if (kind === 'map') return new Map<unknown, unknown>();
      if (kind === 'set') return new Set();
      const node = {};
      if (kind === 'bare') Object.setPrototypeOf(node, null);
      return node;
    });
    const all: unknown[] = [...made, ...leaves];
    nodes.forEach(({ children }, i) => {
      const node = made[i];
      for (const [key, a, b] of children) {
        const child = all[a % all.length];
        if (Array.isArray(node)) node.push(child);
        else if (node instanceof Map) node.set(all[b % all.length], child);
        else if (node instanceof Set) node.add(child);
        else Object.defineProperty(node, key, { value: child, enumerable: true, writable: true, configurable: true });
      }
    });
    return made[0];
  });

/** Everything with an identity, in the order in which it is met: two values of one shape have the same numbers. */
function identities(value: unknown): string {
  const seen = new Map<unknown, number>();
  const found: (number | string)[] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const number = seen.get(node);
    found.push(number ?? 'new');
    if (number !== undefined) return;
    seen.set(node, seen.size);
    if (node instanceof Map) [...node].flat().forEach(walk);
    else if (node instanceof Set) [...node].forEach(walk);
    else if (!ArrayBuffer.isView(node))
      Object.keys(node).forEach((key) => walk(Object.getOwnPropertyDescriptor(node, key)?.value));
  };
  walk(value);
  return found.join();
}

describe('any value', () => {
  it('comes back equal, with the same identities', () => {
    fc.assert(
      fc.property(graphs, (value) => {
        const back = carried(value, codec);
        expect(identities(back)).toBe(identities(value));
        expect(isDeepStrictEqual(back, value)).toBe(true);
      }),
      { numRuns: RUNS, seed: 7 },
    );
  });

  it('is written the same again after it has travelled', () => {
    fc.assert(
      fc.property(graphs, (value) => {
        const once = codec.encode(carried(value, codec));
        const twice = codec.encode(codec.decode(sent(once)));
        expect(Buffer.compare(once.payloads?.[0].data ?? Buffer.of(), twice.payloads?.[0].data ?? Buffer.of(1))).toBe(
          0,
        );
      }),
      { numRuns: RUNS, seed: 8 },
    );
  });
});

describe('any bytes', () => {
  const mutations = fc.array(
    fc.record({
      at: fc.nat(),
      // Marks, counts and what stands for the largest numbers: what a decoder would trip over.
      byte: fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0x80, max: 0x9a }),
        fc.constantFrom(0, 0x7f, 0xff),
      ),
      how: fc.constantFrom('set', 'insert', 'remove', 'cut'),
    }),
    { minLength: 1, maxLength: 4 },
  );

  it('give a value or a TensorductError, and nothing else happens', () => {
    const reached = { values: 0, errors: 0 };
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    fc.assert(
      fc.property(graphs, mutations, (value, changes) => {
        const { payloads = [], tensors } = sent(codec.encode(value));
        const bytes = [...payloads[0].data];
        for (const { at, byte, how } of changes) {
          // The head is checked by tests of its own.
          const place = 8 + (at % Math.max(1, bytes.length - 8));
          if (how === 'set') bytes[place] = byte;
          else if (how === 'insert') bytes.splice(place, 0, byte);
          else if (how === 'remove') bytes.splice(place, 1);
          else bytes.splice(place);
        }
        try {
          codec.decode({ payloads: [{ data: Uint8Array.from(bytes) }], tensors });
          reached.values++;
        } catch (error) {
          if (!(error instanceof TensorductError)) throw error;
          reached.errors++;
        }
      }),
      { numRuns: 10 * RUNS, seed: 9 },
    );
    expect(Math.min(reached.values, reached.errors)).toBeGreaterThan(RUNS / 4);
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });

  it('behind a true head as well', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, body) => {
        const data = Uint8Array.of(0x54, 0x56, 1, 0, body & 255, body >> 8, 0, 0, ...bytes);
        try {
          codec.decode({ payloads: [{ data }] });
        } catch (error) {
          if (!(error instanceof TensorductError)) throw error;
        }
      }),
      { numRuns: 10 * RUNS, seed: 10 },
    );
  });
});
