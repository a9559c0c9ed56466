import { expect, it } from 'vitest';
import { Context } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { readSample, sampleMessage } from '../peers/samples.js';
import { Peer } from '../support/peer.js';
import { FRESH_URL, mixed, TRANSPORTS } from './exchange.js';

const PIPES = 100;

it.each(TRANSPORTS)(
  'a hundred pipes over %s exchange messages at once [TP gap: many pipes and processes]',
  async (transport) => {
    await using context = new Context({ name: 'test' });
    await using listener = await context.listen(FRESH_URL[transport]);
    await using peer = Peer.start('exchange');
    peer.send({ url: listener.url(transport), pipes: PIPES, echoes: 2 });
    const serve = async (number: number): Promise<void> => {
      await using pipe = await listener.accept();
      // A small message and one that takes a lane, different on each pipe.
      const samples = [mixed(2 * number, 100), mixed(2 * number + 1, 70_000)];
      const writes = samples.map((sample) => pipe.write(sampleMessage(sample)));
      for (const sample of samples) await readSample(pipe, sample);
      await Promise.all(writes);
    };
    await within(Promise.all(Array.from({ length: PIPES }, (_, number) => serve(number))), 'all exchanges');
    expect(await peer.next('the end of its part')).toBe('done');
    peer.send('end');
    expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  },
);
