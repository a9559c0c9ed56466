import { describe, expect, it } from 'vitest';
import type { Pipe } from '../../src/index.js';
import { until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, Ends, LARGE, MEDIA } from '../support/ends.js';

/** How often each callback was called. */
class Calls {
  private readonly counts: number[] = [];
  private done: () => void = () => {};

  /** Notes a callback that is to come. */
  expect(): () => void {
    const index = this.counts.push(0) - 1;
    return () => {
      this.counts[index]++;
      if (!this.counts.includes(0)) this.done();
    };
  }

  async all(): Promise<readonly number[]> {
    await within(
      new Promise<void>((resolve) => {
        this.done = resolve;
        if (!this.counts.includes(0)) resolve();
      }),
      'every callback',
    );
    return this.counts;
  }
}

/** Keeps a pipe busy both ways with small and large messages; every callback is counted. */
function keepBusy(pipe: Pipe, calls: Calls): void {
  for (let i = 0; i < 20; i++) {
    pipe.write({ tensors: [{ data: new Uint8Array(i % 3 === 0 ? LARGE : 100) }] }, calls.expect());
  }
  const step = (): void => {
    const described = calls.expect();
    pipe.readDescriptor((_, descriptor) => {
      described();
      if (descriptor === null) return;
      pipe.read(descriptor.allocate(), calls.expect());
      step();
    });
  };
  step();
}

describe.each(Object.keys(MEDIA))('over %s', (medium) => {
  it('a context that closes while its pipes are busy calls every callback exactly once [TP gap: join while busy]', async () => {
    await using ends = await Ends.open({ medium });
    const calls = new Calls();
    keepBusy(ends.near, calls);
    keepBusy(ends.far, calls);
    await within(
      until(() => ends.far.counters.messagesRead > 2),
      'the first messages',
    );
    await within(Promise.all([ends.nearContext.close(), ends.nearContext.join()]), 'the end of the context');
    for (const count of await calls.all()) expect(count).toBe(1);
  });
});

describe('a listener that closes', () => {
  it.each(Object.keys(MEDIA))('lets pipes that it has accepted open lanes all the same: %s', async (medium) => {
    await using ends = await Ends.open({ medium });
    await ends.listener.close();
    await expect(ends.listener.accept()).rejects.toMatchObject({ code: 'ERR_LISTENER_CLOSED' });
    await assertInStep(ends.near, ends.far);
    const late = ends.nearContext.connect(ends.listener.urls[0], { timeoutMs: 200 });
    await expect(within(late.write({}), 'the end of a late pipe')).rejects.toThrow();
  });

  it('gives its address back once no pipe needs it any more', async () => {
    await using ends = await Ends.open({ medium: 'tcp and basic' });
    const [url] = ends.listener.urls;
    await ends.listener.close();
    await within(Promise.all([ends.near.close(), ends.far.close()]), 'the end of the pipe');
    const again = await ends.farContext.listen(url);
    expect(again.urls).toEqual([url]);
  });
});
