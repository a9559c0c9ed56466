/** What `context.spawn` and `context.thread` start in tests. The first argument says how to behave. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { connectParent, Context, type Pipe } from 'tensorduct';

const [, , mode = '', argument = ''] = process.argv;

const behaviours: Record<string, () => Promise<void> | void> = {
  /** Sends every message back. */
  async echo() {
    const { pipe } = await connectParent();
    await echo(pipe);
  },

  /** As `echo`, but leaves it to the parent to close the pipe. */
  async wait() {
    const { pipe } = await connectParent();
    for await (const message of pipe) await pipe.write(message);
  },

  /** Ends before it connects. */
  exit() {
    process.exit(Number(argument));
  },

  throw() {
    throw new Error('no luck today');
  },

  /** Never connects. */
  hang() {
    setInterval(() => {}, 1000);
    parentPort?.postMessage('here');
  },

  async die() {
    process.kill(process.pid, 'SIGKILL');
    await new Promise(() => {});
  },

  /** Ends in the middle, at the first message. */
  async leave() {
    const { pipe } = await connectParent();
    await pipe.readDescriptor();
    process.stderr.write('leaving in a hurry\n', () => process.exit(Number(argument)));
  },

  /** Throws in the middle, at the first message. */
  async fail() {
    const { pipe } = await connectParent();
    await pipe.readDescriptor();
    throw new Error('out of luck');
  },

  /** Goes on when the pipe is over. */
  async stay() {
    setInterval(() => {}, 1000);
    await connectParent()
      .then(({ pipe }) => pipe.readDescriptor())
      .catch(() => {});
  },

  /** Goes on when it is asked to end, too. */
  async refuse() {
    process.on('SIGTERM', () => {});
    setInterval(() => {}, 1000);
    await connectParent()
      .then(({ pipe }) => pipe.readDescriptor())
      .catch(() => {});
  },

  /** Tells what it and a child of its own find in the environment. */
  async environment() {
    const { pipe } = await connectParent();
    const print = 'console.log(JSON.stringify(process.env))';
    const inherited = execFileSync(process.execPath, ['-e', print], { encoding: 'utf8' });
    await tell(pipe, { own: JSON.stringify(process.env), inherited, workerData: JSON.stringify(workerData) });
  },

  /** Asks for its parent twice. */
  async twice() {
    const first = await connectParent();
    const second = await connectParent();
    await tell(first.pipe, { same: first === second, id: first.context.id });
  },

  /** Uses its own context. */
  async context() {
    await using context = new Context({ name: 'my own' });
    const { pipe } = await connectParent({ context });
    await tell(pipe, { same: (await connectParent()).context === context });
  },

  /** Uses its invitation a second time: the kernel still knows what the environment was. */
  async again() {
    const { context, pipe } = await connectParent();
    const environment = readFileSync('/proc/self/environ', 'utf8');
    const [, url = '', secret = ''] = /"url":"([^"]*)","secret":"([^"]*)"/.exec(environment) ?? [];
    const second = context.connect(url, { secret });
    const outcome = await second.readDescriptor().then(() => 'a pipe', String);
    await tell(pipe, { outcome });
  },

  /** Tells a third process, by the end of a pipe, when it dies. */
  async report() {
    const { context, pipe } = await connectParent();
    context.connect(argument).unref();
    await echo(pipe);
  },

  async print() {
    process.stdout.write('to the output\n');
    process.stderr.write('to the errors\n');
    await echo((await connectParent()).pipe);
  },

  /** Sends a large tensor that nobody reads to its end. */
  async stream() {
    const { pipe } = await connectParent();
    for (;;) await pipe.write({ tensors: [{ data: new Uint8Array(64 * 2 ** 20) }] });
  },
};

async function echo(pipe: Pipe): Promise<void> {
  for await (const message of pipe) await pipe.write(message);
  await pipe.close();
}

async function tell(pipe: Pipe, what: object): Promise<void> {
  await pipe.write({ metadata: new TextEncoder().encode(JSON.stringify(what)) });
  await pipe.close();
}

await behaviours[mode]();
