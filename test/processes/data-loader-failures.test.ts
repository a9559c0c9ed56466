import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataLoader, Lease, LoaderFailure } from 'tensorduct/loader';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { START_MS } from '../support/children.js';
import { Peer } from '../support/peer.js';
import { DATA, epochOf, load, of, type ItemBatch } from '../support/loaders.js';
import { isAlive } from '../support/workers.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
const list = <T>(batch: T): T => batch;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tensorduct-data-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The process ids of the workers of a loader. */
async function pidsOf(loader: DataLoader): Promise<number[]> {
  const iterator = loader.leases();
  await within(iterator.next(), 'a batch', START_MS);
  const labels = loader.statistics()?.workers.map(({ label }) => label) ?? [];
  return labels.map((label) => Number(/process (\d+)/.exec(label)?.[1]));
}

const gone = async (pid: number): Promise<void> => {
  const look = async (): Promise<void> => {
    while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await within(look(), 'the death of the worker');
};

describe('an item that fails', () => {
  it('ends the epoch behind what came before it, and says where, with the stack of the worker [SPDL-D6]', async () => {
    const stages = [{ map: of('failing', { multiples: 7 }), name: 'decode' }];
    const options = { batchSize: 2, numWorkers: 2, stages };
    const loader = load<number[]>(
      upTo(20).map((i) => i + 1),
      options,
    );
    const { batches, error } = await epochOf(loader, list);
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(error).toMatchObject({
      code: 'ERR_PEER_FAILED',
      operation: 'iteration',
      cause: { name: 'RangeError', message: 'bad 7' },
    });
    expect(String(error)).toMatch(/stage "decode" failed for element 6 in worker \d \(worker process \d+\)/);
    expect(error instanceof Error && error.cause instanceof Error && error.cause.stack).toMatch(/data\.[jt]s/);
    // The workers are none the worse for it.
    expect((await epochOf(loader, list)).batches).toHaveLength(3);
  });

  it('is left out of its batch within the budget, and made known, counted anew in each epoch [SPDL-D7]', async () => {
    const failures: LoaderFailure[] = [];
    const loader = load<number[]>(of('array', 20), {
      batchSize: 5,
      numWorkers: 2,
      stages: [{ map: of('failing', { multiples: 7 }) }],
      maxFailures: 3,
      onFailure: (failure) => failures.push(failure),
    });
    for (const epoch of [1, 2]) {
      const { batches, error } = await epochOf(loader, list);
      expect(error).toBeNull();
      expect(batches.flat()).toEqual(upTo(20).filter((i) => i % 7 !== 0));
      expect(failures.map(({ index }) => index)).toEqual(Array.from({ length: epoch }, () => [0, 7, 14]).flat());
    }
    expect(failures[1]).toMatchObject({ stage: 'failing', error: { name: 'RangeError', message: 'bad 7' } });
    expect(loader.statistics()?.stages.map(({ name, calls, failures: count }) => [name, calls, count])).toEqual([
      ['array', 20, 0],
      ['failing', 20, 3],
      ['batch', 4, 0],
    ]);
  });

  it('counts towards the rate of its stage over all workers [SPDL-D7]', async () => {
    const run = async (maxFailureRate: number): Promise<unknown> => {
      const stages = [{ map: of('failing', { multiples: 10 }), maxFailureRate }];
      return (await epochOf(load(of('array', 400), { batchSize: 20, numWorkers: 2, stages }), list)).error;
    };
    expect(await run(0.11)).toBeNull();
    expect(await run(0.09)).toMatchObject({ code: 'ERR_PEER_FAILED' });
  });

  it('is a whole batch where that cannot be made, sent or stacked, and says what is wrong', async () => {
    const wrong: [object, RegExp][] = [
      [{ collate: of('failToCollate') }, /elements 0, 1 in worker 0 .*no batch/],
      [{ stages: [{ map: of('unsendable') }] }, /elements 0, 1 in worker 0 .*function/],
      [{ stages: [{ map: of('uneven') }] }, /values at item are not all float32 of shape \[1\]/],
    ];
    for (const [options, message] of wrong) {
      const { error } = await epochOf(load(of('array', 4), { batchSize: 2, numWorkers: 1, ...options }), list);
      expect(error).toMatchObject({ code: 'ERR_PEER_FAILED' });
      expect(String(error)).toMatch(message);
    }
  });

  it('may be the source itself, its module or an initializer', async () => {
    for (const [source, options] of [
      [of('noSuchExport'), {}],
      [of('told'), {}],
      [of('array', 3), { workerInit: of('failToInit') }],
      [of('array', 3), { stages: [{ map: of('noSuchStage') }] }],
    ] as const) {
      const { error } = await epochOf(load(source, { numWorkers: 2, ...options }), list);
      expect(error).toMatchObject({ operation: 'iterable' });
    }
    const { error } = await epochOf(load({ length: 3, get: () => Promise.reject(new Error('gone')) }), list);
    expect(String(error)).toMatch('gone');
  });
});

describe('a worker that dies', () => {
  it.each(['SIGKILL', 'exit'])(
    'by %s is replaced, and every element comes exactly once, in order, with any source [SPDL-X1]',
    async (how) => {
      for (const source of [of('array', 60), of('streams', 60), upTo(60)]) {
        const file = join(folder, `died-${how}-${JSON.stringify(source).length}`);
        rmSync(file, { force: true });
        const stages = [{ map: of('deadly', { at: 23, file, how }) }];
        const loader = load<number[]>(source, { batchSize: 4, numWorkers: 3, stages });
        const { batches, error } = await epochOf(loader, list);
        expect(error).toBeNull();
        expect(existsSync(file)).toBe(true);
        expect(batches.flat()).toEqual(upTo(60));
        expect(loader.statistics()).toMatchObject({ restarts: 1, items: 60, batches: 15 });
      }
    },
  );

  it('again and again, in the middle of anything, costs no element and gives none twice', async () => {
    const count = 3000;
    const loader = load<ItemBatch>(of('dataset', { count, length: 2000 }), {
      batchSize: 10,
      numWorkers: 2,
      shuffle: true,
      maxRestarts: 1000,
    });
    const seen: number[] = [];
    let kills = 0;
    for await (const { index, data } of loader) {
      const bytes = data.typed() as Uint8Array;
      index.forEach((i, place) => expect(bytes[place * 2000]).toBe(i % 251));
      seen.push(...index);
      if (seen.length % 500 !== 0) continue;
      const workers = loader.statistics()?.workers ?? [];
      const pid = Number(/process (\d+)/.exec(workers[kills++ % Math.max(1, workers.length)]?.label ?? '')?.[1]);
      if (pid > 0) process.kill(pid, 'SIGKILL');
    }
    expect(seen.sort((a, b) => a - b)).toEqual(upTo(count));
    expect(loader.statistics()?.restarts).toBeGreaterThan(0);
  });

  it('is missed within a second, and where too many die the error says what they were about', async () => {
    const loader = load<number[]>(of('array', 10), {
      batchSize: 2,
      numWorkers: 1,
      maxRestarts: 1,
      prefetch: 1,
      stages: [{ map: of('deadly', { at: 5 }) }],
    });
    const { batches, error } = await epochOf(loader, list);
    expect(batches).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(error).toMatchObject({ code: 'ERR_PEER_LOST', cause: { code: 'ERR_PEER_LOST' } });
    expect(String(error)).toMatch(
      /worker 0 .* was lost, and 1 were replaced before: .*killed by SIGKILL.*elements 4, 5/,
    );
    const waiting = load<number[]>(of('array', 10), {
      numWorkers: 1,
      maxRestarts: 0,
      stages: [{ map: of('hanging', { at: 3, file: join(folder, 'waiting'), busy: false }) }],
    });
    const iterator = waiting[Symbol.asyncIterator]();
    for (const expected of upTo(3)) {
      expect((await within(iterator.next(), 'an item', START_MS)).value).toBe(expected);
    }
    const next = iterator.next().catch((thrown: unknown) => thrown);
    const pid = Number(/process (\d+)/.exec(waiting.statistics()?.workers[0].label ?? '')?.[1]);
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    expect(await within(next, 'the news of the death', DEATH_DEADLINE_MS)).toMatchObject({ code: 'ERR_PEER_LOST' });
  });

  it('of hunger says so, with its last words', async () => {
    const loader = load<number>(of('array', 9), {
      numWorkers: 1,
      prefetch: 1,
      maxRestarts: 0,
      execArgv: ['--max-old-space-size=30'],
      stages: [{ map: of('deadly', { at: 5, how: 'hunger' }) }],
    });
    const { batches, error } = await epochOf(loader, list);
    expect(batches).toEqual(upTo(5));
    expect(error).toMatchObject({
      code: 'ERR_PEER_LOST',
      peer: expect.stringMatching(/worker process \d+/) as unknown,
    });
    expect(String(error)).toMatch(/SIGABRT.*about the elements 5/s);
    expect(String((error as { cause: { cause: unknown } }).cause.cause)).toMatch('heap out of memory');
  });

  it('between two epochs is replaced for the next one', async () => {
    const loader = load<number[]>(of('array', 8), { batchSize: 2, numWorkers: 2 });
    expect((await epochOf(loader, list)).error).toBeNull();
    for (const pid of await pidsOf(loader)) {
      process.kill(pid, 'SIGKILL');
      await gone(pid);
    }
    expect((await epochOf(loader, list)).batches.flat()).toEqual(upTo(8));
  });
});

describe('a wait', () => {
  it.each([false, true])(
    'for a worker that hangs ends it after its deadline, and another one goes on: busy %s [SPDL-I9]',
    async (busy) => {
      const file = join(folder, `hung-${busy}`);
      const stages = [{ map: of('hanging', { at: 9, file, busy }) }];
      const loader = load<number[]>(of('array', 30), { batchSize: 2, numWorkers: 2, stages, timeoutMs: 1500 });
      const { batches, error } = await epochOf(loader, list);
      expect(error).toBeNull();
      expect(batches.flat()).toEqual(upTo(30));
      expect(loader.statistics()?.restarts).toBe(1);
    },
  );

  it('ends with its signal, and the workers with it', async () => {
    const controller = new AbortController();
    const stages = [{ map: of('hanging', { at: 2, file: join(folder, 'aborted'), busy: false }) }];
    const loader = load<number>(of('array', 5), { numWorkers: 1, stages, signal: controller.signal });
    const iterator = loader[Symbol.asyncIterator]();
    expect((await within(iterator.next(), 'an item', START_MS)).value).toBe(0);
    const pid = Number(/process (\d+)/.exec(loader.statistics()?.workers[0].label ?? '')?.[1]);
    await within(iterator.next(), 'an item', START_MS);
    const waiting = iterator.next().catch((thrown: unknown) => thrown);
    controller.abort(new Error('enough'));
    expect(await within(waiting, 'the end of the wait')).toMatchObject({ code: 'ERR_ABORTED' });
    await gone(pid);
    expect((await epochOf(loader, list)).error).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('of a consumer that holds all batches ends with an error that says so; then nothing was lost or made [SPDL-X9]', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 1000, length: 5000 }), {
      batchSize: 4,
      numWorkers: 2,
      prefetch: 2,
      maxHeld: 3,
      acquireTimeoutMs: 700,
    });
    const held: Lease<ItemBatch>[] = [];
    const hold = async (): Promise<void> => {
      for await (const lease of loader.leases()) held.push(lease);
    };
    const error = await within(
      hold().catch((thrown: unknown) => thrown),
      'the end of the wait',
      START_MS,
    );
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(String(error)).toMatch(
      `this consumer (process ${process.pid}) holds 7 batches: 0, 1, 2, 3, 4, 5, 6 of epoch 0, of at most 7`,
    );
    expect(held).toHaveLength(7);
    expect(loader.statistics()?.roomWaitMs).toBeGreaterThan(600);
    for (const { value } of held) {
      const bytes = value.data.typed() as Uint8Array;
      value.index.forEach((i, place) => expect(bytes[place * 5000]).toBe(i % 251));
    }
    // They count in the next epoch as well.
    const again = await epochOf(loader, list);
    expect(String(again.error)).toMatch('holds 7 batches: 0, 1, 2, 3, 4, 5, 6 of epoch 0');
    for (const lease of held) lease.release();
    expect((await epochOf(loader, list)).batches).toHaveLength(250);
  });

  it('of a consumer goes on when it releases a batch, whichever', async () => {
    const loader = load<ItemBatch>(of('dataset', { count: 100, length: 5000 }), {
      batchSize: 4,
      numWorkers: 1,
      maxHeld: 1,
    });
    const held: Lease<ItemBatch>[] = [];
    const seen: number[] = [];
    for await (const lease of loader.leases()) {
      seen.push(...lease.value.index);
      held.push(lease);
      if (held.length === 3) setTimeout(() => held.splice(1, 1)[0].release(), 20);
    }
    expect(seen).toEqual(upTo(100));
    for (const lease of held) lease.release();
  });
});

describe('the end of a loader', () => {
  it('comes with a program that has forgotten it: one that ends, throws, leaves early or is killed [SPDL-D9, SPDL-I10]', async () => {
    for (const [how, expected] of [
      ['end', 0],
      ['throw', 1],
      ['break', 0],
      ['hold', null],
    ] as const) {
      await using peer = Peer.start('data-loader-consumer', [how, DATA.href]);
      const pids = (await peer.nextString('the workers')).split(',').map(Number);
      expect(pids).toHaveLength(2);
      if (how === 'hold') peer.kill();
      const { code } = await within(peer.exited, `the exit of a program that was to ${how}`, START_MS);
      expect(code).toBe(expected);
      for (const pid of pids) await gone(pid);
    }
  });

  it('may come while it starts, and ends the wait for the first batch', async () => {
    const loader = load(of('array', 1000), { numWorkers: 3 });
    const next = loader[Symbol.asyncIterator]()
      .next()
      .catch((thrown: unknown) => thrown);
    await within(loader.close(), 'the end of the loader');
    expect(await within(next, 'the end of the wait')).toMatchObject({ code: 'ERR_ABORTED' });
  });

  it('leaves no worker, whatever it is about', async () => {
    for (const stages of [
      [],
      [{ map: of('hanging', { at: 1, file: join(folder, 'ended'), busy: false }) }],
      [{ map: of('hanging', { at: 1, file: join(folder, 'ended-busy'), busy: true }) }],
    ]) {
      const loader = load(of('array', 1000), { numWorkers: 2, stages });
      const pids = await pidsOf(loader);
      expect(pids).toHaveLength(2);
      await within(Promise.all([loader.close({ timeoutMs: 500 }), loader.close()]), 'the end of the loader');
      for (const pid of pids) expect(isAlive(pid)).toBe(false);
      expect((await epochOf(loader, list)).error).toMatchObject({ code: 'ERR_ABORTED' });
    }
  });
});
