import { OperationPromise } from '../operations.js';
import { Pipe } from '../pipe/pipe.js';
import type { WriteOptions } from '../pipe/writer.js';
import { UnheardErrors } from '../unheard.js';
import { DEFAULT_CODEC, type Codec } from './codec.js';
import { Values, type ValueGuard, type ValuesOptions } from './values.js';

/** How to send a value. */
export interface SendOptions extends WriteOptions {
  /** What writes it; with handlers for its instances of classes. @default one without handlers */
  readonly codec?: Codec;
}

// Values stand on messages, so pipes cannot know them: their methods are added here, from the layer above.
declare module '../pipe/pipe.js' {
  interface Pipe {
    /**
     * Writes a value: plain objects, arrays, Map, Set, Date, RegExp, Error, bigint, typed arrays and buffers, tensors of
     * this library and of onnxruntime, and instances that the codec has a handler for. What is referenced twice arrives
     * once, and cycles are kept. The structure is copied at once; large memory belongs to the pipe until the promise
     * resolves, as with `write`.
     * @throws TensorductError (rejection) `ERR_UNSUPPORTED_VALUE` and others, with the path of the culprit; else as `write`
     */
    send(value: unknown, options?: SendOptions): Promise<void>;

    /**
     * Every value to come, of messages that the peer has written with `send`.
     * @throws TensorductError `ERR_INVALID_ARGUMENT`
     */
    values(options?: ValuesOptions): Values;
    /**
     * The same, with a type.
     * @param options.is asked for every value: the peer may send anything
     */
    values<T>(options: ValuesOptions & { readonly is: ValueGuard<T> }): Values<T>;
  }
}

const unheard = new WeakMap<Pipe, UnheardErrors>();

Pipe.prototype.send = function (value, { codec = DEFAULT_CODEC, ...options } = {}) {
  return OperationPromise.run(
    (sent) => this.write(codec.encode(value), options, (error) => sent(error, undefined)),
    (error) => {
      if (this.listenerCount('error') > 0) return;
      const errors = unheard.get(this) ?? new UnheardErrors();
      unheard.set(this, errors);
      errors.report(error);
    },
  );
};

function values(this: Pipe, options?: ValuesOptions): Values;
function values<T>(this: Pipe, options: ValuesOptions & { readonly is: ValueGuard<T> }): Values<T>;
function values(this: Pipe, options: ValuesOptions & { readonly is?: ValueGuard<unknown> } = {}): Values {
  const { is = isAnything, ...rest } = options;
  return new Values(this, rest, is);
}
Pipe.prototype.values = values;

function isAnything(_value: unknown): _value is unknown {
  return true;
}
