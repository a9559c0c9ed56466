/** `owner NAME`: has arrays, hands them to a process or thread that it has started, and times that. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ArrayPool, Context, type Pipe, type SharedArray } from 'tensorduct';
import { microseconds } from '../clock.js';
import type { MessageShape } from '../names.js';
import { processPort, threadPort, type Port } from '../port.js';
import { Answerer, Asker, type Answer } from '../requests.js';
import { fillPattern, stampMessage, stampOf } from '../stamps.js';
import {
  answerTo,
  BLOCK_BYTES,
  PUT_BYTES,
  type Cargo,
  type OwnerRequest,
  type PoolContestant,
  type TakerRequest,
} from './requests.js';

const TAKER = new URL('taker.js', import.meta.url);
/** In which the other end answers: the time, in microseconds. */
const ANSWER_BYTES = 8;
const CORRUPT_STAMP = 2;

/** Everything that was opened. */
interface Opened {
  readonly asker: Asker<TakerRequest>;
  /** Has an array brought to the other end. */
  readonly put: (bytes: Uint8Array) => void;
  /** Null for who has none. */
  readonly pool: ArrayPool | null;
  readonly pipe: Pipe | null;
}

let opened: Opened | null = null;
const blocks: SharedArray<'uint8'>[] = [];
let stamp = 1;
let corrupt = false;
let random = 1;
let onAnswer: (at: number) => void = () => {};

process.on('disconnect', () => process.exit());
new Answerer<OwnerRequest>(processPort(process), async (request): Promise<Answer> => {
  if (request.task === 'open') {
    corrupt = request.corrupt;
    return open(request.contestant);
  }
  if (opened === null) throw new Error('it was not opened');
  switch (request.task) {
    case 'blocks':
      return keepBlocks(opened, request.count);
    case 'hand-over':
      return handOver(opened, request.cargo, request.count);
    case 'put':
      return put(opened, request.count);
  }
});

async function open(contestant: PoolContestant): Promise<Answer> {
  const [port, pid] = contestant === 'worker_threads' ? startThread() : startProcess();
  const asker = new Asker<TakerRequest>(port, `the taker of ${contestant}`);
  if (contestant !== 'tensorduct') {
    port.on((message) => {
      if (message instanceof Uint8Array) onAnswer(timeIn(message));
    });
    opened = { asker, pool: null, pipe: null, put: (bytes) => void port.send(bytes) };
    const { threadId } = await asker.ask({ task: 'connect', url: null });
    return {
      pids: [process.pid, ...(pid === process.pid ? [] : [pid])],
      ...(threadId === undefined ? {} : { threadId }),
    };
  }
  const context = new Context({ name: 'owner' });
  const pool = await ArrayPool.create({ context });
  const listener = await context.listen('shm://');
  const accepted = listener.accept();
  await asker.ask({ task: 'connect', url: listener.url('shm') });
  const pipe = await accepted;
  hear(pipe);
  const putArray = (bytes: Uint8Array): void => {
    void pool.put(bytes).then((array) => {
      pipe.write({ payloads: [{ data: bytes.subarray(0, ANSWER_BYTES) }], tensors: [array] }, check);
      array.release();
    }, check);
  };
  opened = { asker, pool, pipe, put: putArray };
  return { pids: [process.pid, pid] };
}

function startProcess(): [Port, number] {
  const child = fork(fileURLToPath(TAKER), { serialization: 'advanced', execArgv: ['--expose-gc'] });
  child.on('exit', (code, signal) => check(new Error(`the taker has exited with ${signal ?? code}`)));
  return [processPort(child), child.pid ?? 0];
}

function startThread(): [Port, number] {
  const worker = new Worker(TAKER);
  worker.on('error', check);
  return [threadPort(worker), process.pid];
}

function hear(pipe: Pipe): void {
  pipe.readDescriptor((failure, descriptor) => {
    check(failure);
    if (descriptor === null) return;
    const data = new Uint8Array(ANSWER_BYTES);
    pipe.read({ payloads: [{ data }] }, (error) => {
      check(error);
      onAnswer(timeIn(data));
    });
    hear(pipe);
  });
}

async function keepBlocks({ pool }: Opened, count: number): Promise<Answer> {
  for (const block of blocks.splice(count)) block.release();
  while (blocks.length < count && pool !== null) {
    const block = await pool.alloc('uint8', [BLOCK_BYTES]);
    fillPattern(block.data);
    blocks.push(block);
  }
  return {};
}

async function handOver({ asker, pipe }: Opened, cargo: Cargo, count: number): Promise<Answer> {
  const first = stamp;
  const bytes = cargo === 'nothing' ? ANSWER_BYTES : BLOCK_BYTES;
  await asker.ask({ task: 'expect', shape: shape(bytes), count });
  const times = new Float64Array(count);
  const payload = new Uint8Array(ANSWER_BYTES);
  const payloads = [{ data: payload }];
  for (let index = 0; index < count; index++, stamp++) {
    const array = blocks[next(blocks.length)];
    const marked = cargo === 'nothing' ? payload : array.data;
    mark(marked);
    const answered = new Promise<number>((resolve) => (onAnswer = resolve));
    const start = microseconds();
    if (cargo === 'nothing') pipe?.write({ payloads }, check);
    else if (cargo === 'array') pipe?.write({ payloads, tensors: [array] }, check);
    else pipe?.write({ payloads: [{ data: Buffer.from(JSON.stringify(array)) }] }, check);
    times[index] = (await answered) - start;
    if (cargo !== 'nothing' && stampOf([array.data]) !== answerTo(stamp)) {
      throw new Error(`array ${index} is corrupt: the other end works on memory of its own`);
    }
  }
  await asker.ask({ task: 'verify', first });
  return { times };
}

async function put({ asker, put: send }: Opened, count: number): Promise<Answer> {
  const first = stamp;
  await asker.ask({ task: 'expect', shape: shape(PUT_BYTES), count });
  const times = new Float64Array(count);
  const bytes = new Uint8Array(PUT_BYTES);
  fillPattern(bytes);
  for (let index = 0; index < count; index++, stamp++) {
    mark(bytes);
    const answered = new Promise<number>((resolve) => (onAnswer = resolve));
    const start = microseconds();
    send(bytes);
    times[index] = (await answered) - start;
  }
  await asker.ask({ task: 'verify', first });
  return { times };
}

function mark(bytes: Uint8Array): void {
  stampMessage([bytes], stamp);
  if (corrupt && stamp === CORRUPT_STAMP) bytes[bytes.length - 1] ^= 1;
}

function shape(bytes: number): MessageShape {
  return { tensors: true, parts: 1, bytes };
}

/** Any of so many, the same ones in each run. */
function next(count: number): number {
  random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
  return random % count;
}

function timeIn(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset).getFloat64(0, true);
}

/** What fails ends the program, and the run. */
function check(error: Error | null): void {
  if (error !== null) throw error;
}
