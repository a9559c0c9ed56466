/**
 * Has one end of a pipe and kills itself in the moment that the test has named. Until then it writes a large message,
 * reads and closes if it is told to.
 */
import { basic, Context, tcp, unix, type Pipe } from 'tensorduct';
import { Fate, type Doom } from './doomed-transport.js';
import { parent } from './parent.js';

export interface DoomedTask {
  /** Where to connect to. @default it listens, and tells the test its address */
  readonly url?: string;
  readonly doom: Doom;
  /** Bytes of the tensor that it writes; 0 for no message. */
  readonly writes: number;
  /** Whether it reads. */
  readonly reads: boolean;
  /** Whether it closes the pipe once its message is written. */
  readonly closes: boolean;
}

function isTask(message: unknown): message is DoomedTask {
  return typeof message === 'object' && message !== null && 'doom' in message;
}

async function open(context: Context, url: string | undefined): Promise<Pipe> {
  if (url !== undefined) return context.connect(url);
  const listener = await context.listen(['tcp://127.0.0.1:0', 'unix://']);
  parent.send(listener.url('tcp'));
  return listener.accept();
}

async function read(pipe: Pipe): Promise<void> {
  for await (const message of pipe) message.release();
}

const task = await parent.next();
if (!isTask(task)) throw new Error('this is no task');
const fate = new Fate(task.doom);
const context = new Context({ name: 'doomed', defaults: false });
context.registerTransport(200, 'unix', fate.over(unix()));
context.registerTransport(100, 'tcp', fate.over(tcp()));
context.registerChannel(100, 'basic', basic());
const pipe = await open(context, task.url);
const reading = task.reads ? read(pipe) : undefined;
if (task.writes > 0) await pipe.write({ tensors: [{ data: new Uint8Array(task.writes) }] });
if (task.closes) await pipe.close();
await reading;
