/**
 * `idle-pipes URL COUNT`: opens COUNT pipes to URL over `shm`, each with a message there and back, and has nothing more to
 * do with them. With URL `-` it listens instead, and says where. Says what each of them has cost, and closes them when it is
 * told to.
 */
import { readFileSync } from 'node:fs';
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';
import { measureUsage } from './usage.js';

const [, , url = '-', count] = process.argv;
const context = new Context({ name: 'idle-pipes' });
const listener = url === '-' ? await context.listen('shm://') : null;
if (listener !== null) parent.send(listener.url('shm'));

async function read(pipe: Pipe): Promise<void> {
  const descriptor = await pipe.readDescriptor();
  await pipe.read(descriptor?.allocate() ?? {});
}

async function open(): Promise<Pipe> {
  const pipe = listener === null ? context.connect(url) : await listener.accept();
  if (listener === null) await pipe.write({});
  await read(pipe);
  if (listener !== null) await pipe.write({});
  return pipe;
}

/** Of this process: its objects, and the shared memory that it has touched. */
function bytes(): number {
  const shared = /^RssShmem:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return measureUsage().live + Number(shared?.[1]) * 1024;
}

// The first makes what all of them have in common.
const pipes = [await open()];
const before = { descriptors: measureUsage().descriptors, bytes: bytes() };
for (let number = 0; number < Number(count); number++) pipes.push(await open());
parent.send({
  descriptors: (measureUsage().descriptors - before.descriptors) / Number(count),
  bytes: (bytes() - before.bytes) / Number(count),
  transport: pipes[0].explain().transport?.name,
});
await parent.next();
await Promise.all(pipes.map((pipe) => pipe.close()));
await context.close();
parent.release();
