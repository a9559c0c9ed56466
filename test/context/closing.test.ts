import { createConnection } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';
import { encodePreamble } from '../../src/wire/preamble.js';
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
  it('a context that closes while its pipes are busy calls every callback exactly once [TP gap: join while busy] [TP gap: every callback exactly once on join]', async () => {
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

  it('messages of all sizes keep their order, whatever the pace of the reader [TP gap: reply ordering under stress]', async () => {
    await using ends = await Ends.open({ medium });
    const count = 150;
    const order: string[] = [];
    for (let i = 0; i < count; i++) {
      const data = new Uint8Array(i % 7 === 0 ? LARGE + i : (i * 977) % 5000).fill(i);
      const metadata = Buffer.from(String(i));
      ends.near.write({ metadata, tensors: [{ data }, { data: data.subarray(1) }] }, (error) => {
        order.push(`${error === null ? 'written' : error.code} ${i}`);
      });
    }
    for (let i = 0; i < count; i++) {
      const descriptor = await within(ends.far.readDescriptor(), `message ${i}`);
      if (descriptor === null) throw new Error('the stream ended');
      if (i % 5 === 0) await new Promise(setImmediate);
      const read = ends.far.read(descriptor.allocate(i % 2 === 0 ? 'borrow' : undefined));
      if (i % 3 !== 0) continue;
      const message = await within(read, `message ${i}`);
      expect(Buffer.from(message.metadata).toString()).toBe(String(i));
      expect(message.tensors[0].typed('uint8').every((byte) => byte === i % 256)).toBe(true);
    }
    await within(ends.near.close(), 'the goodbye');
    expect(order).toEqual(Array.from({ length: count }, (_, i) => `written ${i}`));
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

  it('drops those who are in the middle of a handshake, and its context joins [TP gap: listener close during handshake]', async () => {
    const context = new Context();
    const listener = await context.listen('tcp://127.0.0.1:0');
    const strangers = await Promise.all(
      [new Uint8Array(0), encodePreamble().subarray(0, 7), encodePreamble()].map(async (words) => {
        const socket = createConnection(Number(listener.urls[0].split(':').at(-1)), '127.0.0.1');
        const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
        socket.on('error', () => {}).resume();
        await within(new Promise<void>((resolve) => socket.once('connect', () => resolve())), 'a connection');
        socket.write(words);
        return { ended };
      }),
    );
    const accepted = listener.accept();
    const failure = expect(accepted).rejects.toMatchObject({ code: 'ERR_LISTENER_CLOSED' });
    await listener.close();
    await within(failure, 'the end of accept');
    await within(Promise.all(strangers.map(({ ended }) => ended)), 'the end of every stranger');
    await within(context.join(), 'the end of the context');
  });
});
