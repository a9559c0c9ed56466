import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { processPort, threadPort, type Port } from '../port.js';
import { AHEAD } from './requests.js';
import type { OpenSource, Source } from './source.js';

const WORKER = new URL('worker.js', import.meta.url);

/** What the consumer says: the beginning of an iteration; one more item may be made, in the memory that comes back; its end. */
export type Word = 'start' | 'more' | 'stop' | { readonly back: Uint8Array };

/** A forked process with advanced serialization, which sends while its consumer asks for more. */
export const openProcess: OpenSource = async (terms) => {
  const child = fork(fileURLToPath(WORKER), { serialization: 'advanced' });
  const port = processPort(child);
  await ready(port, terms);
  const pid = child.pid ?? 0;
  const close = async (): Promise<void> => {
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await exited;
  };
  return { pid, items: () => items(port, false), close };
};

/** A worker thread: it clones what is copied, and transfers the rest, whose buffers go back to be filled again. */
export const openThread: OpenSource = async (terms) => {
  const worker = new Worker(WORKER);
  const port = threadPort(worker);
  const threadId = await ready(port, terms);
  const close = async (): Promise<void> => {
    await worker.terminate();
  };
  return { pid: null, threadId, items: () => items(port, terms.mode === 'borrowed'), close };
};

/** @returns the id of its thread */
function ready(port: Port, terms: object): Promise<number> {
  return new Promise((resolve) => {
    const stop = port.on((message) => {
      if (typeof message !== 'object' || message === null || !('threadId' in message)) return;
      stop();
      resolve(Number(message.threadId));
    });
    port.send(terms);
  });
}

async function* items(port: Port, givesBack: boolean): ReturnType<Source['items']> {
  const arrived: Uint8Array[] = [];
  let wake: (() => void) | null = null;
  let over: () => void = () => {};
  const say = (word: Word, buffer?: ArrayBufferLike): void => {
    port.send({ word }, undefined, buffer instanceof ArrayBuffer ? [buffer] : []);
  };
  const stop = port.on((message) => {
    if (message instanceof Uint8Array) {
      arrived.push(message);
      wake?.();
    } else if (typeof message === 'object' && message !== null && 'stopped' in message) over();
  });
  try {
    say('start');
    for (let ahead = 0; ahead < AHEAD; ahead++) say('more');
    for (;;) {
      while (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      wake = null;
      const item = arrived.shift();
      if (item === undefined) continue;
      yield item;
      if (givesBack) say({ back: item }, item.buffer);
      else say('more');
    }
  } finally {
    const stopped = new Promise<void>((resolve) => (over = resolve));
    say('stop');
    await stopped;
    stop();
  }
}
