import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { usualDeadlineMs, within } from '../deadlines.js';
import type { ConformanceCase } from '../conformance.js';
import type { TransportFixtures } from './fixtures.js';
import { assertBytes, assertFailed, assertRejects, Harness, pattern } from './harness.js';

/** How ends find each other: contexts, listeners, `connect` and `accept`. */
export const meetingCases: readonly ConformanceCase<TransportFixtures>[] = [
  meeting('a context connects to itself', ['TP Context_Basics'], async (t) => {
    const context = t.context();
    assert.deepEqual(context.viability(), { ok: true });
    const listener = await t.listen(context);
    const accepted = t.accepted(listener);
    const near = await t.connect(listener.address, context);
    const far = await accepted;
    await Promise.all([t.write(near, pattern(1)), t.read(far, 1)]);
  }),

  meeting(
    'a descriptor is never empty, and two contexts agree whether they reach each other',
    ['TP Context_DomainDescriptor'],
    async (t) => {
      const [one, other] = [t.context(), t.context()];
      assert.notEqual(one.domainDescriptor(), '');
      assert(one.canReach(other.domainDescriptor()), 'two contexts of one process reach each other');
      assert(other.canReach(one.domainDescriptor()), 'two contexts of one process reach each other');
      assert(one.canReach(one.domainDescriptor()), 'a context reaches itself');
      assert(!one.canReach('a descriptor of nobody'), 'an unknown descriptor is out of reach');
    },
  ),

  meeting('a listener accepts a connection', ['TP Listener_Basics'], async (t) => {
    const listener = await t.listen();
    assert.notEqual(listener.address, '');
    const near = t.connect(listener.address);
    const far = await t.accepted(listener);
    await Promise.all([t.write(far, pattern(1)), t.read(await near, 1)]);
  }),

  meeting('accepts are called back in the order of the calls', ['TP Listener_AcceptCallbacksAreQueued'], async (t) => {
    const listener = await t.listen();
    const order: number[] = [];
    const accepts = Array.from({ length: 10 }, async (_, index) => {
      const connection = await t.accepted(listener);
      order.push(index);
      return connection;
    });
    for (let index = 0; index < 10; index++) {
      const near = await t.connect(listener.address);
      await t.write(near, Uint8Array.of(index));
    }
    for (const [index, accept] of accepts.entries()) {
      assert.deepEqual(await t.read(await accept, 1), Uint8Array.of(index));
    }
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }),

  meeting('connections wait for accepts, in order', ['TP Listener_IncomingConnectionsAreQueued'], async (t) => {
    const listener = await t.listen();
    const context = t.context();
    for (let index = 0; index < 10; index++) {
      const near = await t.connect(listener.address, context);
      void t.writing(near, [Uint8Array.of(index)]);
    }
    for (let index = 0; index < 10; index++) {
      assert.deepEqual(await t.read(await t.accepted(listener), 1), Uint8Array.of(index));
    }
  }),

  meeting(
    'a closed listener keeps its address, and fails accepts and connects',
    ['TP Listener_CreateThenCloseAndThenGetAddress'],
    async (t) => {
      const listener = await t.listen();
      const { address } = listener;
      listener.close();
      listener.close();
      assert.equal(listener.address, address);
      assertFailed(await t.accept(listener), 'ERR_LISTENER_CLOSED');
      await assertRejects(t.connect(address), 'ERR_UNREACHABLE');
    },
  ),

  meeting(
    'a closed context listens and connects no more, and its listeners keep their address',
    ['TP Listener_CreateAfterClosingContextAndThenGetAddress'],
    async (t) => {
      const context = t.context();
      const listener = await t.listen(context);
      const { address } = listener;
      context.close();
      context.close();
      assert.equal(listener.address, address);
      assertFailed(await t.accept(listener), 'ERR_LISTENER_CLOSED');
      await assertRejects(t.listen(context), 'ERR_CONTEXT_CLOSED');
      await assertRejects(t.connect(address, context), 'ERR_CONTEXT_CLOSED');
    },
  ),

  meeting('closing a listener fails pending accepts in order and leaves accepted connections alone', [], async (t) => {
    const listener = await t.listen();
    const accepted = t.accepted(listener);
    const near = await t.connect(listener.address);
    const far = await accepted;
    const pending = Promise.all([t.accept(listener), t.accept(listener)]);
    listener.close();
    for (const outcome of await pending) assertFailed(outcome, 'ERR_LISTENER_CLOSED');
    const bytes = pattern(1000);
    const [got] = await Promise.all([t.read(far, 1000), t.write(near, bytes)]);
    assertBytes(got, bytes);
  }),

  meeting('closing a listener closes connections that nobody has accepted', [], async (t) => {
    const listener = await t.listen();
    const first = await t.connect(listener.address);
    const second = await t.connect(listener.address);
    await t.accepted(listener);
    listener.close();
    assertFailed(await t.reading(second, new Uint8Array(1)), 'ERR_PEER_LOST');
    first.close();
  }),

  meeting('closing a context fails what is pending in it', [], async (t) => {
    const context = t.context();
    const listener = await t.listen(context);
    const accepted = t.accepted(listener);
    const near = await t.connect(listener.address, context);
    const far = await accepted;
    const reads = [near, far].map((connection) => t.reading(connection, new Uint8Array(1)));
    const accept = t.accept(listener);
    context.close();
    for (const read of reads) assertFailed(await read, 'ERR_CONNECTION_CLOSED');
    assertFailed(await accept, 'ERR_LISTENER_CLOSED');
    await within(Promise.all([context.join(), context.join()]), 'join, twice');
  }),

  meeting('closing a context ends a connect that is under way', [], async (t) => {
    const listener = await t.listen();
    const context = t.context();
    const connecting = t.connect(listener.address, context);
    context.close();
    await assertRejects(connecting, 'ERR_CONTEXT_CLOSED');
  }),

  meeting('connecting where nobody listens fails with ERR_UNREACHABLE', [], async (t) => {
    await assertRejects(t.connect(await t.unreachableAddress()), 'ERR_UNREACHABLE');
  }),

  meeting('an address has one listener', [], async (t) => {
    const listener = await t.listen();
    await assertRejects(t.listen(t.context(), listener.address), 'ERR_ADDRESS_IN_USE');
    const accepted = t.accepted(listener);
    await t.connect(listener.address);
    await accepted;
  }),

  meeting('a connect ends with its signal, before and while it is under way', [], async (t) => {
    const listener = await t.listen();
    const context = t.context();
    await assertRejects(context.connect(listener.address, { signal: AbortSignal.abort() }), 'ERR_ABORTED');
    const controller = new AbortController();
    const connecting = context.connect(listener.address, { signal: controller.signal });
    controller.abort();
    await assertRejects(connecting, 'ERR_ABORTED');
  }),

  meeting('a signal that is aborted after connect leaves the connection alone', [], async (t) => {
    const listener = await t.listen();
    const controller = new AbortController();
    const accepted = t.accepted(listener);
    const near = await within(t.context().connect(listener.address, { signal: controller.signal }), 'connect');
    controller.abort();
    await Promise.all([t.write(near, pattern(1)), t.read(await accepted, 1)]);
  }),

  {
    name: 'file descriptors are back where they were after 100 connections',
    ids: [],
    run: async (fixtures) => {
      await Harness.run(fixtures, async (t) => {
        await t.pair();
      });
      const before = countDescriptors();
      await Harness.run(fixtures, async (t) => {
        const listener = await t.listen();
        const context = t.context();
        for (let round = 0; round < 100; round++) {
          const accepted = t.accepted(listener);
          const near = await t.connect(listener.address, context);
          const far = await accepted;
          await Promise.all([t.write(near, pattern(10)), t.read(far, 10)]);
          // Either end, and neither: then the context closes them.
          if (round % 3 === 0) near.close();
          if (round % 3 === 1) far.close();
        }
      });
      const deadline = performance.now() + usualDeadlineMs();
      while (countDescriptors() > before && performance.now() < deadline) await nextTurn();
      assert.equal(countDescriptors(), before, 'file descriptors');
    },
  },
];

function meeting(
  name: string,
  ids: readonly string[],
  body: (harness: Harness) => Promise<void>,
): ConformanceCase<TransportFixtures> {
  return { name, ids, run: (fixtures) => Harness.run(fixtures, body) };
}

/** Open descriptors of this process; 0 where the system does not tell. */
function countDescriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return 0;
  }
}
