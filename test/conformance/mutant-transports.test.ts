import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TensorductError } from '../../src/errors.js';
import { DEADLINE_MS, expectingToWait } from '../../src/testing/deadlines.js';
import { transportCases, type TransportFixtures } from '../../src/testing/index.js';
import { memory } from '../../src/transports/memory/index.js';
import type { TransportConnection, TransportContext } from '../../src/transports/transport.js';

/** Changes what one end of a connection does. */
type Mutation = (inner: TransportConnection) => Partial<TransportConnection>;

/** What a case says that has waited for what never happens. */
const NO_READ = /deadline: read/;

/** A mutant, the case that must catch it, and what that case says. */
interface Mutant {
  readonly does: string;
  readonly caughtBy: string;
  readonly saying: RegExp;
  readonly mutation: Mutation;
}

const mutants: readonly Mutant[] = [
  {
    does: 'drops a byte',
    caughtBy: 'bytes arrive once and in order, however writes and reads are cut',
    saying: /the bytes differ/,
    mutation: (inner) => {
      let writes = 0;
      return {
        write(buffers, callback) {
          const [first, ...others] = buffers;
          inner.write(++writes === 50 ? [first.subarray(1), ...others] : buffers, callback);
        },
      };
    },
  },
  {
    does: 'reorders writes',
    caughtBy: 'writes that come before any read arrive in order',
    saying: /the bytes differ/,
    mutation: (inner) => {
      let held: Parameters<TransportConnection['write']> | null = null;
      return {
        write(buffers, callback) {
          if (held === null) {
            held = [buffers, callback];
            return;
          }
          inner.write(buffers, callback);
          inner.write(...held);
          held = null;
        },
      };
    },
  },
  {
    does: 'calls back twice',
    caughtBy: '13 bytes arrive',
    saying: /called back again/,
    mutation: (inner) => ({
      write: (buffers, callback) =>
        inner.write(buffers, (error) => {
          callback(error);
          setImmediate(callback, error);
        }),
    }),
  },
  {
    does: 'never calls back after a close',
    caughtBy: 'a local close fails what is pending and what comes later',
    saying: NO_READ,
    mutation: (inner) => ({
      read: (into, minimum, callback) =>
        inner.read(into, minimum, (error, length) => {
          if (error === null) callback(error, length);
        }),
    }),
  },
  {
    does: 'calls back inside the call',
    caughtBy: 'no callback comes inside the call',
    saying: /called back inside the call/,
    mutation: (inner) => ({
      write: (buffers, callback) => (buffers.length === 0 ? callback(null) : inner.write(buffers, callback)),
    }),
  },
  {
    does: 'calls back before the memory is free',
    caughtBy: 'written memory is free after the completion',
    saying: /the bytes differ/,
    mutation: (inner) => ({
      write: (buffers, callback) => {
        inner.write(buffers, () => {});
        queueMicrotask(() => callback(null));
      },
    }),
  },
  {
    does: 'writes into memory after its read has completed',
    caughtBy: 'read memory is free after the completion',
    saying: /memory was written after the completion/,
    mutation: (inner) => ({
      read: (into, minimum, callback) =>
        inner.read(into, minimum, (error, length) => {
          callback(error, length);
          setImmediate(() => into.fill(1));
        }),
    }),
  },
  {
    does: 'waits for more than the minimum',
    caughtBy: 'a read does not wait for more than its minimum',
    saying: NO_READ,
    mutation: (inner) => ({ read: (into, _minimum, callback) => inner.read(into, into.length, callback) }),
  },
  {
    does: 'swallows close',
    caughtBy: 'reads fail, each of them, when the peer closes at once',
    saying: NO_READ,
    mutation: () => ({ close() {} }),
  },
  {
    does: 'drops what was written when it closes',
    caughtBy: 'what was written before a close is still read',
    saying: /ERR_PEER_LOST/,
    mutation: (inner) => ({
      // It says that a write is done, while the bytes are still its own.
      write(buffers, callback) {
        const bytes = Buffer.concat(buffers);
        inner.write([bytes], () => {});
        queueMicrotask(() => callback(null));
      },
    }),
  },
  {
    does: 'ignores backpressure',
    caughtBy: 'a writer waits for a reader that has stopped to read',
    saying: /nobody reads/,
    mutation: (inner) => ({
      write(buffers, callback) {
        inner.write(buffers, () => {});
        setImmediate(callback, null);
      },
    }),
  },
  {
    does: 'tells the end twice',
    caughtBy: 'onClose tells the end once: null to the end that closed, the error to the other',
    saying: /called back again/,
    mutation: (inner) => ({
      onClose(callback) {
        inner.onClose(callback);
        inner.onClose(callback);
      },
    }),
  },
  {
    does: 'forgets its error',
    caughtBy: 'the first error stays',
    saying: /ERR_CONNECTION_CLOSED/,
    mutation: (inner) => {
      let closed = false;
      const changed = (error: TensorductError | null): TensorductError | null =>
        error !== null && closed ? new TensorductError('ERR_CONNECTION_CLOSED', 'closed') : error;
      return {
        read: (into, minimum, callback) =>
          inner.read(into, minimum, (error, length) => callback(changed(error), length)),
        close() {
          closed = true;
          inner.close();
        },
      };
    },
  },
];

describe.concurrent('the suite of transports catches a transport that', () => {
  for (const { does, caughtBy, saying, mutation } of mutants) {
    it(
      does,
      async () => {
        const fixtures = { createContext: () => mutate(memory(), mutation), listenAddress: () => '' };
        const run = (): Promise<void> => caseNamed(caughtBy)(fixtures);
        await expect(saying === NO_READ ? expectingToWait(run) : run()).rejects.toThrow(saying);
      },
      3 * DEADLINE_MS,
    );
  }

  it('ignores the signal of connect', async () => {
    const context = (): TransportContext => {
      const inner = mutate(memory(), () => ({}));
      return { ...inner, connect: (address) => inner.connect(address) };
    };
    const name = 'a connect ends with its signal, before and while it is under way';
    await expect(caseNamed(name)({ createContext: context, listenAddress: () => '' })).rejects.toThrow(/success/);
  });

  it(
    'leaks a file descriptor',
    async () => {
      const leaked: number[] = [];
      const leak: Mutation = () => {
        leaked.push(openSync('/dev/null', 'r'));
        return {};
      };
      const fixtures = { createContext: () => mutate(memory(), leak), listenAddress: () => '' };
      const name = 'file descriptors are back where they were after 100 connections';
      try {
        await expect(expectingToWait(() => caseNamed(name)(fixtures))).rejects.toThrow(/file descriptors/);
      } finally {
        for (const descriptor of leaked) closeSync(descriptor);
      }
    },
    3 * DEADLINE_MS,
  );
});

describe('the suite of transports passes a wrapped transport that', () => {
  it('changes nothing', { timeout: 3 * DEADLINE_MS }, async () => {
    const fixtures = { createContext: () => mutate(memory(), () => ({})), listenAddress: () => '' };
    for (const { run } of transportCases) await run(fixtures);
  });
});

function caseNamed(name: string): (fixtures: TransportFixtures) => Promise<void> {
  const found = transportCases.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`the suite has no case named ${name}`);
  return found.run;
}

/** The same context, with every connection changed. */
function mutate(inner: TransportContext, mutation: Mutation): TransportContext {
  const changed = (connection: TransportConnection): TransportConnection => ({
    localAddress: connection.localAddress,
    remoteAddress: connection.remoteAddress,
    write: (buffers, callback) => connection.write(buffers, callback),
    read: (into, minimum, callback) => connection.read(into, minimum, callback),
    close: () => connection.close(),
    onClose: (callback) => connection.onClose(callback),
    ref: () => connection.ref(),
    unref: () => connection.unref(),
    ...mutation(connection),
  });
  return {
    scope: inner.scope,
    viability: () => inner.viability(),
    domainDescriptor: () => inner.domainDescriptor(),
    canReach: (descriptor) => inner.canReach(descriptor),
    close: () => inner.close(),
    join: () => inner.join(),
    connect: async (address, options) => changed(await inner.connect(address, options)),
    async listen(address, options) {
      const listener = await inner.listen(address, options);
      return {
        address: listener.address,
        accept: (callback) =>
          listener.accept((error, connection) => callback(error, connection === null ? null : changed(connection))),
        close: () => listener.close(),
        ref: () => listener.ref(),
        unref: () => listener.unref(),
      };
    },
  };
}
