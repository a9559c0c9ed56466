import { expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { isUsage, measureUsage, type Usage } from '../peers/usage.js';
import { Peer } from '../support/peer.js';

const CYCLES = 2_400;
/** Usage is measured after each of so many. */
const STEP = 100;
/** The first pipes make what stays: compiled code, pools, slots of shared memory. */
const WARM_UP_STEPS = 10;
/** What was on its way out at one time was gone at another: a leak is in several measurements. */
const MEASUREMENTS = 4;
/** Connections of the last pipe that may be on their way out. */
const LAST_ONES = 3;
/** Two KiB kept for each pipe would be more. */
const MOST_GROWTH = 1.5 * 2 ** 20;
/** V8 takes 2.6 MiB for itself now and then. The tensors kept that each tenth pipe lends would be twice as much as this. */
const MOST_LIVE_GROWTH = 6 * 2 ** 20;

it('a thousand pipes come by tcp, move to unix and go, without a trace and without a word [TP gap: leak of descriptors and segments]', async () => {
  const context = new Context({ name: 'test' });
  const listener = await context.listen(['tcp://127.0.0.1:0', 'unix://']);
  const serving = echoAll(listener);
  await using peer = Peer.start('churn', [listener.url('tcp')]);
  const here: Usage[] = [];
  const there: Usage[] = [];
  for (let done = 0; done < CYCLES; done += STEP) {
    peer.send(String(STEP));
    const usage = await peer.next('its usage');
    if (!isUsage(usage)) throw new Error('the peer has sent something else');
    there.push(usage);
    here.push(measureUsage());
  }
  for (const usages of [here, there]) {
    const before = least(usages.slice(WARM_UP_STEPS - 1).slice(0, MEASUREMENTS));
    const after = least(usages.slice(-MEASUREMENTS));
    expect(after.descriptors).toBeLessThanOrEqual(before.descriptors + LAST_ONES);
    expect(after.heap - before.heap).toBeLessThan(MOST_GROWTH);
    expect(after.live - before.live).toBeLessThan(MOST_LIVE_GROWTH);
  }

  expect(context.counters().messagesRead).toBe(CYCLES);
  peer.send('end');
  expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  await listener.close();
  await within(serving, 'the end of the listener');
  await within(context.join(), 'the end of the context');
});

/** The least of several measurements. */
function least(usages: readonly Usage[]): Usage {
  return {
    descriptors: Math.min(...usages.map(({ descriptors }) => descriptors)),
    live: Math.min(...usages.map(({ live }) => live)),
    heap: Math.min(...usages.map(({ heap }) => heap)),
  };
}

/** Sends every message of every pipe back, and closes after the peer has. */
async function echoAll(listener: Listener): Promise<void> {
  const serve = async (pipe: Pipe): Promise<void> => {
    for await (const message of pipe) await pipe.write(message);
    await pipe.close();
  };
  const serving: Promise<void>[] = [];
  for await (const pipe of listener) serving.push(serve(pipe));
  await Promise.all(serving);
}
