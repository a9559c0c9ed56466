import { TensorductError } from './errors.js';
import { soon, throwLater } from './soon.js';

/** What every operation that can wait may be told. */
export interface OperationOptions {
  /** Ends the operation with `ERR_ABORTED`. */
  readonly signal?: AbortSignal;
  /** Ends the operation with `ERR_TIMEOUT` after so many milliseconds. No default deadline. */
  readonly timeoutMs?: number;
}

/** How an operation tells its result. With an error the result is null. */
export type ResultCallback<T> = (error: TensorductError | null, result: T | null) => void;

/** One call of the user that waits for its callback. */
export class Operation<T> {
  settled = false;
  /** Ends the watch over signal and deadline. */
  unwatch: (() => void) | null = null;
  /** The one behind it. For {@link OperationQueue} only. */
  next: this | null = null;
  private error: TensorductError | null = null;
  private result: T | null = null;

  constructor(private readonly callback: ResultCallback<T>) {}

  /** For {@link OperationQueue} only. */
  finish(error: TensorductError | null, result: T | null): void {
    this.settled = true;
    this.error = error;
    this.result = result;
    if (this.unwatch === null) return;
    this.unwatch();
    this.unwatch = null;
  }

  /** For {@link OperationQueue} only. */
  report(): void {
    this.callback(this.error, this.result);
  }
}

/**
 * A first-in-first-out stream of operations: callbacks come in the order of the calls, each exactly once, and never
 * inside the call that scheduled them. An operation that is settled early waits for those before it.
 */
export class OperationQueue<O extends Operation<T>, T> {
  private first: O | null = null;
  private last: O | null = null;
  private scheduled = false;

  /** Operations whose callback has not been called. */
  length = 0;

  push(operation: O): void {
    if (this.last === null) this.first = operation;
    else this.last.next = operation;
    this.last = operation;
    this.length++;
  }

  /** The first that is not settled. */
  firstPending(): O | null {
    let operation = this.first;
    while (operation?.settled === true) operation = operation.next;
    return operation;
  }

  /** Gives an operation its result; a second one is ignored. */
  settle(operation: O, error: TensorductError | null, result: T | null): void {
    if (operation.settled) return;
    operation.finish(error, result);
    if (this.scheduled || this.first !== operation) return;
    this.scheduled = true;
    soon(this.report);
  }

  /** Gives every operation that is not settled the same result. */
  settleAll(error: TensorductError | null, result: T | null): void {
    for (let operation = this.first; operation !== null; operation = operation.next) {
      this.settle(operation, error, result);
    }
  }

  private readonly report = (): void => {
    while (this.first?.settled === true) {
      const operation = this.first;
      this.first = operation.next;
      if (this.first === null) this.last = null;
      this.length--;
      try {
        operation.report();
      } catch (thrown) {
        // It is the user's uncaught exception; the ones behind it are called all the same.
        throwLater(thrown);
      }
    }
    this.scheduled = false;
  };
}

/**
 * Watches signal and deadline of one operation.
 * @param end called at most once; inside this call only when the signal is aborted already
 * @returns ends the watch
 */
export function watch(options: OperationOptions, name: string, end: (error: TensorductError) => void): () => void {
  const { signal, timeoutMs } = options;
  let timer: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    unwatch();
    end(new TensorductError('ERR_ABORTED', `${name} was aborted`, { operation: name, cause: signal?.reason }));
  };
  const unwatch = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
  };
  if (signal?.aborted) {
    onAbort();
    return unwatch;
  }
  if (timeoutMs !== undefined) {
    timer = setTimeout(() => {
      unwatch();
      end(new TensorductError('ERR_TIMEOUT', `${name} took longer than ${timeoutMs} ms`, { operation: name }));
    }, timeoutMs);
  }
  signal?.addEventListener('abort', onAbort);
  return unwatch;
}

/**
 * Checks options before anything is begun.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function checkOptions(options: OperationOptions): void {
  const { signal, timeoutMs } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', 'options.signal is not an AbortSignal');
  }
  if (timeoutMs !== undefined && !(timeoutMs >= 0 && timeoutMs <= 2 ** 31 - 1)) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `options.timeoutMs is ${String(timeoutMs)}`, {
      advice: 'give milliseconds from 0 to 2147483647',
    });
  }
}

/**
 * The options of a call whose callback may come in their place.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function optionsOf<Options extends OperationOptions>(
  optionsOrCallback: Options | ((...results: never[]) => void) | undefined,
): Options | undefined {
  if (optionsOrCallback === undefined || typeof optionsOrCallback === 'function') return undefined;
  checkOptions(optionsOrCallback);
  return optionsOrCallback;
}

/** The callback of such a call; undefined in the promise form. */
export function callbackOf<T>(
  optionsOrCallback: OperationOptions | ResultCallback<T> | undefined,
  callback: ResultCallback<T> | undefined,
): ResultCallback<T> | undefined {
  return typeof optionsOrCallback === 'function' ? optionsOrCallback : callback;
}

/** Told of an error that nobody took notice of. */
export type UnobservedHandler = (error: TensorductError) => void;

const nothing = (): void => {};

/**
 * The promise form of an operation. One that is rejected and that nobody awaits is not an unhandled rejection: the
 * error goes to a handler instead, which reports it once.
 */
export class OperationPromise<T> extends Promise<T> {
  private observed = false;

  /** Promises derived by `then` are plain ones. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  static {
    // Whoever awaits a promise asks for its constructor first (ECMA-262, PromiseResolve), and takes one of `Promise` as it
    // is, instead of wrapping it in another: three times as fast, and the only trace that `await` leaves on it.
    void Object.defineProperty(this.prototype, 'constructor', {
      get(this: OperationPromise<unknown>) {
        this.observed = true;
        return Promise;
      },
    });
  }

  private refuse: (error: TensorductError) => void = nothing;

  /**
   * Runs an operation in its callback form. What it throws becomes the rejection.
   * @param start without an error its result, which may be null, is that of the promise
   * @param unobserved gets the error when nobody awaits the promise
   */
  static run<T>(start: (done: ResultCallback<T>) => void, unobserved: UnobservedHandler): Promise<T | null> {
    let fulfil: (value: T | null) => void = nothing;
    let refuse: (error: TensorductError) => void = nothing;
    const promise = new OperationPromise<T | null>((resolve, reject) => {
      fulfil = resolve;
      refuse = reject;
    });
    promise.refuse = refuse;
    try {
      start((error, result) => {
        if (error === null) fulfil(result);
        else promise.fail(error, unobserved);
      });
    } catch (thrown) {
      promise.fail(TensorductError.from(thrown, 'ERR_SYSTEM', 'the operation failed'), unobserved);
    }
    return promise;
  }

  private fail(error: TensorductError, unobserved: UnobservedHandler): void {
    const { observed } = this;
    void super.then(undefined, () => {});
    this.observed = observed;
    this.refuse(error);
    setImmediate(() => {
      if (!this.observed) unobserved(error);
    });
  }

  override then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.observed = true;
    return super.then(onFulfilled, onRejected);
  }
}
