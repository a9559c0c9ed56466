/**
 * Run under a limit of the system's: then tells what it met:
 *
 * - `many`: allocates 10,000 tensors of 4 KiB, holds them all, and finds each as it was filled
 * - `exhaust URL BYTES`: allocates tensors of so many bytes until no more come, then one of another size, and writes one
 *   from ordinary memory to URL
 * - `threadless URL BYTES`: writes one of so many bytes when there is no descriptor left for a copy thread
 * - `refused URL CODE`: has every reservation fail with CODE, tries to allocate, and sends messages back
 * - `budget`: how much shared memory it would take by itself
 */
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { Context, TensorductError, type SharedTensor } from 'tensorduct';
import { parent } from './parent.js';

const [, , mode, url, bytes] = process.argv;
const MANY = 10_000;
const MOST_MS = 2_000;

const context = new Context({ name: 'limited', arena: { budgetBytes: 2 ** 40 } });

async function many(): Promise<object> {
  const tensors: SharedTensor<'float32'>[] = [];
  while (tensors.length < MANY) {
    const tensor = await context.allocate('float32', [1024]);
    tensor.data.fill(tensors.length);
    tensors.push(tensor);
  }
  const right = tensors.filter(({ data, shared }, index) => shared && data.every((value) => value === index)).length;
  return { right, descriptors: readdirSync('/proc/self/fd').length };
}

async function exhaust(length: number): Promise<object> {
  const pipe = context.connect(url);
  const data = new Uint8Array(length).fill(4);
  // The first one finds no slot yet, and opens the other way: later there are no descriptors for it.
  await pipe.write({ tensors: [{ data }] });
  const tensors: SharedTensor[] = [];
  const first = await failure(async () => {
    for (;;) tensors.push(await context.allocate('uint8', [length], { timeoutMs: MOST_MS }));
  });
  // Of the first size some might still come back; of this one there is nothing to wait for.
  const other = await failure(() => context.allocate('uint8', [2 * length]));
  await pipe.write({ tensors: [{ data }] });
  await pipe.close();
  return { first: first.code, other, ways: Object.keys(pipe.counters.channelBytes) };
}

async function threadless(length: number): Promise<object> {
  const pipe = context.connect(url);
  const data = new Uint8Array(length).fill(4);
  // Leaves a slot of this size, and a pipe that needs no descriptor any more.
  (await context.allocate('uint8', [length])).release();
  await pipe.write({ payloads: [] });
  const descriptors = exhaustDescriptors();
  await pipe.write({ tensors: [{ data }] });
  await pipe.close();
  for (const descriptor of descriptors) closeSync(descriptor);
  return { shared: pipe.counters.channelBytes['shm-arena'], threads: copyThreads() };
}

function exhaustDescriptors(): number[] {
  const descriptors: number[] = [];
  try {
    for (;;) descriptors.push(openSync('/dev/null', 'r'));
  } catch {
    return descriptors;
  }
}

function copyThreads(): number {
  const names = readdirSync('/proc/self/task').map((id) => readFileSync(`/proc/self/task/${id}/comm`, 'latin1').trim());
  return names.filter((name) => name === 'tensorduct-copy').length;
}

async function failure(operation: () => Promise<unknown>): Promise<{ code: string; system: unknown }> {
  try {
    await operation();
  } catch (error) {
    if (!(error instanceof TensorductError)) throw error;
    const { code, cause } = error;
    return { code, system: typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null };
  }
  throw new Error('nothing has failed');
}

/** As the system does when it has no more. */
function refuseAll(code: string): void {
  const { memory } = context.memory ?? {};
  if (memory === undefined) throw new Error('there is no shared memory');
  const { native } = memory;
  const refuse = (callback: (error: Error, result: null) => void): void => {
    setImmediate(() => callback(Object.assign(new Error(code), { code, errno: 0, syscall: 'posix_fallocate' }), null));
  };
  const reserve = { value: (_: number, callback: Parameters<typeof refuse>[0]) => refuse(callback) };
  const value = Object.create(native.Segment, { reserve }) as typeof native.Segment;
  const receiver = Object.create(native.ChunkReceiver, { create: { value: refuse } }) as typeof native.ChunkReceiver;
  const refusing = Object.create(native, { Segment: { value }, ChunkReceiver: { value: receiver } }) as typeof native;
  Object.assign(memory, { native: refusing });
  Object.assign(memory.arena, { native: refusing });
}

async function refused(): Promise<object> {
  const failed = await failure(() => context.allocate('uint8', [100_000]));
  const pipe = context.connect(url);
  for (let descriptor = await pipe.readDescriptor(); descriptor !== null; descriptor = await pipe.readDescriptor()) {
    const data = new Uint8Array(descriptor.tensors[0].length);
    await pipe.read({ payloads: [], tensors: [{ data }] });
    await pipe.write({ tensors: [{ data }] });
  }
  await pipe.close();
  return { failed, ways: Object.keys(pipe.counters.channelBytes) };
}

switch (mode) {
  case 'many':
    parent.send(await many());
    break;
  case 'exhaust':
    parent.send(await exhaust(Number(bytes)));
    break;
  case 'threadless':
    parent.send(await threadless(Number(bytes)));
    break;
  case 'refused':
    refuseAll(bytes);
    parent.send(await refused());
    break;
  default: {
    await using usual = new Context();
    parent.send({ budgetBytes: usual.memory?.memory.budgetBytes });
  }
}
await context.close();
parent.release();
