import { describe, expect, it, vi } from 'vitest';
import { Codec } from '../../src/codec/codec.js';
import type { TypeHandler } from '../../src/codec/type-handler.js';
import { thrown } from '../support/errors.js';
import { carried } from '../support/values.js';

/** Two buffers and what describes them. */
class Image {
  constructor(
    readonly pixels: Uint8Array,
    readonly mask: Uint8Array,
    readonly width: number,
  ) {}
}

interface ImageParts {
  readonly pixels: Uint8Array;
  readonly mask: Uint8Array;
  readonly width: number;
}

function isParts(value: unknown): value is ImageParts {
  return typeof value === 'object' && value !== null && 'pixels' in value && 'mask' in value && 'width' in value;
}

const images: TypeHandler<Image> = {
  name: 'image',
  matches: (value) => value instanceof Image,
  getBuffer: ({ pixels, mask, width }) => ({ pixels, mask, width }),
  fromBuffer: (parts) => {
    if (!isParts(parts)) throw new TypeError('these are not the parts of an image');
    return new Image(parts.pixels, parts.mask, parts.width);
  },
};

const urls: TypeHandler<URL> = {
  name: 'url',
  matches: (value) => value instanceof URL,
  getBuffer: (url) => url.href,
  fromBuffer: (href) => new URL(String(href)),
};

const codec = new Codec({ types: [images, urls] });
const image = (length: number) => new Image(new Uint8Array(length).fill(7), new Uint8Array(length / 2).fill(1), 10);

describe('a handler', () => {
  it('carries instances of a class with several buffers, the large ones beside the payload', () => {
    const value = { images: [image(100), image(100_000)], from: new URL('https://example.org/a?b') };
    const { tensors = [] } = codec.encode(value);
    expect(tensors).toHaveLength(2);
    const back = carried(value, codec);
    expect(back).toStrictEqual(value);
    expect(back).toSatisfy((other: typeof value) => other.images.every((one) => one instanceof Image));
  });

  it('keeps what is referenced twice, also between instances', () => {
    const [one, two] = [image(10_000), image(10_000)];
    const sharing = new Image(one.pixels, two.mask, 1);
    const back = carried([one, one, sharing, two], codec);
    expect(back).toSatisfy(([a, b, c, d]: Image[]) => a === b && c.pixels === a.pixels && c.mask === d.mask);
    expect(codec.encode([one, one, sharing, two]).tensors).toHaveLength(4);
  });

  it('SPDL-H9 is asked for the parts of an instance once, however often that is referenced', () => {
    const getBuffer = vi.fn(urls.getBuffer);
    const url = new URL('https://example.org/');
    const counting = new Codec({ types: [{ ...urls, getBuffer }] });
    counting.encode([url, url, { url }]);
    expect(getBuffer).toHaveBeenCalledTimes(1);
    counting.encode(url);
    expect(getBuffer).toHaveBeenCalledTimes(2);
  });

  it('has a value before the own types of the codec, and the first that matches has it', () => {
    const text = (name: string): TypeHandler<Date> => ({
      name,
      matches: (value) => value instanceof Date,
      getBuffer: (date) => date.getTime(),
      fromBuffer: (time) => new Date(Number(time) + 1),
    });
    const later = new Codec({ types: [text('first'), text('second')] });
    expect(carried(new Date(5), later)).toEqual(new Date(6));
    thrown('ERR_UNKNOWN_TYPE', () => new Codec({ types: [text('second')] }).decode(later.encode(new Date(5))));
  });

  it('is not asked for plain objects and arrays', () => {
    const asked: object[] = [];
    const matches = (value: object): value is URL => {
      asked.push(value);
      return value instanceof URL;
    };
    const [map, url] = [new Map(), new URL('https://example.org/')];
    new Codec({ types: [{ ...urls, matches }] }).encode([{ a: [1] }, map, url]);
    expect(asked).toEqual([map, url]);
  });

  it('cannot carry an instance that contains itself', () => {
    const parts: { self?: URL } = {};
    const url = new URL('https://example.org/');
    parts.self = url;
    const cyclic = new Codec({ types: [{ ...urls, getBuffer: () => parts }] });
    const message = thrown('ERR_UNSUPPORTED_VALUE', () => cyclic.encode([url]));
    expect(message).toContain('value[0].getBuffer().self is an instance that contains itself');
  });

  it('that throws fails the value, with the error as the cause', () => {
    const cause = new Error('no luck');
    const fails = (): never => {
      throw cause;
    };
    const writing = new Codec({ types: [{ ...urls, getBuffer: fails }] });
    const url = new URL('https://example.org/');
    expect(() => writing.encode({ url })).toThrow(expect.objectContaining({ code: 'ERR_UNSUPPORTED_VALUE', cause }));
    const reading = new Codec({ types: [{ ...urls, fromBuffer: fails }] });
    expect(() => reading.decode(codec.encode(url))).toThrow(
      expect.objectContaining({ code: 'ERR_MALFORMED_VALUE', cause }),
    );
  });

  it('must be there at the other end, under a name that only it has', () => {
    const message = thrown('ERR_UNKNOWN_TYPE', () => new Codec().decode(codec.encode(image(10))));
    expect(message).toContain('"image"');
    thrown('ERR_INVALID_ARGUMENT', () => new Codec({ types: [urls, { ...images, name: 'url' }] }));
  });
});
