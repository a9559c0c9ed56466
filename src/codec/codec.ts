import { TensorductError } from '../errors.js';
import { bytesOf } from '../message/bytes.js';
import { prepareMessage, type Message } from '../message/message.js';
import { ReceivedMessage } from '../message/received-message.js';
import { ReceivedTensor } from '../message/received-tensor.js';
import type { BlockSource, Draft } from './block.js';
import { Decoder, type DecoderTypes, type OrtTensorClass } from './decoder.js';
import { Encoder } from './encoder.js';
import { malformed } from './format.js';
import { writeMemory } from './memory-collector.js';
import type { TypeHandler } from './type-handler.js';

/** From this length memory travels beside the payload. See `CodecOptions.threshold`. */
const DEFAULT_THRESHOLD = 4096;

/** How values are written and read. */
export interface CodecOptions {
  /**
   * Bytes from which memory travels beside the payload, as a tensor of the message. Less is copied into the payload,
   * which up to some 16 KiB takes about as long as another tensor takes, but can never be borrowed. What lies in shared memory always travels beside it.
   * @default 4096
   */
  readonly threshold?: number;
  /** For instances of classes, in the order in which they are asked. @default none */
  readonly types?: readonly TypeHandler[];
  /**
   * onnxruntime's class `Tensor`, so that an `ort.Tensor` arrives as one. Without it, it arrives as a `ReceivedTensor`,
   * and one of strings as `{ type: 'string', dims, data }`.
   */
  readonly ortTensor?: OrtTensorClass<unknown>;
}

/**
 * Values as messages: the structure as one payload, large memory as tensors beside it. Has no state of its own, so one
 * may serve any number of pipes.
 *
 * The format is the library's own. That of `node:v8` loses the class of instances, asks its host for views only, cannot say
 * which property it does not support, and sends the whole buffer of a view. Of a batch of 64 records it makes almost twice
 * the bytes, and it takes longer to write (measured: 1.3 to 1.6 times) and to read (3 to 5 times).
 */
export class Codec {
  private readonly threshold: number;
  private readonly handlers: readonly TypeHandler[];
  private readonly decoderTypes: DecoderTypes;

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor({ threshold = DEFAULT_THRESHOLD, types = [], ortTensor }: CodecOptions = {}) {
    if (!(threshold >= 1)) throw new TensorductError('ERR_INVALID_ARGUMENT', `threshold is ${String(threshold)}`);
    const handlers = new Map(types.map((handler) => [handler.name, handler]));
    if (handlers.size < types.length) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'two types have one name', { advice: 'give each its own' });
    }
    this.threshold = threshold;
    this.handlers = types;
    this.decoderTypes = { handlers, ortTensor };
  }

  /**
   * The message of a value. Large memory in it is the value's own, not a copy: see `Message`.
   * @throws TensorductError with the path of the culprit, as in `value.items[3].callback`: `ERR_UNSUPPORTED_VALUE`,
   *   `ERR_MEMORY_DETACHED`, `ERR_RELEASED`; `ERR_INVALID_ARGUMENT` for resizable buffers
   */
  encode(value: unknown): Message {
    const draft = this.draft(value);
    const payload = draft.finish(draft.blocks.map((_, i) => i));
    return { payloads: [{ data: payload }], tensors: draft.blocks };
  }

  /**
   * The value of a message of {@link encode}. Large memory in it is that of the message's tensors: it is valid until they
   * are released.
   * @throws TensorductError `ERR_MALFORMED_VALUE` for any other message, `ERR_UNKNOWN_TYPE` for an instance without a
   *   handler here, `ERR_VERSION_MISMATCH`, `ERR_RELEASED`
   */
  decode(message: Message | ReceivedMessage): unknown {
    const { payloads, tensors } = message instanceof ReceivedMessage ? message : receivedOf(message);
    if (payloads.length !== 1) throw malformed('this message was not made by send');
    let used = 0;
    const value = this.restore(payloads[0].data, (place) => {
      // Each once and in order, so that no payload can have one tensor copied again and again.
      if (place !== used || place >= tensors.length) throw malformed('the value has other tensors than the message');
      return tensors[used++];
    });
    if (used < tensors.length) throw malformed('the value has fewer tensors than the message');
    return value;
  }

  /**
   * As {@link encode}, for who moves large memory by himself.
   * @throws TensorductError as {@link encode}
   */
  draft(value: unknown): Draft {
    const encoder = new Encoder(this.handlers);
    encoder.encode(value);
    const layout = encoder.memory.settle(this.threshold);
    return {
      blocks: layout.blocks,
      finish: (places) => {
        writeMemory(encoder.writer, layout, places);
        return encoder.writer.finish();
      },
    };
  }

  /**
   * The value of a payload of {@link draft}.
   * @throws TensorductError as {@link decode}, and what `source` throws
   */
  restore(payload: Uint8Array, source: BlockSource): unknown {
    try {
      return new Decoder(payload, source, this.decoderTypes).decode();
    } catch (thrown) {
      throw TensorductError.from(thrown, 'ERR_MALFORMED_VALUE', 'the payload holds something that cannot be made');
    }
  }
}

/** A message that has not travelled. */
function receivedOf(message: Message): Pick<ReceivedMessage, 'payloads' | 'tensors'> {
  const { payloads, tensors } = prepareMessage(message);
  return {
    payloads,
    tensors: tensors.map(({ data, byteLength: length, dtype, shape, metadata }) => {
      const memory = data instanceof DataView ? bytesOf(data, 'tensors') : data;
      return new ReceivedTensor({ length, dtype, shape, metadata }, { data: memory });
    }),
  };
}

/** Without handlers. */
export const DEFAULT_CODEC = new Codec();

/** The message of a value: see {@link Codec.encode}. What `pipe.send` writes. */
export function encode(value: unknown, codec: Codec = DEFAULT_CODEC): Message {
  return codec.encode(value);
}

/** The value of a message: see {@link Codec.decode}. What `pipe.values` does with each. */
export function decode(message: Message | ReceivedMessage, codec: Codec = DEFAULT_CODEC): unknown {
  return codec.decode(message);
}
