/**
 * `shm-end URL`: waits to be told, connects to URL, and does one of these over the transport `shm`:
 *
 * - `{ write: COUNT }`: writes numbered messages, and says `written` once all are
 * - `{ read: COUNT }`: says `ready`, reads as many, and says how many have come in order
 * - `{ echo: COUNT }`: sends as many back
 * - `{ ask: COUNT }`: asks as many at a time and awaits each answer, until most have come without a sleep; then says
 *   `awake`
 *
 * Says the transport in the end, and keeps the pipe until it is told to `close`. With URL `-` it listens instead, and says
 * where.
 */
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const [, , url = '-'] = process.argv;
const context = new Context({ name: 'shm-end' });

async function open(): Promise<Pipe> {
  if (url !== '-') {
    parent.send('ready');
    await parent.next();
    return context.connect(url);
  }
  const listener = await context.listen('shm://');
  parent.send(listener.url('shm'));
  return listener.accept();
}

/** The number that a message carries. */
async function readNumber(pipe: Pipe): Promise<number> {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) throw new Error('the stream has ended');
  const { payloads } = await pipe.read(descriptor.allocate());
  return Buffer.from(payloads[0].data).readUInt32LE();
}

/** As many as find room are written ahead. */
async function write(pipe: Pipe, count: number): Promise<void> {
  const writes: Promise<unknown>[] = [];
  for (let number = 0; number < count; number++) {
    const data = Buffer.alloc(64);
    data.writeUInt32LE(number);
    const written = pipe.write({ payloads: [{ data }] });
    if (pipe.writable) writes.push(written);
    else await Promise.all([written, ...writes.splice(0)]);
  }
  await Promise.all(writes);
}

async function read(pipe: Pipe, count: number): Promise<number> {
  let right = 0;
  for (let number = 0; number < count; number++) if ((await readNumber(pipe)) === number) right++;
  return right;
}

async function echo(pipe: Pipe, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const data = Buffer.alloc(4);
    data.writeUInt32LE(await readNumber(pipe));
    await pipe.write({ payloads: [{ data }] });
  }
}

async function ask(pipe: Pipe, count: number): Promise<void> {
  const sleeps = (): number => process.resourceUsage().voluntaryContextSwitches;
  for (let before = sleeps() - count; sleeps() - before > count / 10;) {
    before = sleeps();
    for (let number = 0; number < count; number++) {
      const written = pipe.write({ payloads: [{ data: new Uint8Array(4) }] });
      await readNumber(pipe);
      await written;
    }
  }
  parent.send('awake');
}

const pipe = await open();
pipe.on('error', () => {});
const task = await parent.next();
if (typeof task !== 'object' || task === null) throw new Error('this is no task');
if ('write' in task) await write(pipe, Number(task.write)).then(() => parent.send('written'));
if ('read' in task) parent.send(await read(pipe, Number(task.read)));
if ('ask' in task) await ask(pipe, Number(task.ask));
if ('echo' in task) await echo(pipe, Number(task.echo));
parent.send({ transport: pipe.explain().transport?.name ?? null });
await parent.next();
await pipe.close();
await context.close();
parent.release();
