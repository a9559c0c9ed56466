/**
 * `terminated-threads ROUNDS`: in each round starts 16 threads, each of which exchanges tensors with this one through
 * shared memory: streamed, copied into slots, and born there. Of these every second one is terminated in the middle, and
 * the others exit there. Says `started` for each thread, `ended` for each round, and how much more the process
 * holds after the last than after a first round of two threads; then has one more thread, and exits in the middle of its
 * streams, with code 3.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';
import {
  connectParent,
  Context,
  TensorductError,
  type Pipe,
  type ReceivedMessage,
  type SpawnedThread,
} from 'tensorduct';
import { parent } from './parent.js';
import { measureUsage } from './usage.js';

const AT_ONCE = 16;
/** Of them, those that load the library at the same time: that takes a core a fifth of a second. */
const STARTING = 2;
/** Goes by the chunks of the link into memory of the reader's own. */
const STREAMED = new Uint8Array(2_000_000);
/** Is copied into a slot by the writer at once. */
const EAGER = new Uint8Array(200_000);
const BORN = 100_000;
/** Node starts slowly on a busy machine: that is no matter of ours. */
const START_MS = 60_000;

/** Writes until the pipe ends. */
async function write(context: Context, pipe: Pipe): Promise<never> {
  for (;;) {
    using born = await context.allocate('uint8', [BORN]);
    await pipe.write({ tensors: [{ data: STREAMED }, { data: EAGER }, born] });
  }
}

/** Reads until the pipe ends, and always holds what the message before has lent. */
async function read(pipe: Pipe, onMessage: () => void): Promise<never> {
  const target = new Uint8Array(STREAMED.length);
  for (let before: ReceivedMessage | null = null; ;) {
    const descriptor = await pipe.readDescriptor();
    if (descriptor === null) throw new Error('nobody has closed the pipe');
    const message = await pipe.read({ payloads: [], tensors: [{ data: target }, 'borrow', 'borrow'] });
    before?.release();
    before = message;
    onMessage();
  }
}

/** Writes, two messages at a time, and reads. Ends with the pipe, all of it. */
async function exchange(context: Context, pipe: Pipe, onMessage: () => void): Promise<void> {
  pipe.on('error', () => {});
  const all = [write(context, pipe), write(context, pipe), read(pipe, onMessage)];
  for (const result of await Promise.allSettled(all)) {
    if (result.status === 'rejected' && !(result.reason instanceof TensorductError)) throw result.reason;
  }
}

/** Calls back once, at the message of that number. */
function at(number: number, callback: () => void): () => void {
  let count = 0;
  return () => {
    if (++count === number) callback();
  };
}

/** A thread that writes, and ends itself at a message of that number. */
function start(context: Context, last = Infinity): Promise<SpawnedThread> {
  return context.thread(new URL(import.meta.url), { timeoutMs: START_MS, workerData: last });
}

/** Goes on with a thread until it is gone: terminated at a message of that number, if it does not end before. */
async function ended(context: Context, { pipe, worker }: SpawnedThread, last = Infinity): Promise<void> {
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  await exchange(
    context,
    pipe,
    at(last, () => void worker.terminate()),
  );
  await exited;
}

/** So many threads at once, each ended early in its life: every second one ends itself. */
async function round(context: Context, count: number): Promise<void> {
  const threads: { thread: SpawnedThread; last: number }[] = [];
  let begun = 0;
  const startSome = async (): Promise<void> => {
    while (begun < count) {
      const number = begun++;
      const last = 1 + (number % 3);
      const exits = number % 2 === 1;
      threads.push({ thread: await start(context, exits ? last : Infinity), last: exits ? Infinity : last });
      parent.send('started');
    }
  };
  await Promise.all(Array.from({ length: STARTING }, startSome));
  await Promise.all(threads.map(({ thread, last }) => ended(context, thread, last)));
  parent.send('ended');
}

async function inUse() {
  // What a finalizer lets go of is collected in the next turn.
  let { descriptors, live } = measureUsage();
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
    ({ descriptors, live } = measureUsage());
  }
  const maps = readFileSync('/proc/self/maps', 'utf8');
  const status = readFileSync('/proc/self/status', 'utf8');
  return {
    descriptors,
    threads: readdirSync('/proc/self/task').length,
    mappings: maps.match(/memfd:tensorduct/g)?.length ?? 0,
    sharedKb: Number(/RssShmem:\s+(\d+)/.exec(status)?.[1]),
    live,
  };
}

/** What is in use when so many rounds and their context are over. */
async function after(rounds: number, count: number): ReturnType<typeof inUse> {
  const context = new Context({ name: 'main', arena: { budgetBytes: 2 ** 23 } });
  for (let number = 0; number < rounds; number++) await round(context, count);
  await context.close();
  return inUse();
}

if (isMainThread) {
  // Until there are as many copy threads as there will be.
  const first = await after(1, STARTING);
  const last = await after(Number(process.argv[2]), AT_ONCE);
  parent.send({
    descriptors: last.descriptors - first.descriptors,
    threads: last.threads - first.threads,
    mappings: last.mappings,
    sharedKb: last.sharedKb - first.sharedKb,
    live: last.live - first.live,
  });
  const context = new Context({ name: 'main' });
  const { pipe } = await start(context);
  await exchange(
    context,
    pipe,
    at(3, () => process.exit(3)),
  );
} else {
  const { context, pipe } = await connectParent();
  await exchange(
    context,
    pipe,
    at(Number(workerData), () => process.exit()),
  );
}
