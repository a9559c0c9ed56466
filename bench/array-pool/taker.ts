/** The other end of an array pool, a process or thread: says when it has what came, and looks at it afterwards. */
import { readlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { ArrayPool, Context, TensorductError, type ArrayHandle, type Pipe } from 'tensorduct';
import { microseconds } from '../clock.js';
import { processPort, threadPort } from '../port.js';
import { Answerer, type Answer } from '../requests.js';
import { stampMessage, stampOf, Verifier } from '../stamps.js';
import { answerTo, type TakerRequest } from './requests.js';

const port = parentPort === null ? processPort(process) : threadPort(parentPort);
process.on('disconnect', () => process.exit());

let verifier: Verifier | null = null;
const answer = new Float64Array(1);
const answerBytes = new Uint8Array(answer.buffer);

new Answerer<TakerRequest>(port, async (request): Promise<Answer> => {
  if (request.task === 'connect') {
    if (request.url === null) listenToPort();
    else await connect(request.url);
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    return parentPort === null ? {} : { threadId };
  }
  if (request.task === 'expect') verifier = new Verifier(request.shape, request.count);
  else verifier?.check(request.first);
  return {};
});

function note(bytes: Uint8Array, at: number): void {
  verifier?.note([bytes]);
  answer[0] = at;
}

function listenToPort(): void {
  port.on((message) => {
    if (!(message instanceof Uint8Array)) return;
    note(message, microseconds());
    port.send(answerBytes.slice());
  });
}

async function connect(url: string): Promise<void> {
  const context = new Context({ name: 'taker' });
  const pool = await ArrayPool.create({ context });
  const pipe = context.connect(url);
  await new Promise<void>((resolve) => pipe.once('established', resolve));
  receive(pipe, pool);
}

function receive(pipe: Pipe, pool: ArrayPool): void {
  const say = (): void => pipe.write({ payloads: [{ data: answerBytes }] }, check);
  pipe.readDescriptor((failure, descriptor) => {
    check(failure);
    if (descriptor === null) return;
    const payloads = descriptor.payloads.map(({ length }) => ({ data: new Uint8Array(length) }));
    const tensors = descriptor.tensors.map(() => 'borrow' as const);
    const [{ data }] = payloads;
    pipe.read({ payloads, tensors }, (error, message) => {
      check(error);
      if (message === null) return;
      const [tensor] = message.tensors;
      if (tensor !== undefined) {
        const array = pool.from(tensor);
        const bytes = array.typed('uint8');
        const at = microseconds();
        take(bytes, at);
        array.release();
        message.release();
      } else if (data.length === answerBytes.length) {
        note(data, microseconds());
      } else {
        const handle = JSON.parse(Buffer.from(data).toString()) as ArrayHandle;
        void pool.fromHandle(handle).then((array) => {
          const bytes = array.typed('uint8');
          const at = microseconds();
          take(bytes, at);
          array.release();
          say();
          receive(pipe, pool);
        }, check);
        return;
      }
      say();
      receive(pipe, pool);
    });
  });
}

/** Looks at an array, and answers in it. */
function take(bytes: Uint8Array, at: number): void {
  note(bytes, at);
  stampMessage([bytes], answerTo(stampOf([bytes])));
}

/** What fails ends the program, and its owner's request; an owner that is gone is told of elsewhere. */
function check(error: Error | null): void {
  if (error instanceof TensorductError && error.code === 'ERR_PEER_LOST') return;
  if (error !== null) throw error;
}
