import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iterateInSubprocess, SharedMemorySegmentPool } from 'tensorduct/loader';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { START_MS } from '../support/children.js';
import { Peer } from '../support/peer.js';
import { collect, isAlive, iterate, OPTIONS, SOURCES } from '../support/workers.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tensorduct-loader-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const until = async (holds: () => boolean, what: string): Promise<void> => {
  const look = async (): Promise<void> => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await within(look(), what);
};

/** How many numbers a source of `noted` has made. */
const made = (file: string): number => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0);

const code = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);

/** A quarter of the buffer is asked for at once, and one less than that may not have been asked for yet. */
const late = (bufferSize: number): number => Math.max(1, bufferSize >> 2) - 1;

describe('what a worker iterates', () => {
  it('is iterated in full however often it is asked for, whether the export gives an iterable or an iterator [SPDL-I2]', async () => {
    for (const name of ['items', 'asyncItems']) {
      const iterable = await iterate(name, { count: 7, length: 10 });
      for (let iteration = 0; iteration < 3; iteration++) {
        const { items, error } = await collect(iterable);
        expect(error).toBeNull();
        expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
      }
    }
  });

  it('may be left early and begun again, also by who never says that he leaves [SPDL-I12]', async () => {
    const iterable = await iterate('items', { count: 50, length: 5_000 });
    for (let round = 0; round < 5; round++) {
      const seen: number[] = [];
      for await (const { index } of iterable) {
        seen.push(index);
        if (index === 2 * round) break;
      }
      expect(seen).toEqual(Array.from({ length: 2 * round + 1 }, (_, i) => i));
    }
    const abandoned = iterable[Symbol.asyncIterator]();
    expect((await abandoned.next()).value).toMatchObject({ index: 0 });
    const { items, error } = await collect(iterable);
    expect([items.length, error]).toEqual([50, null]);
    expect(await abandoned.next().catch(code)).toBe('ERR_ABORTED');
    expect((await collect(iterable)).items).toHaveLength(50);
  });

  it('is made so many items ahead, and no more [SPDL-I11]', async () => {
    for (const bufferSize of [1, 3, 20]) {
      const file = join(folder, `noted-${bufferSize}`);
      const iterable = await iterate<number>('noted', file, { bufferSize });
      let seen = 0;
      for await (const index of iterable) {
        expect(index).toBe(seen++);
        // One more is made, and waits.
        await until(() => made(file) > index + bufferSize - late(bufferSize), 'items that are made ahead');
        expect(made(file)).toBeLessThanOrEqual(seen + bufferSize + 1);
        if (seen === 30) break;
      }
    }
  });

  it('begins after its initializers, which run in order, and knows the seed [SPDL-I6]', async () => {
    const initializers = ['one', 'two'].map((args) => ({ module: SOURCES, export: 'initialize', args }));
    const iterable = await iterate('notes', undefined, { initializers, seed: 77 });
    expect((await collect(iterable)).items).toEqual([{ log: ['one', 'two', 'iterated'], seed: 77, aborted: false }]);
    // Once for all iterations.
    expect((await collect(iterable)).items).toEqual([
      { log: ['one', 'two', 'iterated', 'iterated'], seed: 77, aborted: false },
    ]);
  });

  it('draws the same random numbers for the same seed, and others for another [SPDL-D13]', async () => {
    const draw = async (seed: number): Promise<unknown> =>
      (await collect(await iterate<number>('randoms', 5, { seed }))).items;
    const [one, same, other] = [await draw(7), await draw(7), await draw(8)];
    expect(one).toEqual(same);
    expect(one).not.toEqual(other);
  });

  it('may be anything that can be sent, as an argument and as an item', async () => {
    const value = { when: new Date(3), list: [1n, null, undefined], bytes: new Uint8Array(50_000).fill(3) };
    const { items } = await collect(await iterate('echo', value));
    expect(items).toHaveLength(1);
    expect(items).toMatchObject([{ when: value.when, list: value.list }]);
  });
});

describe('a worker that fails', () => {
  it('delivers what came before, then its error, with its stack and causes, and is over [SPDL-I3, SPDL-I8]', async () => {
    const iterable = await iterate<number>('failing', 5, { bufferSize: 3 });
    const { items, error } = await collect(iterable);
    expect(items).toEqual([0, 1, 2, 3, 4]);
    expect(error).toMatchObject({
      code: 'ERR_PEER_FAILED',
      operation: 'iteration',
      cause: { name: 'RangeError', message: 'no item 5', cause: { message: 'out of luck' } },
    });
    expect(String(error)).toMatch(`worker process ${iterable.pid}`);
    expect(error instanceof Error && error.cause instanceof Error && error.cause.stack).toMatch(/sources\.[jt]s/);
    expect(code((await collect(iterable)).error)).toBe('ERR_PEER_FAILED');
    await until(() => !isAlive(iterable.pid), 'the end of the worker');
  });

  it('says whether an initializer has failed, or the source, or what it gave [SPDL-I7]', async () => {
    const failure = (name: string, initializer?: string): Promise<unknown> => {
      const initializers = initializer === undefined ? [] : [{ module: SOURCES, export: initializer }];
      return within(
        iterateInSubprocess({ module: SOURCES, export: name, args: {} }, { ...OPTIONS, initializers }).catch(
          (error: unknown) => error,
        ),
        'the failure',
        START_MS,
      );
    };
    expect(await failure('items', 'failToInitialize')).toMatchObject({
      code: 'ERR_PEER_FAILED',
      operation: 'initializer',
      cause: { name: 'TypeError', message: 'no licence' },
    });
    expect(await failure('failToMake')).toMatchObject({ operation: 'iterable', cause: { message: 'no folder' } });
    expect(await failure('nothing')).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', operation: 'iterable' });
    expect(await failure('noSuchExport')).toMatchObject({ code: 'ERR_INVALID_ARGUMENT', operation: 'iterable' });
  });

  it.each(['SIGKILL', 'exit', 'throw'])(
    'delivers what had arrived and fails within a second when it dies by %s, and says how [SPDL-I4, SPDL-X1]',
    async (how) => {
      const iterable = await iterate<number>('dying', { count: 2, how });
      const items: number[] = [];
      const iterator = iterable[Symbol.asyncIterator]();
      for (let i = 0; i < 2; i++) items.push((await within(iterator.next(), 'an item')).value ?? -1);
      const waiting = iterator.next().catch((error: unknown) => error);
      process.kill(iterable.pid, 'SIGUSR2');
      await until(() => !isAlive(iterable.pid), 'the death of the worker');
      const error = await within(waiting, 'the news of the death', DEATH_DEADLINE_MS);
      expect(items).toEqual([0, 1]);
      expect(error).toMatchObject({ code: 'ERR_PEER_LOST', cause: { code: 'ERR_CHILD_EXITED' } });
      const ends = { SIGKILL: /killed by SIGKILL/, exit: /exited with code 3/, throw: /exited with code 1/ };
      expect(String(error)).toMatch(ends[how as keyof typeof ends]);
    },
  );

  it('dies unnoticed between two iterations, and the next one fails at once', async () => {
    const iterable = await iterate<number>('numbers', 3);
    expect((await collect(iterable)).items).toEqual([0, 1, 2]);
    process.kill(iterable.pid, 'SIGKILL');
    await until(() => !isAlive(iterable.pid), 'the death of the worker');
    const { items, error } = await within(collect(iterable), 'the news of the death', DEATH_DEADLINE_MS);
    expect([items, code(error)]).toEqual([[], 'ERR_PEER_LOST']);
  });
});

describe('a wait for a worker', () => {
  it.each([false, true])(
    'ends after its deadline, not before, and the worker with it: busy %s [SPDL-I9, SPDL-B2]',
    async (busy) => {
      const iterable = await iterate<number>('stuck', { count: 2, busy }, { timeoutMs: 700, bufferSize: 1 });
      const items: number[] = [];
      const start = performance.now();
      const error: unknown = await (async () => {
        for await (const item of iterable) {
          items.push(item);
          // A pause of the consumer's own is none of the worker's.
          await new Promise((resolve) => setTimeout(resolve, 800));
        }
      })().catch((thrown: unknown) => thrown);
      expect(performance.now() - start).toBeGreaterThan(2 * 800 + 690);
      expect([items, code(error)]).toEqual([[0, 1], 'ERR_TIMEOUT']);
      await within(iterable.close({ timeoutMs: 100 }), 'the end of the worker');
      await until(() => !isAlive(iterable.pid), 'the end of the worker');
    },
  );

  it('ends with its signal, and the worker with it', async () => {
    const controller = new AbortController();
    const iterable = await iterate<number>('stuck', { count: 1, busy: false }, { signal: controller.signal });
    const iterator = iterable[Symbol.asyncIterator]();
    expect((await within(iterator.next(), 'an item')).value).toBe(0);
    const waiting = iterator.next().catch(code);
    controller.abort(new Error('enough'));
    expect(await within(waiting, 'the end of the wait')).toBe('ERR_ABORTED');
    await until(() => !isAlive(iterable.pid), 'the end of the worker');
  });
});

describe('the end of a worker', () => {
  const states: [string, string, { busy?: boolean; stop?: boolean; arena?: boolean }][] = [
    ['idle', 'items', {}],
    ['blocked, since nobody takes its items', 'items', { arena: true }],
    ['waiting for something of its own', 'stuck', {}],
    ['busy', 'stuck', { busy: true }],
    ['stopped', 'stuck', { stop: true }],
  ];
  it.each(states)('comes by close, also where it is %s [SPDL-I5, SPDL-B1]', async (_, name, setting) => {
    const { busy = false, stop = false, arena = false } = setting;
    const pool = new SharedMemorySegmentPool({ segmentBytes: 2 ** 20, count: 2 });
    const iterable = await iterate(
      name,
      { count: name === 'stuck' ? 1 : 100, length: 500_000, busy },
      { bufferSize: 8, ...(arena && { arena: pool }) },
    );
    if (name === 'stuck' || arena) await iterable.leases().next();
    if (stop) process.kill(iterable.pid, 'SIGSTOP');
    await within(iterable.close({ timeoutMs: 500 }), 'the end of the worker');
    expect(isAlive(iterable.pid)).toBe(false);
    expect(code((await collect(iterable)).error)).toBe('ERR_ABORTED');
  });

  it('does not wait for a program that has forgotten it: neither one that ends, nor one that throws [SPDL-I10]', async () => {
    for (const [how, expected] of [
      ['end', 0],
      ['throw', 1],
      ['break', 0],
    ] as const) {
      await using peer = Peer.start('loader-consumer', [how, SOURCES.href]);
      const pid = Number(await peer.nextString('the worker'));
      const { code: exitCode } = await within(peer.exited, `the exit of a program that was to ${how}`, START_MS);
      expect(exitCode).toBe(expected);
      await until(() => !isAlive(pid), 'the end of the worker');
    }
  });

  it('leaves nothing behind when both are killed [SPDL-X2]', async () => {
    const runtime = mkdtempSync(join(tmpdir(), 'tensorduct-loader-'));
    const before = readdirSync('/dev/shm');
    {
      await using peer = Peer.start('loader-consumer', ['hold', SOURCES.href], [], {
        env: { XDG_RUNTIME_DIR: runtime },
      });
      const pid = Number(await peer.nextString('the worker'));
      peer.kill();
      process.kill(pid, 'SIGKILL');
      await peer.exit();
      await until(() => !isAlive(pid), 'the death of the worker');
    }
    expect(readdirSync('/dev/shm')).toEqual(before);
    rmSync(runtime, { recursive: true });
  });

  it('follows that of its consumer, however that ends', async () => {
    await using peer = Peer.start('loader-consumer', ['hold', SOURCES.href]);
    const pid = Number(await peer.nextString('the worker'));
    peer.kill();
    await peer.exit();
    await until(() => !isAlive(pid), 'the end of the worker');
  });
});

describe('options', () => {
  it('are checked before anything is started', async () => {
    const refusal = async (source: unknown, options: object): Promise<unknown> =>
      code(await iterateInSubprocess(source as string, options).catch((error: unknown) => error));
    for (const options of [
      { bufferSize: 0 },
      { bufferSize: 1.5 },
      { seed: -1 },
      { timeoutMs: -1 },
      { initializers: [7] },
    ]) {
      expect(await refusal(SOURCES, options)).toBe('ERR_INVALID_ARGUMENT');
    }
    for (const source of [7, null, { module: 7 }, { module: SOURCES, export: 7 }, './relative.js']) {
      expect(await refusal(source, {})).toBe('ERR_INVALID_ARGUMENT');
    }
  });
});
