import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { partingSample } from '../peers/parting-sample.js';
import { checkMessage, readSample, sampleMessage } from '../peers/samples.js';
import { Peer } from '../support/peer.js';
import { FRESH_URL, TRANSPORTS } from './exchange.js';

/** Together several times what the window lets go ahead. */
const COUNT = 1_000;

describe.each(TRANSPORTS)('two processes over %s', (transport) => {
  let context: Context;
  beforeEach(() => {
    context = new Context({ name: 'test' });
  });
  afterEach(() => within(context.join(), 'the end of the context'));

  it('a close loses nothing although the reader is slow', async () => {
    const { pipe, peer } = await start(context, transport, 'close');
    await using _ = peer;
    for (let number = 0; number < COUNT; number++) {
      await setImmediate();
      await within(readSample(pipe, partingSample(number)), `message ${number}`);
    }
    expect(await within(pipe.readDescriptor(), 'the end of the stream')).toBeNull();
    await within(pipe.close(), 'closing this end');
    await expectQuietExit(peer);
  });

  it('the iterator ends in order with the last message of a close', async () => {
    const { pipe, peer } = await start(context, transport, 'close');
    await using _ = peer;
    let number = 0;
    for await (const message of pipe) checkMessage(partingSample(number++), message);
    expect(number).toBe(COUNT);
    await within(pipe.close(), 'closing this end');
    await expectQuietExit(peer);
  });

  it('a close loses nothing although both ends write until they close, and neither waits for the other', async () => {
    const { pipe, peer } = await start(context, transport, 'both');
    await using _ = peer;
    const writes = Array.from({ length: COUNT }, (_, number) => pipe.write(sampleMessage(partingSample(number))));
    const closing = pipe.close({ timeoutMs: 6 * DEADLINE_MS });
    for (let number = 0; number < COUNT; number++) {
      await within(readSample(pipe, partingSample(number)), `message ${number}`);
    }
    expect(await within(pipe.readDescriptor(), 'the end of the stream')).toBeNull();
    await within(Promise.all([closing, ...writes]), 'closing this end');
    await expectQuietExit(peer);
  });

  it('one end still writes after the other has closed', async () => {
    const { pipe, peer } = await start(context, transport, 'half');
    await using _ = peer;
    expect(await within(pipe.readDescriptor(), 'the end of the stream')).toBeNull();
    const writes = Array.from({ length: COUNT }, (_, number) => pipe.write(sampleMessage(partingSample(number))));
    await within(Promise.all(writes), 'the writes');
    await within(pipe.close(), 'closing this end');
    await expectQuietExit(peer);
  });
});

it.each(['unix', 'shm'])(
  'a process that exits after its writes without a close loses nothing over %s',
  async (transport) => {
    await using context = new Context({ name: 'test' });
    const { pipe, peer } = await start(context, transport, 'exit');
    await using _ = peer;
    for (let number = 0; number < COUNT; number++) {
      await within(readSample(pipe, partingSample(number)), `message ${number}`);
    }
    // Whoever leaves without a word is lost.
    await expect(within(pipe.readDescriptor(), 'the loss')).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
    await expectQuietExit(peer);
  },
);

async function start(context: Context, transport: string, way: string): Promise<{ pipe: Pipe; peer: Peer }> {
  const listener = await context.listen(FRESH_URL[transport]);
  const peer = Peer.start('parting', [listener.url(transport), way, String(COUNT)]);
  return { pipe: await within(listener.accept(), 'accepting the peer'), peer };
}

async function expectQuietExit(peer: Peer): Promise<void> {
  expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
}
