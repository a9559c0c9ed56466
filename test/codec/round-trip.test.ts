import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { decode, encode } from '../../src/codec/codec.js';
import type { Message } from '../../src/message/message.js';
import { carried, field, keysOf } from '../support/values.js';

describe('a value comes back', () => {
  it.for<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['booleans', [true, false]],
    ['small integers', [0, 1, 127, 128, -1, -128]],
    ['large integers', [2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 53 - 1, -(2 ** 53)]],
    ['fractions', [0.1, -1.5, Number.MIN_VALUE, Number.MAX_VALUE]],
    ['numbers that are none', [NaN, Infinity, -Infinity]],
    ['bigints', [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, -(2n ** 63n) - 1n, 12345678901234567890123n ** 9n]],
    ['short strings', ['', 'a', 'é', 'ÿ', 'Ā', '日本', '😀']],
    ['long strings', ['x'.repeat(10_000), 'é'.repeat(10_000), '日'.repeat(100_000)]],
    [
      'strings at the lengths where their form changes',
      [12, 13, 40, 41].flatMap((n) => ['x'.repeat(n), 'あ'.repeat(n)]),
    ],
    ['halves of surrogate pairs', ['\ud83d', '\ude00', `${'x'.repeat(50)}\udfff`]],
    ['nested objects', { a: { b: { c: [1, { d: 2 }] } } }],
    ['an object without properties', {}],
    ['keys of every kind', { '': 1, 0: 2, '-1': 3, 'a b': 4, ключ: 5, constructor: 6, hasOwnProperty: 7 }],
    ['dates', [new Date(0), new Date(1e12), new Date(-1), new Date(NaN)]],
    ['regular expressions', [/a/, /[/\]]+\/é/giu, new RegExp('')]],
    [
      'maps',
      new Map<unknown, unknown>([
        [1, 'a'],
        ['k', new Map()],
        [{ a: 1 }, undefined],
        [NaN, null],
      ]),
    ],
    ['sets', new Set<unknown>([1, 'a', undefined, { a: 1 }, new Set()])],
  ])('%s', ([, value]) => {
    expect(carried(value)).toStrictEqual(value);
  });

  it('minus zero', () => {
    expect(carried([-0, 0])).toStrictEqual([-0, 0]);
    expect(Object.is(carried(-0), -0)).toBe(true);
  });

  it('holes of an array, which are not the same as undefined', () => {
    const holes = [, 1, , undefined, ,];
    const back = carried(holes);
    expect(back).toHaveLength(5);
    expect(keysOf(back)).toEqual(['1', '3']);
  });

  it('an object without a prototype', () => {
    const value = { a: 1 };
    Object.setPrototypeOf(value, null);
    const back = carried(value);
    expect(back).toStrictEqual(value);
    expect(Object.getPrototypeOf(back)).toBeNull();
  });

  it('the order of properties, entries and elements', () => {
    const back = carried({
      b: 1,
      a: 2,
      map: new Map([
        ['z', 1],
        ['y', 2],
      ]),
      set: new Set(['z', 'y']),
    });
    expect(JSON.stringify(keysOf(back))).toBe('["b","a","map","set"]');
    expect(back).toSatisfy((value: { map: Map<string, number>; set: Set<string> }) => {
      return [...value.map.keys(), ...value.set].join() === 'z,y,z,y';
    });
  });

  it('what a getter gives, and only properties that can be seen', () => {
    const value = Object.defineProperty(
      {
        get a() {
          return 1;
        },
        [Symbol('s')]: 2,
      },
      'hidden',
      { value: 3 },
    );
    expect(carried(value)).toStrictEqual({ a: 1 });
  });

  it('plain objects and arrays of another realm', () => {
    const value: unknown = runInNewContext(
      '({ a: [1, { b: 2 }], bytes: Uint8Array.of(1, 2), map: new Map([[1, 2]]) })',
    );
    expect(carried(value)).toStrictEqual({ a: [1, { b: 2 }], bytes: Uint8Array.of(1, 2), map: new Map([[1, 2]]) });
  });

  it('at a thousand levels of nesting', () => {
    let value: unknown = 'bottom';
    for (let i = 0; i < 1000; i++) value = i % 2 === 0 ? [value] : { down: value };
    let back = carried(value);
    for (let i = 999; i >= 0; i--) back = field(back, i % 2 === 0 ? '0' : 'down');
    expect(back).toBe('bottom');
  });

  it('when a payload of another value was begun before this one was done', () => {
    const inner: Message[] = [];
    const value = {
      before: 'x'.repeat(100),
      get nested() {
        inner.push(encode('inner'.repeat(20)));
        return 1;
      },
      after: 'y'.repeat(100),
    };
    const messages = [encode(value), encode(value)];
    expect(messages.map((message) => decode(message))).toStrictEqual(
      Array.from({ length: 2 }, () => ({ before: 'x'.repeat(100), nested: 1, after: 'y'.repeat(100) })),
    );
    expect(inner.map((message) => decode(message))).toEqual(['inner'.repeat(20), 'inner'.repeat(20)]);
  });

  it('each of ten thousand small ones that are kept, though their payloads share memory', () => {
    const messages = Array.from({ length: 10_000 }, (_, i) => encode({ i, text: `number ${i}` }));
    messages.forEach((message, i) => expect(decode(message)).toEqual({ i, text: `number ${i}` }));
  });
});

describe('an error comes back', () => {
  it.for([Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError])('of class %o', (Class) => {
    const error = new Class('no luck');
    const back = carried(error);
    expect(back).toBeInstanceOf(Class);
    expect(back).toMatchObject({ name: Class.name, message: 'no luck', stack: error.stack });
    expect(keysOf(back)).toEqual([]);
  });

  it('with its cause, its properties, and the errors that it sums up', () => {
    const cause = new TypeError('underneath');
    const error = Object.assign(new AggregateError([cause, 'text'], 'all', { cause }), { code: 'ERR_X', errno: -2 });
    const back = carried(error);
    expect(back).toBeInstanceOf(AggregateError);
    expect(back).toMatchObject({ message: 'all', code: 'ERR_X', errno: -2 });
    expect(field(back, 'cause')).toBeInstanceOf(TypeError);
    expect(field(field(back, 'errors'), 0)).toBe(field(back, 'cause'));
    expect(keysOf(back).toSorted()).toEqual(['code', 'errno']);
  });

  it('of a class of the program as the one it is derived from, with its name', () => {
    class LoadError extends RangeError {
      override readonly name = 'LoadError';
    }
    const back = carried(new LoadError('too far'));
    expect(back).toBeInstanceOf(RangeError);
    expect(String(back)).toBe('LoadError: too far');
    const aborted = carried(AbortSignal.abort().reason);
    expect(aborted).toBeInstanceOf(Error);
    expect(aborted).toMatchObject({ name: 'AbortError', message: 'This operation was aborted' });
  });

  it('that contains itself, and one without a message', () => {
    const error = new Error();
    error.cause = error;
    const back = carried(error);
    expect(field(back, 'cause')).toBe(back);
    expect(back).toHaveProperty('message', '');
  });
});

describe('what is referenced twice', () => {
  it('comes back once', () => {
    const shared = { a: 1 };
    const date = new Date(5);
    const pattern = /x/;
    const back = carried([shared, shared, { deep: [shared] }, date, date, pattern, pattern]);
    expect(back).toSatisfy(
      ([a, b, c, d, e, f, g]: [object, object, { deep: [object] }, object, object, object, object]) => {
        return a === b && c.deep[0] === a && d === e && f === g;
      },
    );
  });

  it('is not mistaken for what only looks the same', () => {
    expect(carried([{ a: 1 }, { a: 1 }])).toSatisfy(([a, b]: [object, object]) => a !== b);
  });

  it('may contain itself, in every kind of container', () => {
    const object: Record<string, unknown> = {};
    const array: unknown[] = [object];
    const map = new Map<unknown, unknown>([[array, object]]);
    const set = new Set<unknown>([map]);
    map.set(map, map);
    set.add(set);
    Object.assign(object, { object, array, map, set });
    const back = carried(object);
    expect(back).toSatisfy(
      (o: { object: unknown; array: unknown[]; map: Map<unknown, unknown>; set: Set<unknown> }) => {
        return (
          o.object === o &&
          o.array[0] === o &&
          o.map.get(o.array) === o &&
          o.map.get(o.map) === o.map &&
          o.set.has(o.set) &&
          o.set.has(o.map)
        );
      },
    );
  });
});
