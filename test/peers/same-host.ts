/**
 * `same-host listen URL OPTIONS`: listens, says where, sends the tensor of the first pipe back; `same-host connect URL OPTIONS`
 * sends one and checks what comes back. OPTIONS are a context's, as JSON, with `uid`: the user that it becomes. Both tell
 * what came of it: see {@link Outcome}.
 */
import { Context, type ContextOptions, type Pipe, type Verdict } from 'tensorduct';
import { parent } from './parent.js';

/** What an end has found out. */
export interface Outcome {
  /** By which channel the tensor came, by what has happened. */
  readonly moved: readonly string[];
  /** By which one it should, by what was negotiated. */
  readonly chosen: readonly string[];
  /** Why each other one was not taken. */
  readonly passedOver: readonly Verdict[];
  /** Channels that cannot work in this process, with the reason. */
  readonly unusable: Readonly<Record<string, string>>;
}

const BYTES = 3_000_000;

const [, , role, url, json = '{}'] = process.argv;
if (url === undefined) throw new Error('usage: same-host ROLE URL OPTIONS');
const { uid, ...options } = JSON.parse(json) as ContextOptions & { readonly uid?: number };
const context = new Context({ ...options, name: role });
const backends = context.describe();
if (uid !== undefined) {
  // The files of the addon could be read until now.
  process.setgid?.(uid);
  process.setuid?.(uid);
}

async function open(): Promise<Pipe> {
  if (role === 'connect') return context.connect(url);
  const listener = await context.listen(url);
  parent.send(listener.urls[0]);
  return listener.accept();
}

async function receive(pipe: Pipe) {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) throw new Error('the messages have ended');
  return pipe.read(descriptor.allocate());
}

function outcome(pipe: Pipe): Outcome {
  const { channels, passedOver } = pipe.explain();
  const unusable: Record<string, string> = {};
  for (const { kind, name, viability } of backends) {
    if (kind === 'channel' && !viability.ok) unusable[name] = viability.reason;
  }
  const moved = Object.keys(pipe.counters.channelBytes);
  return { moved, chosen: channels.map(({ name }) => name), passedOver, unusable };
}

const pipe = await open();
if (role === 'connect') {
  const data = Uint8Array.from({ length: BYTES }, (_, index) => index * 7 + (index >> 8));
  const written = pipe.write({ tensors: [{ data }] });
  const { tensors } = await receive(pipe);
  await written;
  if (Buffer.compare(tensors[0].typed('uint8'), data) !== 0) throw new Error('other bytes have come back');
} else {
  await pipe.write(await receive(pipe));
}
parent.send(outcome(pipe));
await pipe.close();
await context.close();
parent.release();
