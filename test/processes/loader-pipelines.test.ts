import { describe, expect, it } from 'vitest';
import { runPipelineInSubprocess, type PipelinePlan } from 'tensorduct/loader';
import { within } from '../../src/testing/deadlines.js';
import { START_MS } from '../support/children.js';
import { collect, OPTIONS, SOURCES } from '../support/workers.js';

type Stages = NonNullable<PipelinePlan['stages']>;

const of = (name: string, args?: unknown) => ({ module: SOURCES, export: name, args });

async function run(count: number, stages: Stages, iterations = 1): Promise<{ items: unknown[]; error: unknown }[]> {
  const plan = { source: of('numbers', count), stages };
  await using pipeline = await within(runPipelineInSubprocess(plan, OPTIONS), 'the pipeline', START_MS);
  const results = [];
  for (let i = 0; i < iterations; i++) results.push(await collect(pipeline));
  return results;
}

const squares = (count: number): number[] => Array.from({ length: count }, (_, i) => i * i);

describe('a pipeline in a process of its own', () => {
  it('applies its stages to each item, anew for each iteration', async () => {
    const stages = [{ map: of('square', {}) }, { prefetch: 2 }, { batch: 3 }];
    const [first, second] = await run(7, stages, 2);
    expect(first).toEqual({ items: [[0, 1, 4], [9, 16, 25], [36]], error: null });
    expect(second).toEqual(first);
    const [dropped] = await run(7, [{ batch: 3, dropLast: true }]);
    expect(dropped.items).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it('calls a function as often at a time as it is told, and no more [SPDL-D1]', async () => {
    for (const concurrency of [1, 4]) {
      const map = of('square', { slow: 40 });
      const [{ items }] = await run(40, [{ map, concurrency }, { map: of('withMost') }]);
      expect(Math.max(...items.map((item) => (item as { most: number }).most))).toBe(concurrency);
    }
  });

  it('gives results in the order of their items, or as they are completed, and leaves out those of undefined [SPDL-D2]', async () => {
    for (const drop of [false, true]) {
      const map = of('square', { slow: 20, drop });
      const expected = squares(20).filter((_, i) => !drop || i % 3 !== 0);
      const [inOrder] = await run(20, [{ map, concurrency: 5 }]);
      expect(inOrder).toEqual({ items: expected, error: null });
      const [asCompleted] = await run(20, [{ map, concurrency: 5, order: 'completion' }]);
      expect(asCompleted.items).not.toEqual(expected);
      expect(asCompleted.items.map(Number).sort((a, b) => a - b)).toEqual(expected);
    }
  });

  it('ends with the failure of a stage, which it names, after what came before', async () => {
    const stages: Stages = [
      { map: of('square', {}), concurrency: 3 },
      { map: of('refuseSeven') },
      { map: of('square', {}) },
    ];
    expect((await run(3, stages))[0].error).toBeNull();
    const [{ items, error }] = await run(12, [{ map: of('refuseSeven'), concurrency: 4, name: 'seven' }]);
    expect(items).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(String(error)).toMatch('stage "seven" failed');
    expect(error).toMatchObject({
      code: 'ERR_PEER_FAILED',
      cause: { cause: { name: 'RangeError', message: 'seven' } },
    });
  });

  it('hands all items to a function that groups them its own way, or takes them apart [SPDL-D4, SPDL-D5]', async () => {
    const [{ items }] = await run(7, [{ through: of('untilSum', 5) }]);
    expect(items).toEqual([[0, 1, 2, 3], [4, 5], [6]]);
    const [apart] = await run(5, [{ batch: 2 }, { through: of('flatten') }, { map: of('square', {}) }]);
    expect(apart).toEqual({ items: squares(5), error: null });
    const [failed] = await run(5, [{ through: of('failsLater') }]);
    expect(failed.items).toEqual([0]);
    expect(String(failed.error)).toMatch('stage "failsLater" failed');
    const [passed] = await run(9, [{ map: of('refuseSeven') }, { through: of('untilSum', 1000) }]);
    expect(String(passed.error)).toMatch('stage "refuseSeven" failed');
  });

  it('is checked before anything is started', async () => {
    const wrong: unknown[] = [{}, { batch: 0 }, { prefetch: -1 }, { map: 7 }, { map: of('square'), concurrency: 0 }];
    for (const stage of wrong) {
      const plan = { source: of('numbers', 1), stages: [stage] as Stages };
      await expect(runPipelineInSubprocess(plan)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    }
  });
});
