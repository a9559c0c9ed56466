import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataLoaderOptions, LoaderState } from 'tensorduct/loader';
import { epochOf, load, of } from '../support/loaders.js';

/** An element as its stage sees it. */
interface Seen {
  readonly item: number;
  readonly epoch: number;
  readonly seed: number;
}

const EPOCHS = 2;
const STAGES = [{ map: of('told') }];

/** As a checkpoint keeps it. */
const kept = (state: LoaderState): LoaderState => {
  const text = JSON.stringify(state);
  expect(text.length).toBeLessThan(2000);
  return JSON.parse(text) as LoaderState;
};

/** Batches until there were so many in all, or the epochs are over, and the state then. */
async function run(
  source: ReturnType<typeof of>,
  options: DataLoaderOptions,
  from: LoaderState | null,
  most = Infinity,
): Promise<{ seen: Seen[]; state: LoaderState }> {
  const loader = load<Seen[]>(source, { ...options, stages: STAGES, collate: of('asList') });
  if (from !== null) loader.restore(from);
  const seen: Seen[] = [];
  let left = most;
  while (left > 0 && loader.epoch < EPOCHS) {
    const { batches, error } = await epochOf(
      loader,
      (batch) => batch.map(({ item, epoch, seed }) => ({ item, epoch, seed })),
      left,
    );
    expect(error).toBeNull();
    seen.push(...batches.flat());
    left -= batches.length;
  }
  const state = kept(loader.state());
  await loader.close();
  return { seen, state };
}

const text = ({ item, epoch, seed }: Seen): string => `${epoch}/${item}/${seed}`;

describe('a loader that is resumed', () => {
  it('goes on exactly where it was, however often, wherever it was cut, with any number of workers', async () => {
    const cases = fc.record({
      seed: fc.nat(2 ** 31 - 1),
      count: fc.integer({ min: 1, max: 60 }),
      batchSize: fc.integer({ min: 1, max: 9 }),
      shuffle: fc.boolean(),
      source: fc.constantFrom('array', 'streams'),
      inOrder: fc.boolean(),
      cuts: fc.array(fc.nat(12), { minLength: 1, maxLength: 3 }),
      workers: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 5 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ seed, count, batchSize, shuffle, source, inOrder, cuts, workers }) => {
        const options = { seed, batchSize, shuffle, inOrder, shuffleBuffer: 10, isolation: 'thread' } as const;
        const from = of(source, count);
        const whole = await run(from, { ...options, inOrder: true, numWorkers: workers[0] }, null);
        expect(whole.seen).toHaveLength(EPOCHS * count);
        let state: LoaderState | null = null;
        const seen: Seen[] = [];
        for (const [i, cut] of [...cuts, Infinity].entries()) {
          const part = await run(from, { ...options, numWorkers: workers[i + 1] }, state, cut);
          seen.push(...part.seen);
          state = part.state;
        }
        if (inOrder) expect(seen.map(text)).toEqual(whole.seen.map(text));
        else expect(seen.map(text).sort()).toEqual(whole.seen.map(text).sort());
      }),
      { numRuns: 12, seed: 20_261_122 },
    );
  });

  it('may go on with another size of batches, and among another number of ranks', async () => {
    const source = of('array', 48);
    const shared = { seed: 3, shuffle: true, numWorkers: 1, uneven: 'allow' } as const;
    const whole = await run(source, { ...shared, batchSize: 1 }, null);
    const first = await run(source, { ...shared, batchSize: 4 }, null, 3);
    const ranks = [0, 1].map((rank) => run(source, { ...shared, batchSize: 5, rank, worldSize: 2 }, first.state));
    const rest = (await Promise.all(ranks)).flatMap(({ seen }) => seen);
    expect([...first.seen, ...rest].map(text).sort()).toEqual(whole.seen.map(text).sort());

    const shares = [0, 1].map((rank) => run(source, { ...shared, batchSize: 3, rank, worldSize: 2 }, null, 4));
    const parts = await Promise.all(shares);
    expect(parts[0].state).toEqual(parts[1].state);
    const together = await run(source, { ...shared, batchSize: 7 }, parts[0].state);
    const all = [...parts.flatMap(({ seen }) => seen), ...together.seen];
    expect(all.map(text).sort()).toEqual(whole.seen.map(text).sort());
  });

  it('knows which batches came before their turn, where they come as they are done', async () => {
    const options = { batchSize: 2, numWorkers: 1, prefetch: 4, concurrency: 8, inOrder: false };
    const stages = [{ map: of('gated', { first: 0, second: 7 }), concurrency: 8 }];
    const loader = load<number[]>(of('array', 20), { ...options, stages });
    const { batches } = await epochOf(loader, (batch) => batch, 2);
    expect(batches.flat()).not.toContain(0);
    const state = kept(loader.state());
    expect(state).toMatchObject({
      position: 0,
      ahead: expect.arrayContaining([batches[0][0], batches[1][0]]) as unknown,
    });
    const other = load<number[]>(of('array', 20), { ...options, numWorkers: 2 });
    other.restore(state);
    const rest = await epochOf(other, (batch) => batch);
    const all = [...batches, ...rest.batches].flat();
    expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('is where the last batch was given that its consumer got, also after a break and between epochs', async () => {
    const loader = load<number[]>(of('array', 12), { batchSize: 2, numWorkers: 2 });
    expect(loader.state()).toMatchObject({ epoch: 0, position: 0, seed: 1 });
    let given = 0;
    for await (const _ of loader) {
      given += 2;
      expect(loader.state()).toMatchObject({ epoch: 0, position: given });
      if (given === 8) break;
    }
    expect(loader.state()).toMatchObject({ epoch: 0, position: 8 });
    loader.restore(loader.state());
    expect(loader.state()).toMatchObject({ epoch: 0, position: 8 });
    expect((await epochOf(loader, (batch) => batch)).batches).toEqual([
      [8, 9],
      [10, 11],
    ]);
    expect(loader.state()).toMatchObject({ epoch: 1, position: 0 });
  });

  it('refuses the state of another source, of another version, and what is none', async () => {
    const loader = load<number[]>(of('array', 12), { batchSize: 2, numWorkers: 1 });
    expect((await epochOf(loader, (batch) => batch, 2)).error).toBeNull();
    const state = loader.state();
    const refusal = (given: unknown): unknown => {
      try {
        loader.restore(given as LoaderState);
        return null;
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code;
      }
    };
    expect(refusal(state)).toBeNull();
    expect(refusal({ ...state, version: 2 })).toBe('ERR_VERSION_MISMATCH');
    for (const change of [
      { length: 13 },
      { position: -1 },
      { epoch: 0.5 },
      { ahead: null },
      { ahead: ['1'] },
      { seed: '1' },
    ]) {
      expect(refusal({ ...state, ...change })).toBe('ERR_INVALID_ARGUMENT');
    }
    expect(refusal({ ...state, ahead: [4], batchSize: 3 })).toBe('ERR_INVALID_ARGUMENT');
    for (const none of [null, 7, {}, []]) expect(refusal(none)).toBe('ERR_INVALID_ARGUMENT');
    const other = load<number[]>(of('array', 13), { batchSize: 2, numWorkers: 1 });
    other.restore(state);
    expect((await epochOf(other, (batch) => batch)).error).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});
