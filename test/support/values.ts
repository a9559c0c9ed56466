import { Codec } from '../../src/codec/codec.js';
import type { Message } from '../../src/message/message.js';

/** A value after it was written and read; its memory is a copy, as it is between processes. */
export function carried(value: unknown, codec = new Codec()): unknown {
  return codec.decode(sent(codec.encode(value)));
}

/** A message whose memory is a copy. */
export function sent(message: Message): Message {
  const { payloads = [], tensors = [] } = message;
  return {
    payloads: payloads.map(({ data }) => ({ data: new Uint8Array(data) })),
    tensors: tensors.map((tensor) => {
      if (!ArrayBuffer.isView(tensor.data)) throw new Error('this is for host memory');
      const { buffer, byteOffset, byteLength } = tensor.data;
      const data = new Uint8Array(new Uint8Array(buffer, byteOffset, byteLength));
      return 'dtype' in tensor ? { data, dtype: tensor.dtype, shape: tensor.shape } : { data };
    }),
  };
}

/** A property of what should be an object. */
export function field(value: unknown, key: PropertyKey): unknown {
  if (typeof value !== 'object' || value === null) throw new Error(`${String(value)} is not an object`);
  const property: unknown = Reflect.get(value, key);
  return property;
}

/** The keys of what should be an object. */
export function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) throw new Error(`${String(value)} is not an object`);
  return Object.keys(value);
}
