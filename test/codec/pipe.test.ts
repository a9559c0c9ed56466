import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Codec, Context, decode, encode, ReceivedTensor, type Listener, type Pipe } from '../../src/index.js';
import { EMPTY } from '../../src/message/bytes.js';
import { within } from '../../src/testing/deadlines.js';
import { eventually } from '../support/descriptors.js';
import { field } from '../support/values.js';
import { Warnings } from '../support/warnings.js';

let context: Context;
let listener: Listener;
let writer: Pipe;
let reader: Pipe;

beforeEach(async () => {
  context = new Context({ name: 'test' });
  listener = await context.listen('memory://');
  writer = context.connect(listener.urls[0]);
  reader = await within(listener.accept(), 'the pipe');
});
afterEach(() => context.close());

const rejection = (promise: Promise<unknown>) => expect(within(promise, 'the rejection')).rejects;

describe('pipe.send and pipe.values', () => {
  it('carry values in order, large and small, until the end', async () => {
    const values = [1, 'two', { three: [3] }, new Float32Array(20_000).fill(4), null, undefined, new Map([[5, 6]])];
    const sending = Promise.all(values.map((value) => writer.send(value))).then(() => writer.close());
    const received: unknown[] = [];
    for await (const value of reader.values({ copy: true })) received.push(value);
    await within(sending, 'the writes');
    expect(received).toEqual(values);
  });

  it('resolve as writes do, and take their options', async () => {
    await rejection(writer.send(1, { signal: AbortSignal.abort() })).toMatchObject({ code: 'ERR_ABORTED' });
    await rejection(writer.send(new Uint8Array(200_000), { timeoutMs: 1 })).toMatchObject({ code: 'ERR_TIMEOUT' });
    await within(writer.send(new Uint8Array(200_000), { eager: true }), 'the eager write');
    const values = reader.values();
    expect((await within(values.next(), 'the value')).value).toEqual(new Uint8Array(200_000));
    await within(values.return(), 'the end');
    await rejection(reader.values({ timeoutMs: 1 }).next()).toMatchObject({ code: 'ERR_TIMEOUT' });
  });

  it('reject what cannot be sent with its path, and the pipe goes on', async () => {
    await rejection(writer.send({ items: [{ callback() {} }] })).toMatchObject({
      code: 'ERR_UNSUPPORTED_VALUE',
      message: expect.stringContaining('value.items[0].callback') as string,
    });
    void writer.send('next');
    expect((await within(reader.values().next(), 'the value')).value).toBe('next');
  });

  it('tell of what cannot be sent by a warning if nobody waits for the promise', async () => {
    using warnings = new Warnings();
    void writer.send(() => {});
    await eventually(() => warnings.codes.length > 0, 'the warning');
    expect(warnings.codes).toEqual(['ERR_UNSUPPORTED_VALUE']);
  });

  it('leave the stream in step when one value cannot be made', async () => {
    class Image {
      readonly width = 1;
    }
    const type = { name: 'image', matches: (value: object): value is Image => value instanceof Image };
    const codec = new Codec({
      types: [{ ...type, getBuffer: () => new Uint8Array(50_000), fromBuffer: () => new Image() }],
    });
    const sending = [
      writer.send(1),
      writer.send(new Image(), { codec }),
      writer.write({ payloads: [{ data: Buffer.from('not a value') }] }),
      writer.send(2),
      writer.send(new Image(), { codec }),
    ];
    const values = reader.values();
    expect((await within(values.next(), 'the first')).value).toBe(1);
    await rejection(values.next()).toMatchObject({ code: 'ERR_UNKNOWN_TYPE', operation: 'values', local: reader.id });
    await rejection(values.next()).toMatchObject({ code: 'ERR_MALFORMED_VALUE' });
    expect((await within(values.next(), 'the next')).value).toBe(2);
    await within(values.return(), 'the end');
    const known = reader.values({ codec });
    expect((await within(known.next(), 'the image')).value).toBeInstanceOf(Image);
    await within(Promise.all(sending), 'the writes');
  });

  it('give back what a value has borrowed that cannot be made', async () => {
    const seen: unknown[] = [];
    const refuse = (parts: unknown): never => {
      seen.push(parts);
      throw new Error('not wanted');
    };
    const data = new ReceivedTensor(
      { length: 9000, dtype: 'uint8', shape: [9000], metadata: EMPTY },
      { data: new Uint8Array(9000) },
    );
    const matches = (value: object): value is URL => value instanceof URL;
    const type = { name: 'url', matches, getBuffer: () => data, fromBuffer: refuse };
    const codec = new Codec({ types: [type] });
    const sending = writer.send(new URL('https://example.org/'), { codec });
    await rejection(reader.values({ codec }).next()).toMatchObject({ code: 'ERR_MALFORMED_VALUE' });
    expect(seen).toHaveLength(1);
    expect(field(seen[0], 'released')).toBe(true);
    await within(sending, 'the write');
  });

  it('have a type where a function tells values of it from others', async () => {
    const isText = (value: unknown): value is string => typeof value === 'string';
    for (const value of ['one', 2, 'three']) void writer.send(value);
    const texts = reader.values({ is: isText });
    const first = await within(texts.next(), 'the first');
    expect(first.done === true ? 'none' : first.value.toUpperCase()).toBe('ONE');
    await rejection(texts.next()).toMatchObject({ code: 'ERR_MALFORMED_VALUE' });
    expect((await within(texts.next(), 'the third')).value).toBe('three');
  });

  it('go together with write and read', async () => {
    void writer.write(encode({ a: new Uint8Array(10_000).fill(1) }));
    expect((await within(reader.values().next(), 'the value')).value).toEqual({ a: new Uint8Array(10_000).fill(1) });
    void writer.send({ b: new Float32Array(5000).fill(2) });
    const descriptor = await within(reader.readDescriptor(), 'the descriptor');
    expect(descriptor?.tensors).toMatchObject([{ dtype: 'float32', shape: [5000] }]);
    const message = await within(reader.read(descriptor?.allocate() ?? {}), 'the message');
    expect(decode(message)).toEqual({ b: new Float32Array(5000).fill(2) });
  });

  it('end with a break, after which the pipe is read by somebody else', async () => {
    for (const value of [1, 2, 3]) void writer.send(value);
    for await (const value of reader.values()) {
      expect(value).toBe(1);
      break;
    }
    for await (const value of reader.values()) {
      expect(value).toBe(2);
      break;
    }
    const descriptor = await within(reader.readDescriptor(), 'the descriptor');
    expect(decode(await reader.read(descriptor?.allocate() ?? {}))).toBe(3);
  });

  it('end with the error of a pipe that ends with one', async () => {
    const next = reader.values().next();
    writer.on('error', () => {});
    reader.on('error', () => {});
    writer.destroy();
    await rejection(next).toMatchObject({ name: 'TensorductError' });
    await rejection(writer.send(1)).toMatchObject({ code: 'ERR_PIPE_CLOSED' });
  });
});

describe('what is borrowed', () => {
  it('is kept by retain() until its release, and there is nothing to keep before and after', async () => {
    for (const value of [1, 2]) void writer.send({ value, data: new Uint8Array(10_000).fill(value) });
    const values = reader.values();
    expect(() => values.retain()).toThrow(expect.objectContaining({ code: 'ERR_RELEASED' }));
    const first = (await within(values.next(), 'the first')).value;
    const kept = values.retain();
    expect((await within(values.next(), 'the second')).value).toMatchObject({ value: 2 });
    expect(kept.tensors[0].released).toBe(false);
    expect(first).toEqual({ value: 1, data: new Uint8Array(10_000).fill(1) });
    kept.release();
    expect(kept.tensors[0].released).toBe(true);
    await within(values.return(), 'the end');
    expect(() => values.retain()).toThrow(expect.objectContaining({ code: 'ERR_RELEASED' }));
  });
});
