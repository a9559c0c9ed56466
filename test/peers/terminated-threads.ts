/**
 * Starts threads that stream tensors to this one and back through shared memory, terminates each in the middle, tells how
 * many descriptors are left over, and exits in the middle of one more stream, with code 3.
 */
import { readdirSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const THREADS = 16;
const BYTES = 3_000_000;

async function echo(pipe: Pipe): Promise<void> {
  for await (const { tensors } of pipe) await pipe.write({ tensors: [{ data: tensors[0].typed('uint8') }] });
}

async function stream(pipe: Pipe, enough: () => boolean): Promise<void> {
  const writing = async (): Promise<void> => {
    while (!enough()) await pipe.write({ tensors: [{ data: new Uint8Array(BYTES) }] });
  };
  const reading = async (): Promise<void> => {
    for await (const { tensors } of pipe) if (tensors[0].byteLength !== BYTES || enough()) return;
  };
  await Promise.all([writing(), reading()]);
}

if (!isMainThread) {
  const context = new Context({ name: 'thread' });
  await echo(context.connect(String(workerData)));
} else {
  const context = new Context({ name: 'main', arena: { budgetBytes: 2 ** 23 } });
  const listener = await context.listen('unix://');
  const begin = async (): Promise<{ worker: Worker; pipe: Pipe }> => {
    const worker = new Worker(new URL(import.meta.url), { workerData: listener.url('unix') });
    const pipe = await listener.accept();
    pipe.on('error', () => {});
    return { worker, pipe };
  };
  const files = (): number => readdirSync('/proc/self/fd').length;
  const cycle = async (messages: number): Promise<void> => {
    const { worker, pipe } = await begin();
    let read = 0;
    const streaming = stream(pipe, () => read++ > 1000).catch(() => {});
    while (pipe.counters.messagesRead < messages) await new Promise((resolve) => setImmediate(resolve));
    await worker.terminate();
    await streaming;
  };
  // Until the arena has all that its budget allows.
  for (let number = 0; number < 3; number++) await cycle(5);
  const before = files();
  for (let number = 0; number < THREADS; number++) await cycle(number);
  await new Promise((resolve) => setImmediate(resolve));
  parent.send({ threads: THREADS, more: Math.max(0, files() - before) });
  const { pipe } = await begin();
  void stream(pipe, () => false).catch(() => {});
  while (pipe.counters.messagesRead < 5) await new Promise((resolve) => setImmediate(resolve));
  process.exit(3);
}
