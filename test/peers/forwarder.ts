/**
 * Connects to URL, listens, says where, and does what it is told, one word at a time, and answers:
 *
 * - `accept`: waits for one more reader
 * - `forward`: borrows the next message, writes it to every reader, releases it before that is done, and answers with
 *   what was copied so far once all writes are complete
 * - `back`: the same, to where the message has come from
 * - `iterate`: does so with all messages until their end, as plain views of what the iterator gives back; answers with
 *   their number and with how many of the last one's elements are still there
 */
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const [, , url] = process.argv;
if (url === undefined) throw new Error('usage: forwarder URL');

const context = new Context({ name: 'forwarder' });
const listener = await context.listen('unix://');
const source = context.connect(url);
const readers: Pipe[] = [];

const copied = (): number => context.counters().copiedBytes;

async function forward(pipes: readonly Pipe[]): Promise<unknown> {
  const descriptor = await source.readDescriptor();
  if (descriptor === null) return 'the end';
  const message = await source.read(descriptor.allocate('borrow'));
  const view = message.tensors[0].typed();
  const writes = pipes.map((pipe) => pipe.write(message));
  message.release();
  const outcomes = await Promise.allSettled(writes);
  const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
  return { copied: copied(), failures, left: view.length };
}

async function iterate(): Promise<unknown> {
  const writes: Promise<void>[] = [];
  let last: Uint8Array = new Uint8Array(0);
  let count = 0;
  for await (const { tensors } of source) {
    last = tensors[0].typed('uint8');
    writes.push(...readers.map((pipe) => pipe.write({ tensors: [{ data: last }] })));
    count++;
  }
  await Promise.all(writes);
  for (const pipe of readers) await pipe.close();
  return { count, copied: copied(), left: last.length };
}

async function obey(word: unknown): Promise<unknown> {
  switch (word) {
    case 'accept':
      return void readers.push(await listener.accept());
    case 'forward':
      return forward(readers);
    case 'back':
      return forward([source]);
    case 'iterate':
      return iterate();
    default:
      throw new Error(`what is ${String(word)}?`);
  }
}

parent.send({ answer: listener.urls[0] });
for (let word = await parent.next(); word !== 'end'; word = await parent.next())
  parent.send({ answer: (await obey(word)) ?? 'done' });
await context.close();
parent.release();
