import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErrorCode, TensorductError } from '../../errors.js';
import type { TransportConnection, TransportContext, TransportListener } from '../../transports/transport.js';
import { within } from '../deadlines.js';
import type { TransportFixtures } from './fixtures.js';

/** What one callback has got. */
export interface Outcome {
  readonly error: TensorductError | null;
  /** Of a read. */
  readonly length: number;
}

/** The two ends of a connection. */
export interface Pair {
  /** The end that called `connect`. */
  readonly near: TransportConnection;
  /** The end that was accepted. */
  readonly far: TransportConnection;
}

/**
 * One run of one case. Whatever the case is about, every callback is also watched: it must come, once, and never
 * inside the call.
 */
export class Harness {
  private readonly contexts: TransportContext[] = [];
  private readonly faults: string[] = [];
  private readonly awaited = new Set<string>();
  private operations = 0;

  private constructor(private readonly fixtures: TransportFixtures) {}

  /** Runs a case; then ends all that it has made, and tells what was wrong with its callbacks. */
  static async run(fixtures: TransportFixtures, body: (harness: Harness) => Promise<void>): Promise<void> {
    const harness = new Harness(fixtures);
    try {
      await body(harness);
    } finally {
      await within(Promise.all(harness.contexts.map((context) => context.join())), 'join of all contexts');
    }
    // A callback that comes twice may do so a little later.
    for (let turn = 0; turn < 5; turn++) await nextTurn();
    assert.deepEqual(harness.faults, [], 'callbacks came wrongly');
    assert.deepEqual([...harness.awaited], [], 'callbacks never came, although all is closed');
  }

  context(): TransportContext {
    const context = this.fixtures.createContext();
    this.contexts.push(context);
    return context;
  }

  listen(context = this.context(), address = this.fixtures.listenAddress()): Promise<TransportListener> {
    return within(context.listen(address, this.fixtures.listenOptions), 'listen');
  }

  /** Connects two contexts. */
  async pair(): Promise<Pair> {
    const listener = await this.listen();
    const accepted = this.accepted(listener);
    const near = await this.connect(listener.address);
    return { near, far: await accepted };
  }

  connect(address: string, context = this.context()): Promise<TransportConnection> {
    return within(context.connect(address), 'connect');
  }

  /** An address where nobody listens. */
  async unreachableAddress(): Promise<string> {
    if (this.fixtures.unreachableAddress !== undefined) return this.fixtures.unreachableAddress();
    const context = this.context();
    const { address } = await this.listen(context);
    await within(context.join(), 'join');
    return address;
  }

  /** Accepts one connection. */
  accepted(listener: TransportListener): Promise<TransportConnection> {
    return observed(
      this.accept(listener).then(({ connection }) => {
        assert(connection !== null, 'accept gave an error');
        return connection;
      }),
    );
  }

  accept(
    listener: TransportListener,
  ): Promise<{ error: TensorductError | null; connection: TransportConnection | null }> {
    return this.watch('accept', (done) =>
      listener.accept((error, connection) => {
        assert((error === null) !== (connection === null), 'accept gives either an error or a connection');
        done({ error, connection });
      }),
    );
  }

  /** Starts a write; `then` runs inside its callback. */
  writing(connection: TransportConnection, buffers: readonly Uint8Array[], then?: () => void): Promise<Outcome> {
    return this.watch('write', (done) =>
      connection.write(buffers, (error) => {
        then?.();
        done({ error, length: 0 });
      }),
    );
  }

  /** Starts a read; `then` runs inside its callback. */
  reading(
    connection: TransportConnection,
    into: Uint8Array,
    minimum = into.length,
    then?: () => void,
  ): Promise<Outcome> {
    return this.watch('read', (done) =>
      connection.read(into, minimum, (error, length) => {
        then?.();
        done({ error, length });
      }),
    );
  }

  onClose(connection: TransportConnection): Promise<TensorductError | null> {
    return this.watch('onClose', (done) => connection.onClose(done));
  }

  /** Writes, and waits. */
  write(connection: TransportConnection, ...buffers: Uint8Array[]): Promise<void> {
    const writing = this.writing(connection, buffers);
    return observed(writing.then(({ error }) => assert.equal(error, null, 'write')));
  }

  /** Reads exactly `length` bytes. */
  read(connection: TransportConnection, length: number): Promise<Uint8Array> {
    const into = new Uint8Array(length);
    return observed(
      this.reading(connection, into).then((outcome) => {
        assert.equal(outcome.error, null, 'read');
        assert.equal(outcome.length, length, 'bytes of a read');
        return into;
      }),
    );
  }

  private watch<T>(what: string, start: (done: (value: T) => void) => void): Promise<T> {
    const name = `${what} ${++this.operations}`;
    this.awaited.add(name);
    const outcome = new Promise<T>((resolve) => {
      let inside = true;
      start((value) => {
        if (inside) this.faults.push(`${name} called back inside the call`);
        if (!this.awaited.delete(name)) this.faults.push(`${name} called back again`);
        resolve(value);
      });
      inside = false;
    });
    return observed(within(outcome, name));
  }
}

/** A case that fails early looks at some promises never: they must not become unhandled rejections. */
function observed<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** Checks that an operation has failed as it should. */
export function assertFailed(outcome: { readonly error: TensorductError | null }, code: ErrorCode): void {
  assert.equal(outcome.error?.code ?? 'success', code);
}

/** Checks that a promise is rejected with a code. */
export async function assertRejects(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  const outcome = await within(
    promise.then(
      () => 'success',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    ),
    `rejection with ${code}`,
  );
  assert.equal(outcome, code);
}

/** Checks bytes, without printing millions of them. */
export function assertBytes(actual: Uint8Array, expected: Uint8Array): void {
  assert.equal(actual.length, expected.length, 'number of bytes');
  if (Buffer.compare(actual, expected) === 0) return;
  const first = actual.findIndex((byte, index) => byte !== expected[index]);
  assert.fail(`the bytes differ from offset ${first} of ${actual.length} on`);
}

/** Checks that every byte has the value. */
export function assertFilled(bytes: Uint8Array, value: number, what: string): void {
  assert(Buffer.compare(bytes, Buffer.alloc(bytes.length, value)) === 0, what);
}

/** Bytes that repeat nowhere near, the same for the same seed. */
export function pattern(length: number, seed = 1): Uint8Array {
  const words = new Uint32Array(Math.ceil(length / 4));
  const next = randomNumbers(seed);
  for (let i = 0; i < words.length; i++) words[i] = next();
  return new Uint8Array(words.buffer, 0, length);
}

/** Uniform 32-bit numbers, the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}
