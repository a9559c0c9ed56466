/**
 * For each task of the test: connects, writes and reads samples, sends messages back, closes, and answers `done`. Ends
 * with the first thing that is not as it should be.
 */
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';
import { readSample, sampleMessage, type Sample } from './samples.js';

/** What this end of a pipe does. Anything else ends the program. */
export interface ExchangeTask {
  readonly url: string;
  /** How many pipes do all this at the same time. @default 1 */
  readonly pipes?: number;
  /** Written all at once. */
  readonly writes?: readonly Sample[];
  /** Read one after the other, once the writes are begun; each must be the sample. */
  readonly reads?: readonly Sample[];
  /** How many messages to send back as they were received. All their reads are armed before anything else happens. */
  readonly echoes?: number;
}

/** Sends the next message back in the memory in which it was received. */
async function echo(pipe: Pipe): Promise<void> {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) throw new Error('the stream of messages has ended');
  await pipe.write(await pipe.read(descriptor.allocate()));
}

async function perform(context: Context, task: ExchangeTask): Promise<void> {
  const pipe = context.connect(task.url);
  const echoes = Array.from({ length: task.echoes ?? 0 }, () => echo(pipe));
  const writes = (task.writes ?? []).map((sample) => pipe.write(sampleMessage(sample)));
  for (const sample of task.reads ?? []) await readSample(pipe, sample);
  await Promise.all([...writes, ...echoes]);
  await pipe.close();
}

function isTask(message: unknown): message is ExchangeTask {
  return typeof message === 'object' && message !== null && 'url' in message;
}

const context = new Context({ name: 'exchange' });
for (let task = await parent.next(); isTask(task); task = await parent.next()) {
  await Promise.all(Array.from({ length: task.pipes ?? 1 }, () => perform(context, task)));
  parent.send('done');
}
await context.join();
parent.release();
