/**
 * `borrower URL [BUDGET]`: connects to URL, with an arena of so many bytes, and does what it is told, one word at a time, and answers:
 *
 * - `borrow`: borrows the only tensor of the next message, and keeps it; answers with its sum and what was copied so far
 * - `sum`: sums the last borrowed tensor once more
 * - `skip`: reads messages until one that holds nothing, and answers with their number
 * - `write`, `write eagerly`: writes 5 MiB of ordinary memory, and answers with `done` or with the error after 300 ms
 * - `refuse`: refuses the next message
 * - `segments`: the shared memory that it has mapped, by inode
 * - `leases`: how many of its own are out
 * - `change`: sets every byte of the last borrowed tensor to 9
 * - `release`: releases the last borrowed tensor
 * - `lend`: writes a tensor of its own shared memory, filled with 5
 * - `stream`: borrows and releases until the end of the stream, and answers with the number of messages
 * - `exit`: exits at once, with code 7
 */
import { Context, type ReceivedTensor } from 'tensorduct';
import { mappedSegments } from './mapped-memory.js';
import { parent } from './parent.js';

const [, , url, budget] = process.argv;
if (url === undefined) throw new Error('usage: borrower URL [BUDGET]');

const context = new Context({
  name: 'borrower',
  ...(budget === undefined ? {} : { arena: { budgetBytes: Number(budget) } }),
});
const pipe = context.connect(url);
const held: ReceivedTensor[] = [];

function sum(): number | undefined {
  return held
    .at(-1)
    ?.typed('uint8')
    .reduce((before, byte) => before + byte, 0);
}

async function obey(word: unknown): Promise<unknown> {
  switch (word) {
    case 'borrow': {
      const descriptor = await pipe.readDescriptor();
      if (descriptor === null) return 'the end';
      const { tensors } = await pipe.read(descriptor.allocate('borrow'));
      held.push(tensors[0]);
      return { sum: sum(), copied: pipe.counters.copiedBytes };
    }
    case 'skip': {
      let count = 0;
      for (; ; count++) {
        const descriptor = await pipe.readDescriptor();
        if (descriptor === null) return 'the end';
        const { payloads, tensors } = await pipe.read(descriptor.allocate('borrow'));
        for (const tensor of tensors) tensor.release();
        if (payloads.length + tensors.length === 0) return count;
      }
    }
    case 'write':
    case 'write eagerly': {
      const options = word === 'write' ? { timeoutMs: 300 } : { timeoutMs: 300, eager: true };
      const written = pipe.write({ tensors: [{ data: new Uint8Array(5 * 2 ** 20) }] }, options);
      return written.then(() => 'done', String);
    }
    case 'sum':
      return sum();
    case 'refuse':
      await pipe.readDescriptor();
      pipe.reject('not wanted');
      return 'refused';
    case 'segments':
      return mappedSegments();
    case 'leases':
      return context.statistics().sharedMemory?.leases;
    case 'change':
      held.at(-1)?.typed('uint8').fill(9);
      return 'changed';
    case 'release':
      held.pop()?.release();
      return 'released';
    case 'lend': {
      const tensor = await context.allocate('uint8', [300_000]);
      tensor.data.fill(5);
      await pipe.write({ tensors: [tensor] });
      return { shared: tensor.shared, copied: pipe.counters.copiedBytes };
    }
    case 'stream': {
      let count = 0;
      for await (const { tensors } of pipe) {
        const data = tensors[0].typed('uint8');
        if (data[0] !== count % 256 || data.at(-1) !== count % 256) return `message ${count} is not what was sent`;
        count++;
      }
      return count;
    }
    case 'exit':
      return process.exit(7);
    default:
      throw new Error(`what is ${String(word)}?`);
  }
}

for (let word = await parent.next(); word !== 'end'; word = await parent.next())
  parent.send({ answer: await obey(word) });
await pipe.close();
await context.join();
parent.release();
