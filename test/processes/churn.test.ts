import { expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { isUsage, measureUsage, type Usage } from '../peers/usage.js';
import { eventually } from '../support/descriptors.js';
import { Peer } from '../support/peer.js';

const CYCLES = 1_000;
/** The first ones make what stays: compiled code, pools. */
const WARM_UP = 400;
const STEP = 100;
/** Connections of the last pipe that may be on their way out. */
const LAST_ONES = 3;
/** A few KiB kept for each pipe would be more. */
const MOST_GROWTH = 3 * 2 ** 20;

it('a thousand pipes come by tcp, move to unix and go, without a trace and without a word [TP gap: leak of descriptors and segments]', async () => {
  const context = new Context({ name: 'test' });
  const listener = await context.listen(['tcp://127.0.0.1:0', 'unix://']);
  const serving = echoAll(listener);
  await using peer = Peer.start('churn', [listener.url('tcp')]);
  const cycle = async (count: number): Promise<Usage> => {
    let usage: unknown;
    for (let done = 0; done < count; done += STEP) {
      peer.send(String(STEP));
      usage = await within(peer.next('its usage'), 'the cycles', DEADLINE_MS);
    }
    if (!isUsage(usage)) throw new Error('the peer has sent something else');
    return usage;
  };

  const thereBefore = await cycle(WARM_UP);
  const hereBefore = measureUsage();
  const thereAfter = await cycle(CYCLES);
  expect(thereAfter.descriptors).toBeLessThanOrEqual(thereBefore.descriptors + LAST_ONES);
  expect(thereAfter.live - thereBefore.live).toBeLessThan(MOST_GROWTH);
  await eventually(() => measureUsage().descriptors <= hereBefore.descriptors, 'the end of the last pipe');
  expect(measureUsage().live - hereBefore.live).toBeLessThan(MOST_GROWTH);

  expect(context.counters().messagesRead).toBe(WARM_UP + CYCLES);
  peer.send('end');
  expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  await listener.close();
  await within(serving, 'the end of the listener');
  await within(context.join(), 'the end of the context');
});

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
