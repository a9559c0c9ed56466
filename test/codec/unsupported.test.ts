import { describe, expect, it } from 'vitest';
import { Codec, encode } from '../../src/codec/codec.js';
import { thrown } from '../support/errors.js';

class Point {
  x = 1;
}
class Tensor extends Float32Array {}

const message = (value: unknown) => thrown('ERR_UNSUPPORTED_VALUE', () => encode(value));

describe('a value that cannot be sent', () => {
  it.for<[string, unknown, string]>([
    ['a function', () => {}, 'value is a function'],
    ['a class', { a: Point }, 'value.a is a function'],
    ['a symbol', { items: [0, 1, 2, { callback: Symbol('s') }] }, 'value.items[3].callback is a symbol'],
    ['a WeakMap', [new WeakMap()], 'value[0] is an instance of WeakMap'],
    ['a promise', { a: Promise.resolve() }, 'value.a is an instance of Promise'],
    ['an instance of a class', { at: new Point() }, 'value.at is an instance of Point'],
    ['a proxy of one', { at: new Proxy(new Point(), {}) }, 'value.at is an instance of Point'],
    ['a proxy of a Map', new Proxy(new Map(), {}), 'value is an instance of Map'],
    ['an instance of a derived Map', new (class Named extends Map {})(), 'value is an instance of Named'],
    ['an instance of a derived array', new (class List extends Array {})(), 'value is an instance of List'],
    ['SPDL-H6 a typed array of a class of that name', new Tensor(4), 'value is an instance of Tensor'],
    ['a boxed number', Object(1), 'value is an instance of Number'],
    ['an object of an object', Object.create({ inherited: 1 }), 'value is an instance of Object'],
    [
      'a key of a Map',
      new Map(
        [
          [1, 2],
          [Object(1), 2],
        ].map(([a, b]) => [a, b]),
      ),
      'value.keys()[1] is',
    ],
    ['an entry of a Map', { m: new Map([['k', () => {}]]) }, 'value.m.values()[0] is a function'],
    ['an element of a Set', new Set([1, () => {}]), 'value.values()[1] is a function'],
    ['the cause of an error', new Error('x', { cause: () => {} }), 'value.cause is a function'],
    ['under a key with spaces', { 'a b': { 'c-d': () => {} } }, 'value["a b"]["c-d"] is a function'],
  ])('%s fails with its path', ([, value, expected]) => {
    expect(message(value)).toContain(expected);
  });

  it('SPDL-H6 a class named Tensor is not claimed, and no method of it is called', () => {
    class Tensor {
      type = 'float32';
      dims = [1];
      get data(): never {
        throw new Error('was read');
      }
      serialize(): never {
        throw new Error('was called');
      }
    }
    expect(message({ t: new Tensor() })).toContain('value.t is an instance of Tensor');
  });

  it('fails when it is nested too deep, without a path as long as that', () => {
    let value: unknown = 1;
    for (let i = 0; i < 1001; i++) value = [value];
    const text = message(value);
    expect(text).toContain('nested more than 1000 levels deep');
    expect(text.length).toBeLessThan(400);
    for (let i = 0; i < 100_000; i++) value = { value };
    expect(message(value)).toContain('nested more than 1000 levels deep');
  });

  it('fails in a getter with the error that this has thrown', () => {
    const cause = new Error('not yet');
    const value = {
      list: [
        {
          get a() {
            throw cause;
          },
        },
      ],
    };
    expect(() => encode(value)).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_VALUE', cause }));
    expect(message(value)).toContain('value.list[0].a could not be read: not yet');
  });

  it('leaves nothing behind: the next one is written as ever', () => {
    const codec = new Codec();
    for (let i = 0; i < 100; i++) {
      message({ before: 'x'.repeat(1000), bad: () => {} });
      expect(codec.decode(codec.encode({ i }))).toEqual({ i });
    }
  });
});
