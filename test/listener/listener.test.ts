import { describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe, type TensorductError } from '../../src/index.js';
import { turns } from '../../src/testing/channel/pair.js';
import { until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, closed, contextOf, established, MEDIA, mediumOf } from '../support/ends.js';
import { thrown } from '../support/errors.js';

/** A listener, its context, and one to connect from. */
interface Place extends AsyncDisposable {
  readonly near: Context;
  readonly far: Context;
  readonly listener: Listener;
  readonly url: string;
}

async function open(medium: string): Promise<Place> {
  const near = contextOf('near', { medium });
  const far = contextOf('far', { medium });
  const listener = await far.listen(mediumOf(medium).url);
  const dispose = async (): Promise<void> => {
    await within(Promise.all([near.join(), far.join()]), 'the join of both contexts');
  };
  return { near, far, listener, url: listener.urls[0], [Symbol.asyncDispose]: dispose };
}

describe.each(Object.keys(MEDIA))('accept over %s', (medium) => {
  it('gives pipes in the order of the calls, in both forms', async () => {
    await using place = await open(medium);
    const { near, listener, url } = place;
    const accepted: string[] = [];
    const note = (name: string) => (error: TensorductError | null, pipe: Pipe | null) =>
      accepted.push(`${name} ${error?.code ?? pipe?.remoteName ?? 'null'}`);
    listener.accept(note('a'));
    const second = listener.accept();
    listener.accept(note('c'));
    for (let i = 0; i < 3; i++) await within(established(near.connect(url)), 'a pipe');
    await within(second, 'the second accept');
    await until(() => accepted.length === 2);
    expect(accepted).toEqual(['a near', 'c near']);
  });

  it('keeps pipes that nobody has accepted yet', async () => {
    await using place = await open(medium);
    const pipes = [1, 2].map(() => place.near.connect(place.url));
    await within(Promise.all(pipes.map(established)), 'both pipes');
    const accepted = [await within(place.listener.accept(), 'a pipe'), await within(place.listener.accept(), 'a pipe')];
    for (const pipe of pipes) void pipe.write({ metadata: Buffer.from(pipe.id) });
    for (const pipe of accepted) expect(await within(pipe.readDescriptor(), 'a descriptor')).not.toBeNull();
  });

  it('that is aborted, or too late, leaves the pipe to the next', async () => {
    await using place = await open(medium);
    const { near, listener, url } = place;
    const controller = new AbortController();
    const aborted = listener.accept(controller);
    const late = listener.accept({ timeoutMs: 1 });
    controller.abort();
    await expect(within(aborted, 'the abort')).rejects.toMatchObject({ code: 'ERR_ABORTED', operation: 'accept' });
    await expect(within(late, 'the deadline')).rejects.toMatchObject({ code: 'ERR_TIMEOUT', operation: 'accept' });
    const pipe = near.connect(url);
    await within(established(pipe), 'the pipe');
    const before = listener.accept({ signal: AbortSignal.abort() });
    await expect(within(before, 'the aborted accept')).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await assertInStep(pipe, await within(listener.accept(), 'the accept'));
  });

  it('can be iterated over until the listener is closed', async () => {
    await using place = await open(medium);
    const { near, listener, url } = place;
    for (let i = 0; i < 3; i++) near.connect(url);
    let count = 0;
    for await (const pipe of listener) {
      expect(pipe.remoteName).toBe('near');
      if (++count === 3) void listener.close();
    }
    expect(count).toBe(3);
  });
});

describe.each(Object.keys(MEDIA))('the close of a listener over %s', (medium) => {
  it('fails what waits, and what comes later [TP Listener.ClosingAbortsOperations]', async () => {
    await using place = await open(medium);
    const { listener } = place;
    const codes: (string | undefined)[] = [];
    const events: string[] = [];
    listener.on('close', () => events.push('close'));
    listener.on('error', () => events.push('error'));
    for (let i = 0; i < 2; i++) listener.accept((error) => codes.push(error?.code));
    const iteration = listener[Symbol.asyncIterator]().next();
    await within(Promise.all([listener.close(), listener.close()]), 'the close');
    await until(() => codes.length === 2 && events.length > 0);
    await expect(listener.accept()).rejects.toMatchObject({ code: 'ERR_LISTENER_CLOSED' });
    expect((await within(iteration, 'the end of the iteration')).done).toBe(true);
    await turns(5);
    expect([codes, events]).toEqual([['ERR_LISTENER_CLOSED', 'ERR_LISTENER_CLOSED'], ['close']]);
    expect(listener.urls).toEqual([place.url]);
  });

  it('ends pipes that nobody has accepted', async () => {
    await using place = await open(medium);
    const pipe = place.near.connect(place.url);
    await within(established(pipe), 'the pipe');
    const over = closed(pipe);
    await within(place.listener.close(), 'the close');
    await over;
  });

  it('frees its address', async () => {
    await using place = await open(medium);
    const listen = (): Promise<Listener> => place.far.listen(place.url);
    await expect(listen()).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    await within(place.listener.close(), 'the close');
    const retry = async (): Promise<Listener> => {
      for (;;) {
        try {
          return await listen();
        } catch {
          await turns(1);
        }
      }
    };
    expect((await within(retry(), 'the next listen')).urls).toEqual([place.url]);
  });
});

describe('a listener on several addresses', () => {
  it('materialises each, and accepts on each', async () => {
    await using context = new Context({ name: 'far' });
    const names = ['memory', 'shm', 'unix', 'tcp'];
    const listener = await context.listen(['memory://', 'shm://', 'unix://', 'tcp://127.0.0.1:0']);
    expect(listener.urls.map((url) => url.replace(/:\/\/.*/, ''))).toEqual(names);
    for (const [i, name] of names.entries()) expect(listener.url(name)).toBe(listener.urls[i]);
    thrown('ERR_UNKNOWN_TRANSPORT', () => listener.url('ws'));
    for (const medium of Object.keys(MEDIA)) {
      await using near = contextOf('near', { medium });
      const pipe = near.connect(listener.url(medium.split(' ')[0]));
      await assertInStep(pipe, await within(listener.accept(), 'a pipe'));
    }
  });

  it('leaves none of them when one cannot be had', async () => {
    await using context = new Context({ name: 'far' });
    const taken = await context.listen('tcp://127.0.0.1:0');
    const failed = context.listen(['memory://semantics-several', taken.urls[0]]);
    await expect(within(failed, 'the listen')).rejects.toMatchObject({
      code: 'ERR_ADDRESS_IN_USE',
      operation: 'listen',
    });
    const again = await context.listen('memory://semantics-several');
    expect(again.urls).toEqual(['memory://semantics-several']);
  });

  it('advertises other addresses than its own where it is told to', async () => {
    await using far = new Context({ name: 'far' });
    await using near = new Context({ name: 'near' });
    const aside = await far.listen('memory://semantics-advertised');
    // Peers are sent to the other listener, where nobody knows their registration: so the pipe stays where it is.
    const options = { advertise: aside.urls };
    const listener = await far.listen(['memory://semantics-own', 'tcp://127.0.0.1:0'], options);
    const pipe = near.connect(listener.url('tcp'));
    const accepted = await within(listener.accept(), 'the pipe');
    await assertInStep(pipe, accepted);
    expect(pipe.explain().transport).toMatchObject({ name: 'tcp', bootstrap: 'tcp' });
    expect(pipe.explain().passedOver.map(({ name }) => name)).toContain('memory');
  });

  it.for(['before the call', 'during the call'])('can be aborted %s, and leaves nothing', async (when) => {
    await using context = new Context({ name: 'far' });
    const { signal, abort } = abortable();
    if (when === 'before the call') abort();
    const listening = context.listen(['memory://semantics-aborted', 'tcp://127.0.0.1:0'], { signal });
    abort();
    await expect(within(listening, 'the listen')).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'why' });
    const again = await context.listen('memory://semantics-aborted', { signal: abortable().signal });
    expect(again.urls).toEqual(['memory://semantics-aborted']);
  });

  it('can be aborted while its only address is being made', async () => {
    await using context = new Context({ name: 'far' });
    const { signal, abort } = abortable();
    const listening = context.listen('tcp://127.0.0.1:0', { signal });
    abort();
    await expect(within(listening, 'the listen')).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: 'why' });
  });
});

function abortable(): { signal: AbortSignal; abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort('why') };
}
