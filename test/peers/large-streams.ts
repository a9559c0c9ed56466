/**
 * `large-streams URL COUNT BYTES`: writes COUNT tensors of BYTES each from ordinary memory while it reads as many into
 * memory of its own, checks each, says `{ read }` for every one, and at the end `{ done, copiedOnLoop }`.
 */
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const [, , url, count, bytes] = process.argv;
if (url === undefined) throw new Error('usage: large-streams URL COUNT BYTES');

const context = new Context({ name: 'large-streams', arena: { budgetBytes: 2 ** 20 } });
const pipe = context.connect(url);

async function write(): Promise<void> {
  const data = new Uint8Array(Number(bytes));
  for (let number = 0; number < Number(count); number++) {
    data[0] = number;
    data[data.length - 1] = number;
    await pipe.write({ tensors: [{ data }] });
  }
}

async function read(): Promise<void> {
  const data = new Uint8Array(Number(bytes));
  for (let number = 0; number < Number(count); number++) {
    await pipe.readDescriptor();
    await pipe.read({ payloads: [], tensors: [{ data }] });
    if (data[0] !== number % 256 || data.at(-1) !== number % 256) throw new Error(`tensor ${number} is another`);
    parent.send({ read: number });
  }
}

await Promise.all([write(), read()]);
parent.send({ done: true, copiedOnLoop: pipe.counters.copiedOnLoopBytes });
await pipe.close();
await context.close();
