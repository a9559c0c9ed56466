import { describe, expect, it } from 'vitest';
import { TensorductError } from '../src/errors.js';
import { callbackOf, checkOptions, Operation, OperationPromise, OperationQueue, optionsOf, watch } from '../src/operations.js';
import { within } from '../src/testing/deadlines.js';
import { until } from '../src/testing/channel/support.js';
import { nextUncaught } from './support/uncaught.js';

const FAILURE = new TensorductError('ERR_PEER_LOST', 'the peer has died');

/** A queue with operations that write down what they are told. */
function recordingQueue() {
  const queue = new OperationQueue<Operation<string>, string>();
  const calls: string[] = [];
  const push = (name: string, then?: () => void): Operation<string> => {
    const operation = new Operation<string>((error, result) => {
      calls.push(`${name}: ${error?.code ?? String(result)}`);
      then?.();
    });
    queue.push(operation);
    return operation;
  };
  return { queue, calls, push };
}

describe('an OperationQueue', () => {
  it('calls back in the order of the calls, whichever operation is settled first', async () => {
    const { queue, calls, push } = recordingQueue();
    const [a, b, c] = [push('a'), push('b'), push('c')];
    queue.settle(c, null, 'third');
    queue.settle(b, FAILURE, null);
    await Promise.resolve();
    expect(calls).toEqual([]);
    queue.settle(a, null, 'first');
    await Promise.resolve();
    expect(calls).toEqual(['a: first', 'b: ERR_PEER_LOST', 'c: third']);
    expect(queue.length).toBe(0);
  });

  it('never calls back inside the call that settles', async () => {
    const { queue, calls, push } = recordingQueue();
    queue.settle(push('a'), null, 'done');
    expect(calls).toEqual([]);
    await Promise.resolve();
    expect(calls).toEqual(['a: done']);
  });

  it('ignores a second result', async () => {
    const { queue, calls, push } = recordingQueue();
    const a = push('a');
    queue.settle(a, null, 'done');
    queue.settle(a, FAILURE, null);
    await Promise.resolve();
    queue.settle(a, FAILURE, null);
    await Promise.resolve();
    expect(calls).toEqual(['a: done']);
  });

  it('takes operations from within a callback, behind those that wait', async () => {
    const { queue, calls, push } = recordingQueue();
    const a = push('a', () => queue.settle(push('c'), null, 'done'));
    const b = push('b');
    queue.settle(b, null, 'done');
    queue.settle(a, null, 'done');
    await until(() => calls.length === 3);
    expect(calls).toEqual(['a: done', 'b: done', 'c: done']);
  });

  it('calls the operations behind a callback that throws', async () => {
    const { queue, calls, push } = recordingQueue();
    const thrown = nextUncaught();
    const a = push('a', () => {
      throw new Error('a bug of the user');
    });
    const b = push('b');
    queue.settle(b, null, 'done');
    queue.settle(a, null, 'done');
    expect(await within(thrown, 'the uncaught exception')).toEqual(new Error('a bug of the user'));
    await until(() => calls.length === 2);
    expect(calls).toEqual(['a: done', 'b: done']);
  });

  it('settles all at once what is not settled, in time that does not grow with the square of its length', async () => {
    const { queue, calls, push } = recordingQueue();
    const first = push('first');
    for (let i = 1; i < 60_000; i++) push('other');
    queue.settle(first, null, 'done');
    queue.settleAll(FAILURE, null);
    await within(
      until(() => queue.length === 0),
      'the last callback',
    );
    expect(calls.length).toBe(60_000);
    expect(calls.slice(0, 2)).toEqual(['first: done', 'other: ERR_PEER_LOST']);
  });
});

describe('watch', () => {
  it('ends an operation when its signal is aborted, with the reason as the cause', () => {
    const controller = new AbortController();
    const ends: TensorductError[] = [];
    watch({ signal: controller.signal }, 'read', (error) => ends.push(error));
    controller.abort('enough');
    expect(ends).toMatchObject([{ code: 'ERR_ABORTED', operation: 'read', cause: 'enough' }]);
  });

  it('ends an operation at once when its signal was aborted before', () => {
    const ends: TensorductError[] = [];
    watch({ signal: AbortSignal.abort('before'), timeoutMs: 0 }, 'read', (error) => ends.push(error));
    expect(ends).toMatchObject([{ code: 'ERR_ABORTED', cause: 'before' }]);
  });

  it('ends an operation at its deadline, and only once', async () => {
    const controller = new AbortController();
    const ended = new Promise<TensorductError>((resolve) =>
      watch({ signal: controller.signal, timeoutMs: 5 }, 'accept', resolve),
    );
    expect(await within(ended, 'the deadline')).toMatchObject({ code: 'ERR_TIMEOUT', operation: 'accept' });
    controller.abort();
  });

  it('is over once it was ended', async () => {
    const controller = new AbortController();
    const ends: TensorductError[] = [];
    watch({ signal: controller.signal, timeoutMs: 1 }, 'read', (error) => ends.push(error))();
    controller.abort();
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(ends).toEqual([]);
  });
});

describe('options of an operation', () => {
  it.for([
    { what: 'a signal that is none', options: { signal: new EventTarget() } },
    { what: 'a negative timeout', options: { timeoutMs: -1 } },
    { what: 'a timeout beyond what timers can do', options: { timeoutMs: 2 ** 31 } },
    { what: 'a timeout that is no number', options: { timeoutMs: Number.NaN } },
  ])('refuse $what', ({ options }) => {
    expect(() => void Reflect.apply(checkOptions, undefined, [options])).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARGUMENT' }),
    );
  });

  it('may be left out in front of a callback', () => {
    const callback = (): void => {};
    expect([optionsOf(callback), callbackOf(callback, undefined)]).toEqual([undefined, callback]);
    const options = { timeoutMs: 1 };
    expect([optionsOf(options), callbackOf(options, callback)]).toEqual([options, callback]);
    expect([optionsOf(undefined), callbackOf(undefined, undefined)]).toEqual([undefined, undefined]);
  });
});

describe('an OperationPromise', () => {
  it('hands an error that nobody awaits to its handler, once, and is no unhandled rejection', async () => {
    const unobserved: TensorductError[] = [];
    const promise = OperationPromise.run<string>(
      (done) => done(FAILURE, null),
      (error) => unobserved.push(error),
    );
    await within(
      until(() => unobserved.length > 0),
      'the report',
    );
    expect(unobserved).toEqual([FAILURE]);
    await expect(promise).rejects.toBe(FAILURE);
    expect(unobserved).toEqual([FAILURE]);
  });

  it.for(['then', 'catch', 'finally'] as const)('reports nothing when %s was called', async (method) => {
    const unobserved: TensorductError[] = [];
    const promise = OperationPromise.run<string>(
      (done) => done(FAILURE, null),
      (error) => unobserved.push(error),
    );
    const derived = method === 'then' ? promise.then(() => '') : promise[method](() => '');
    await derived.catch(() => '');
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(unobserved).toEqual([]);
  });

  it('is awaited as cheaply as a plain one, which is told from it by nothing but its class', async () => {
    const unobserved: TensorductError[] = [];
    const failed = (): Promise<string | null> =>
      OperationPromise.run<string>(
        (done) => done(FAILURE, null),
        (error) => unobserved.push(error),
      );
    const order: string[] = [];
    const promise = OperationPromise.run<string>(
      (done) => done(null, 'done'),
      () => {},
    );
    void promise.then(() => order.push('first'));
    // One turn of the queue of microtasks each: a promise that had to be wrapped would take three.
    const plain = Promise.resolve('third');
    await Promise.all([(async () => order.push(`${await promise} second`))(), (async () => order.push(await plain))()]);
    expect(order).toEqual(['first', 'done second', 'third']);
    const awaiting = async (): Promise<string | null> => await failed();
    await expect(awaiting()).rejects.toBe(FAILURE);
    await expect(Promise.all([failed()])).rejects.toBe(FAILURE);
    await expect(Promise.race([failed()])).rejects.toBe(FAILURE);
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(unobserved).toEqual([]);
  });

  it('turns what its start throws into a rejection', async () => {
    const promise = OperationPromise.run<string>(
      () => {
        throw FAILURE;
      },
      () => {},
    );
    await expect(promise).rejects.toBe(FAILURE);
  });
});
