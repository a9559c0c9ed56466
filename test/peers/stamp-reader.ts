/**
 * Connects to URL and borrows every tensor that comes, each filled with one number. Keeps some for a while, forgets some
 * without a release, and collects garbage all the time. At the end tells how many held other bytes than at first.
 * To be run with `--expose-gc`.
 */
import { Context, type ReceivedTensor } from 'tensorduct';
import { parent } from './parent.js';

const MOST_HELD = 6;

const [, , url] = process.argv;
if (url === undefined) throw new Error('usage: stamp-reader URL');

const context = new Context({ name: 'stamp-reader' });
const pipe = context.connect(url);

interface Held {
  readonly tensor: ReceivedTensor;
  readonly stamp: number;
}

let held: Held[] = [];
let borrowed = 0;
let mismatches = 0;

function check({ tensor, stamp }: Held): void {
  if (!tensor.typed('float64').every((value) => value === stamp)) mismatches++;
}

for (let round = 0; ; round++) {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) break;
  const copied = pipe.counters.copiedBytes;
  const { tensors } = await pipe.read(descriptor.allocate('borrow'));
  if (pipe.counters.copiedBytes === copied) borrowed++;
  const [tensor] = tensors;
  held.push({ tensor, stamp: tensor.typed('float64')[0] });
  held.forEach(check);
  if (held.length < MOST_HELD) continue;
  // One is forgotten, and comes back once it is collected; the others are released, one later than the next.
  const [forgotten, ...rest] = held;
  check(forgotten);
  const released = rest.filter((_, index) => (index + round) % 3 !== 0);
  for (const one of released) one.tensor.release();
  held = rest.filter((one) => !released.includes(one));
  await new Promise((resolve) => setImmediate(resolve));
  global.gc?.();
}
held.forEach(check);
parent.send({ borrowed, mismatches });
await pipe.close();
await context.join();
parent.release();
