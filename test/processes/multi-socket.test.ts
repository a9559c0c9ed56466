import { expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { readSample, sampleMessage } from '../peers/samples.js';
import { eventually, openSockets } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';
import { mixed } from './exchange.js';

const SIZES = [1, 65_537, 524_288, 524_289, 5_000_000, 16 * 2 ** 20];
const LARGEST = { seed: 99, payloads: 0, tensors: 1, bytes: 64 * 2 ** 20 };

async function thereAndBack(pipe: Pipe): Promise<void> {
  const samples = [...SIZES.map((bytes, seed) => mixed(seed, bytes)), LARGEST];
  for (const sample of samples) {
    const written = pipe.write(sampleMessage(sample));
    await within(readSample(pipe, sample), `the echo of ${sample.bytes} bytes`);
    await written;
  }
}

it.each([
  ['tcp', 'tcp://127.0.0.1:0'],
  ['unix', 'unix://'],
])(
  'carries tensors of every size between two processes over %s, and no thread of JS copies them',
  async (name, url) => {
    await using context = new Context({ name: 'test', arena: false, cma: false });
    const listener = await context.listen(url);
    const sockets = openSockets();
    await using peer = Peer.start('exchange');
    const withPeer = openSockets() - sockets;
    peer.send({ url: listener.urls[0], echoes: SIZES.length + 1 });
    const pipe = await within(listener.accept(), 'accepting the peer');
    await thereAndBack(pipe);
    expect(pipe.explain().transport?.name).toBe(name);
    expect(pipe.explain().channels).toEqual([
      { name: 'multi-socket', local: 'cpu:0', remote: 'cpu:0', note: '2 lanes of native threads' },
    ]);
    const large = SIZES.filter((bytes) => bytes > 64 * 1024).reduce((sum, bytes) => sum + 8 * bytes, LARGEST.bytes);
    expect(pipe.counters.channelBytes).toEqual({ 'multi-socket': 2 * large });
    expect(Object.keys(pipe.counters.laneBytes).sort()).toEqual(['multi-socket/0', 'multi-socket/1']);
    // Those inside of messages.
    expect(pipe.counters.copiedOnLoopBytes).toBeLessThan(10_000);
    expect(await peer.next('the end of its part')).toBe('done');
    await within(pipe.close(), 'closing');
    await eventually(() => openSockets() === sockets + withPeer, 'the end of all lanes');
  },
);

it('is left clean by threads that end in the middle of their tensors, and by their process', async () => {
  const rounds = 3;
  await using peer = Peer.start('ended-lanes', [String(rounds)]);
  for (let round = 0; round <= rounds; round++) expect(await peer.next('the end of a round')).toBe('ended');
  // A tensor that nobody lets go of would show.
  const live: unknown = expect.toSatisfy((bytes: number) => bytes < 4_000_000);
  expect(await peer.next('what it holds')).toEqual({ descriptors: 0, threads: 0, live });
  expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 3, signal: null, stderr: '' });
});
