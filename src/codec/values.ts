import { TensorductError } from '../errors.js';
import type { AllocationPolicy } from '../message/descriptor.js';
import type { ReceivedMessage } from '../message/received-message.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import type { Pipe } from '../pipe/pipe.js';
import { DEFAULT_CODEC, type Codec } from './codec.js';
import { malformed } from './format.js';

/** How to receive values. Signal and deadline are those of each wait for the next one. */
export interface ValuesOptions extends OperationOptions {
  /**
   * Whether large memory is to be the program's own, to keep. Otherwise it is borrowed where that saves a copy, and
   * valid until the next value is asked for. @default false
   */
  readonly copy?: boolean;
  /** What reads them; with handlers of the names that the peer's has. @default one without handlers */
  readonly codec?: Codec;
}

/** Tells values of a type from others. */
export type ValueGuard<T> = (value: unknown) => value is T;

/** The values that arrive by one pipe, as `pipe.values()` gives them. */
export class Values<T = unknown> implements AsyncIterableIterator<T, void, void> {
  /** Null before the first value, and after an error. */
  private messages: AsyncGenerator<ReceivedMessage, void, void> | null = null;
  private readonly codec: Codec;
  private readonly policy: AllocationPolicy | undefined;
  private readonly options: OperationOptions;
  private current: ReceivedMessage | null = null;

  /**
   * Made by `pipe.values()`.
   * @internal
   */
  constructor(
    private readonly pipe: Pipe,
    { copy = false, codec = DEFAULT_CODEC, ...options }: ValuesOptions,
    private readonly is: ValueGuard<T>,
  ) {
    checkOptions(options);
    this.policy = copy ? undefined : 'borrow';
    this.codec = codec;
    this.options = options;
  }

  /**
   * The next value. Memory that the one before has borrowed is given back.
   * @throws TensorductError (rejection) `ERR_MALFORMED_VALUE` for a message that was not made by `send` or
   *   that `is` refuses, `ERR_UNKNOWN_TYPE`, `ERR_VERSION_MISMATCH`: that message is consumed, and another call gives the next one. Else what
   *   `read` fails with
   */
  async next(): Promise<IteratorResult<T, void>> {
    this.current = null;
    this.messages ??= this.pipe.messages(this.policy, this.options);
    const step = await this.messages.next();
    if (step.done === true) return { done: true, value: undefined };
    try {
      const value = this.codec.decode(step.value);
      if (!this.is(value)) throw malformed('the value is not what options.is asks for');
      this.current = step.value;
      return { done: false, value };
    } catch (thrown) {
      await this.stop();
      const { id: local, remoteName: peer } = this.pipe;
      throw TensorductError.from(thrown, 'ERR_MALFORMED_VALUE', 'the value could not be made').at({
        operation: 'values',
        local,
        peer,
      });
    }
  }

  /** Ends the iteration and gives borrowed memory back. The pipe stays open, and may be iterated again. */
  async return(): Promise<IteratorResult<T, void>> {
    await this.stop();
    return { done: true, value: undefined };
  }

  /**
   * Keeps the memory of the latest value beyond its step.
   * @returns its message; the memory is valid until the caller's `release()` of it
   * @throws TensorductError `ERR_RELEASED` where there is no value, because none was received or the next one was asked for
   */
  retain(): ReceivedMessage {
    if (this.current !== null) return this.current.retain();
    throw new TensorductError('ERR_RELEASED', 'there is no value to be kept', {
      advice: 'call retain() between receiving a value and asking for the next one',
    });
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Gives the current message back, and leaves the pipe to others: after an error nobody may ask us again. */
  private async stop(): Promise<void> {
    const { messages } = this;
    this.messages = null;
    this.current = null;
    await messages?.return();
  }
}
