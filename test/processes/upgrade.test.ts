import { expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { readSample, sampleMessage } from '../peers/samples.js';
import { eventually, openSockets } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';
import { mixed } from './exchange.js';

/** A small and a large message there and back. */
async function thereAndBack(pipe: Pipe): Promise<void> {
  const samples = [mixed(1, 100), mixed(2, 100_000)];
  const writes = samples.map((sample) => pipe.write(sampleMessage(sample)));
  for (const sample of samples) await readSample(pipe, sample);
  await Promise.all(writes);
}

it('a pipe that comes by tcp moves to unix, where both processes have it, and takes its lanes along [TP gap: transport upgrade]', async () => {
  // Where memory is neither shared nor read, large messages take a lane.
  await using context = new Context({ name: 'test', arena: false, cma: false });
  const listener = await context.listen(['tcp://127.0.0.1:0', 'unix://']);
  await using peer = Peer.start('exchange');
  const sockets = openSockets();
  peer.send({ url: listener.url('tcp'), echoes: 2 });
  const pipe = await within(listener.accept(), 'accepting the peer');
  await within(thereAndBack(pipe), 'the echoes');
  expect(pipe.explain().transport).toMatchObject({ name: 'unix', bootstrap: 'tcp' });
  expect(pipe.explain().passedOver).toContainEqual(expect.objectContaining({ kind: 'transport', name: 'memory' }));
  // The pipe's own connection and the two lanes of its channel; the first connection is gone.
  await eventually(() => openSockets() === sockets + 3, 'the end of the first connection');
  expect(pipe.counters.channelBytes['multi-socket']).toBe(16 * 100_000);
  expect(await peer.next('the end of its part')).toBe('done');
});
