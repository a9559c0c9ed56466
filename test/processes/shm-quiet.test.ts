import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Context, type Pipe } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { Peer } from '../support/peer.js';
import { allowedCores, onCores } from './cores.js';

const PIPES = 100;
const QUIET_MS = 2_000;
const MOST_BYTES = 256 * 1024;
/** Of the connection: the socket, and the bell that it also is. */
const DESCRIPTORS = 2;

/** How often the threads of a process were switched to. Who makes a system call that waits is switched to when it ends. */
function activity(pid: number): string {
  const switches = readdirSync(`/proc/${pid}/task`).map((task) => {
    const status = readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
    return `${task}: ${status.match(/ctxt_switches:\s+\d+/g)?.join()}`;
  });
  return switches.join();
}

it('a hundred pipes over shm that have nothing to say wake no thread of two processes for two seconds, and cost little', async () => {
  await using one = Peer.start('idle-pipes', ['-', String(PIPES)]);
  await using other = Peer.start('idle-pipes', [await one.nextString('its address'), String(PIPES)]);
  for (const end of [one, other]) {
    const { transport, descriptors, bytes } = Object(await end.next('what a pipe costs')) as Record<string, unknown>;
    expect({ transport, descriptors }).toEqual({ transport: 'shm', descriptors: DESCRIPTORS });
    expect(bytes).toBeLessThan(MOST_BYTES);
  }
  const all = (): string => [one, other].map(({ pid }) => activity(pid)).join();
  // Node itself tidies up for a while, which is a long one on a busy machine.
  const quiet = async (): Promise<void> => {
    for (let before = all(); ; before = all()) {
      await delay(QUIET_MS);
      if (all() === before) return;
    }
  };
  await within(quiet(), 'sleep', 3 * DEADLINE_MS);
  for (const end of [one, other]) end.send('close');
  for (const end of [one, other]) expect(await end.exit()).toEqual({ code: 0, signal: null });
});

it.skipIf(allowedCores().length < 2)(
  'two processes over shm, each on a core of its own, answer each other mostly without a sleep',
  async () => {
    const [here, there] = onCores(2);
    await using answering = Peer.start('shm-end', ['-'], [], here);
    await using asking = Peer.start('shm-end', [await answering.nextString('its address')], [], there);
    expect(await asking.next('that it is there')).toBe('ready');
    asking.send('connect');
    answering.send({ echo: Number.MAX_SAFE_INTEGER });
    asking.send({ ask: 200 });
    expect(await asking.next('that it is awake')).toBe('awake');
  },
);

/** How many messages come between two calls of a timer at most, in so many calls. */
describe('a timer of a millisecond', () => {
  const CALLS = 300;
  /** In a turn of the loop, and in the rest of the millisecond, pass some thousands at most, however fast the machine is. */
  const MOST_BETWEEN = 20_000;

  it.for([
    ['in a storm of round trips', { echo: Number.MAX_SAFE_INTEGER }, roundTrip],
    ['in a flood of messages', { write: Number.MAX_SAFE_INTEGER }, read],
  ] as const)('keeps being called %s over shm', async ([, task, step]) => {
    await using context = new Context({ name: 'test' });
    const listener = await context.listen('shm://');
    await using peer = Peer.start('shm-end', [listener.url('shm')]);
    await peer.next('that it is there');
    peer.send('connect');
    const pipe = await within(listener.accept(), 'accepting the peer');
    pipe.on('error', () => {});
    peer.send(task);
    await within(step(pipe), 'the first message');
    expect(pipe.explain().transport?.name).toBe('shm');

    let calls = 0;
    let between = 0;
    let most = 0;
    const timer = setInterval(() => {
      calls++;
      most = Math.max(most, between);
      between = 0;
    }, 1);
    const storm = async (): Promise<void> => {
      for (; calls < CALLS && between <= MOST_BETWEEN; between++) await step(pipe);
    };
    await within(storm(), `${CALLS} calls of the timer`);
    clearInterval(timer);
    expect(Math.max(most, between)).toBeLessThan(MOST_BETWEEN);
  });
});

async function read(pipe: Pipe): Promise<void> {
  const descriptor = await pipe.readDescriptor();
  await pipe.read(descriptor?.allocate() ?? {});
}

async function roundTrip(pipe: Pipe): Promise<void> {
  const written = pipe.write({ payloads: [{ data: new Uint8Array(64) }] });
  await read(pipe);
  await written;
}
