import { expect, it } from 'vitest';
import { cma } from '../../src/channels/cma/index.js';
import { Counters } from '../../src/counters.js';
import { TensorductError } from '../../src/errors.js';
import { withPair } from '../../src/testing/channel/pair.js';
import { MIB, randomBytes, StalledSink } from '../../src/testing/channel/support.js';

it('what is read of a sender whose channel is closed is void, since its memory is free', async () => {
  await withPair({ createContext: cma }, async ({ connect, listen }) => {
    const stalled = new StalledSink();
    const sending = connect.send(randomBytes(32 * MIB));
    const receiving = listen.recv(sending, stalled);
    await stalled.started;
    const error = new TensorductError('ERR_TIMEOUT', 'the test is over');
    connect.close(error);
    expect(await sending.outcome).toBe(error);
    stalled.letGo();
    expect((await receiving).error).toMatchObject({ code: 'ERR_PEER_LOST' });
    expect(await listen.expectFailure()).toMatchObject({ code: 'ERR_PEER_LOST', backend: 'under-test' });
  });
});

it('a peer that gives no process, or nothing to be known by, has no channel made for it', () => {
  const context = cma();
  const environment = {
    name: 'cma',
    role: 'connect' as const,
    pipe: '00'.repeat(16),
    counters: new Counters(),
    lane: () => {},
    answer: () => {},
    fail: () => {},
  };
  const remoteDescriptors = cma().deviceDescriptors();
  expect(() => context.createChannel({ ...environment, remoteDescriptors })).toThrow(
    expect.objectContaining({ code: 'ERR_NOT_VIABLE' }),
  );
  expect(() =>
    context.createChannel({ ...environment, peerPid: process.pid, remoteDescriptors: new Map([['cpu:0', 'me']]) }),
  ).toThrow(expect.objectContaining({ code: 'ERR_PROTOCOL' }));
});
