import type { Codec } from '../codec/codec.js';
import { TensorductError } from '../errors.js';
import type { ReceivedMessage } from '../message/received-message.js';
import type { ArenaReader, ArenaUnit, ReceivedBytes } from './arena.js';
import type { Frame } from './frame.js';

/** An item of another process, and the memory that it stands over. */
export interface Lease<T> extends Disposable {
  /** The item. Its large arrays are valid until the release; those of an arena that copies for ever. */
  readonly value: T;
  /** Gives the memory back; arrays over it have length 0 from then on. Idempotent. */
  release(): void;
}

/**
 * The value of a message of `sendValue`. The message passes over to it.
 * @param reader of the arena, or null
 * @throws TensorductError `ERR_PROTOCOL` and as `Codec.restore`; then the memory was given back
 */
export function openValue<T>(
  message: ReceivedMessage,
  { tensors: count, amount: span }: Required<Frame>,
  codec: Codec,
  reader: ArenaReader | null,
): Lease<T> {
  const tensors = message.tensors.slice(count);
  const unit: ArenaUnit<ReceivedBytes> = { span, tensors: message.tensors.slice(0, count) };
  let ended = reader === null || (span === 0 && count === 0);
  const endUnit = (): void => {
    if (!ended) reader?.endUnit(unit);
    ended = true;
  };
  const release = (): void => {
    endUnit();
    message.release();
  };
  try {
    if (message.payloads.length !== 1) throw new TensorductError('ERR_PROTOCOL', 'a message of a worker has no value');
    // What travels is what the producer of type T has yielded: whoever names T vouches for it.
    const value = codec.restore(message.payloads[0].data, (place, byteLength) => {
      if (place % 2 === 0 && place / 2 < tensors.length) return tensors[place / 2];
      if (place % 2 === 1 && reader !== null) {
        return reader.readBinary(unit, { offset: (place - 1) / 2, length: byteLength });
      }
      throw new TensorductError('ERR_PROTOCOL', `a message of a worker has nothing at place ${place}`);
    }) as T;
    if (reader?.zeroCopy === false) endUnit();
    return { value, release, [Symbol.dispose]: release };
  } catch (thrown) {
    release();
    throw thrown;
  }
}
