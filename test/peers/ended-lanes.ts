/**
 * `ended-lanes ROUNDS`: in a first round and in so many more starts four threads, each of which exchanges tensors with this one by lanes of a Unix
 * socket that native threads of both have. Of these every second one is terminated in the middle, and the others exit
 * there. Says `ended` for each round, and how much more the process holds after the last than after the first; then has one
 * more thread, and exits in the middle of its tensors, with code 3.
 */
import { readdirSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { Context, multiSocket, TensorductError, unix, type Pipe } from 'tensorduct';
import { parent } from './parent.js';
import { measureUsage } from './usage.js';

const AT_ONCE = 4;
const BYTES = 4_000_000;

function socketContext(name: string): Context {
  const context = new Context({ name, defaults: false });
  context.registerTransport(1, 'unix', unix());
  context.registerChannel(1, 'multi-socket', multiSocket());
  return context;
}

async function write(pipe: Pipe): Promise<never> {
  const data = new Uint8Array(BYTES);
  for (;;) await pipe.write({ tensors: [{ data }] });
}

async function read(pipe: Pipe, onMessage: (number: number) => void): Promise<never> {
  const data = new Uint8Array(BYTES);
  for (let number = 1; ; number++) {
    if ((await pipe.readDescriptor()) === null) throw new Error('nobody has closed the pipe');
    await pipe.read({ payloads: [], tensors: [{ data }] });
    onMessage(number);
  }
}

/** Writes, two tensors at a time, and reads. Ends with the pipe, all of it. */
async function exchange(pipe: Pipe, onMessage: (number: number) => void): Promise<void> {
  pipe.on('error', () => {});
  for (const result of await Promise.allSettled([write(pipe), write(pipe), read(pipe, onMessage)])) {
    if (result.status === 'rejected' && !(result.reason instanceof TensorductError)) throw result.reason;
  }
}

/** Calls back at the message of a number, and never again. */
function at(last: number, callback: () => void): (number: number) => void {
  return (number) => {
    if (number === last) callback();
  };
}

/** One round, or the last moments of the process. */
async function round(count: number, exits: boolean): Promise<void> {
  const context = socketContext('main');
  const listener = await context.listen('unix://');
  const threads: Promise<void>[] = [];
  for (let number = 0; number < count; number++) {
    const last = 3 + number;
    const itself = number % 2 === 1;
    const worker = new Worker(new URL(import.meta.url), {
      workerData: `${listener.urls[0]} ${itself ? last : 0}`,
    });
    const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const end = exits ? () => process.exit(3) : () => void worker.terminate();
    const pipe = await listener.accept();
    threads.push(exchange(pipe, at(itself ? 0 : last, end)).then(() => exited));
  }
  await Promise.all(threads);
  await context.close();
}

async function inUse(): Promise<{ descriptors: number; threads: number; live: number }> {
  for (let turn = 0; turn < 3; turn++) {
    measureUsage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...measureUsage(), threads: readdirSync('/proc/self/task').length };
}

if (isMainThread) {
  await round(AT_ONCE, false);
  parent.send('ended');
  const first = await inUse();
  for (let number = 0; number < Number(process.argv[2]); number++) {
    await round(AT_ONCE, false);
    parent.send('ended');
  }
  const last = await inUse();
  parent.send({
    descriptors: last.descriptors - first.descriptors,
    threads: last.threads - first.threads,
    live: last.live - first.live,
  });
  await round(1, true);
} else {
  const [url, last] = String(workerData).split(' ');
  const context = socketContext('thread');
  await exchange(
    context.connect(url),
    at(Number(last), () => process.exit()),
  );
}
