import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { readSample, sampleMessage, type Sample } from '../peers/samples.js';
import { Peer } from '../support/peer.js';
import { FRESH_URL, mixed, TRANSPORTS } from './exchange.js';

describe.each(TRANSPORTS)('a listener on %s', (transport) => {
  let context: Context;
  beforeEach(() => {
    context = new Context({ name: 'test' });
  });
  afterEach(() => within(context.join(), 'the end of the context'));

  it('fails pending and later accepts when it is closed, and the context joins [TP Listener.ClosingAbortsOperations]', async () => {
    const listener = await context.listen(FRESH_URL[transport]);
    const pending = [listener.accept(), listener.accept({ timeoutMs: 60_000 })];
    await listener.close();
    for (const accept of [...pending, listener.accept()]) {
      await expect(within(accept, 'the end of the accept')).rejects.toMatchObject({ code: 'ERR_LISTENER_CLOSED' });
    }
    for await (const pipe of listener) expect.fail(`${pipe.id} came from a closed listener`);
  });

  it('leaves the pipes that it has accepted alone when it is closed', async () => {
    const listener = await context.listen(FRESH_URL[transport]);
    await using peer = Peer.start('exchange');
    peer.send({ url: listener.url(transport), echoes: 2 });
    const pipe = await within(listener.accept(), 'accepting the peer');
    await within(thereAndBack(pipe, mixed(1, 100_000)), 'an echo');
    await listener.close();
    await within(thereAndBack(pipe, mixed(2, 100_000)), 'an echo after the end of the listener');
    expect(await peer.next('the end of its part')).toBe('done');
  });
});

async function thereAndBack(pipe: Pipe, sample: Sample): Promise<void> {
  const written = pipe.write(sampleMessage(sample));
  await readSample(pipe, sample);
  await written;
}
