import { describe, expect, it } from 'vitest';
import { serveDataLoader } from 'tensorduct/loader';
import { within } from '../../src/testing/deadlines.js';
import { START_MS } from '../support/children.js';
import { DATA, epochOf, load, of, type ItemBatch } from '../support/loaders.js';
import { Peer } from '../support/peer.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const list = <T>(batch: T): T => batch;
const SECRET = 'no secret, only 16 bytes or more';

/** A service in a process of its own, and where it is. */
async function serve(
  name: string,
  args: unknown,
  stages: object[] = [],
  secret = '',
): Promise<{ peer: Peer; url: string }> {
  const peer = Peer.start('data-service', [DATA.href, name, JSON.stringify(args), JSON.stringify(stages), secret]);
  return { peer, url: await within(peer.nextString('its URL'), 'the service', START_MS) };
}

describe('remote workers', () => {
  it('prepare the same epochs as those of one host, whatever the number of either', async () => {
    const stages = [{ map: of('without', 5) }];
    const services = await Promise.all([1, 2].map(() => serve('array', 40, stages)));
    await using _one = services[0].peer;
    await using _two = services[1].peer;
    const options = { batchSize: 3, shuffle: true, seed: 8 };
    const local = await epochOf(load<number[]>(of('array', 40), { ...options, stages, numWorkers: 1 }), list);
    for (const workers of [[services[0].url], services.map(({ url }) => url)]) {
      const remote = load<number[]>({ workers }, options);
      expect(await epochOf(remote, list)).toEqual(local);
      expect(remote.statistics()?.stages.map(({ name }) => name)).toEqual(['array', 'without', 'batch']);
      expect(await remote.length()).toBe(14);
    }
  });

  it('send arrays of batches, and need the secret', async () => {
    const { peer, url } = await serve('dataset', { count: 20, length: 30_000 }, [], SECRET);
    await using _ = peer;
    const options = { batchSize: 4, startTimeoutMs: 2_000 };
    const loader = load<ItemBatch>({ workers: [url], secret: SECRET }, options);
    const { batches, error } = await epochOf(loader, ({ index, data }) => {
      const bytes = data.typed() as Uint8Array;
      return index.filter((i, place) => bytes[place * 30_000] === i && bytes[place * 30_000 + 29_999] === i);
    });
    expect(error).toBeNull();
    expect(batches.flat()).toEqual(upTo(20));
    const stranger = load({ workers: [url], secret: SECRET.toUpperCase() }, options);
    expect((await epochOf(stranger, list)).error).toMatchObject({ code: 'ERR_AUTHENTICATION' });
    const nameless = load({ workers: [url] }, options);
    expect((await epochOf(nameless, list)).error).toMatchObject({ code: 'ERR_AUTHENTICATION' });
  });

  it('serve several loaders, none of which notices that another one is killed', async () => {
    const { peer, url } = await serve('array', 400);
    await using _ = peer;
    const [first, second] = [0, 1].map((rank) => Peer.start('data-reader', [String(rank), '2', url]));
    await using _first = first;
    await using _second = second;
    const loader = load<number[]>({ workers: [url] }, { batchSize: 2 });
    const seen: number[] = [];
    for (let heard = 0; heard < 10;) heard = Number(await within(first.nextString('a batch'), 'a batch', START_MS));
    for await (const batch of loader) {
      seen.push(...batch);
      if (seen.length === 100) {
        first.kill();
        await first.exit();
      }
    }
    expect(seen).toEqual(upTo(400));
    for (let heard = 0; heard < 10;) heard = Number(await within(second.nextString('a batch'), 'a batch', START_MS));
    // The one that was killed is not worked for any more.
    const look = async (): Promise<void> => {
      for (;;) {
        peer.process.send('how many');
        if ((await peer.nextString('how many')) === '2') return;
      }
    };
    await within(look(), 'the end of what was done for the killed one');
  });

  it('may die: the others do their work, and every element comes once', async () => {
    const services = await Promise.all([1, 2].map(() => serve('array', 300)));
    await using _one = services[0].peer;
    await using _two = services[1].peer;
    const workers = services.map(({ url }) => url);
    const loader = load<number[]>({ workers }, { batchSize: 2, startTimeoutMs: 1_000 });
    const seen: number[] = [];
    for await (const batch of loader) {
      seen.push(...batch);
      if (seen.length === 100) services[0].peer.kill();
    }
    expect(seen).toEqual(upTo(300));
    expect((await epochOf(loader, list)).batches.flat()).toEqual(upTo(300));
    services[1].peer.kill();
    await services[1].peer.exit();
    expect((await epochOf(loader, list)).error).toMatchObject({
      code: expect.stringMatching(/ERR_(UNREACHABLE|TIMEOUT|PEER_LOST)/) as unknown,
    });
  });

  it('run what they are told here, and nothing else', async () => {
    await using service = await serveDataLoader({ source: of('array', 6) }, { urls: 'memory://data' });
    expect(service.urls).toEqual(['memory://data']);
    for (const [data, options] of [
      [{ source: 7 }, { urls: 'memory://' }],
      [{ source: of('array'), stages: [{}] }, { urls: 'memory://' }],
    ] as const) {
      await expect(serveDataLoader(data as never, options)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
    await expect(serveDataLoader({ source: of('array') }, { urls: 'tcp://0.0.0.0:0' })).rejects.toMatchObject({
      code: 'ERR_INSECURE_ADDRESS',
    });
  });
});
