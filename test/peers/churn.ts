/**
 * For each number that the test sends: opens and closes so many pipes to URL, one after the other, each with a message
 * there and back, and answers with its usage. `end` ends it.
 */
import { Context } from 'tensorduct';
import { parent } from './parent.js';
import { measureUsage } from './usage.js';

const [, , url] = process.argv;
if (url === undefined) throw new Error('usage: churn URL');

/** Every so many pipes one has a message that takes a lane. */
const LARGE_EVERY = 10;

async function cycle(context: Context, url: string, bytes: number): Promise<void> {
  const pipe = context.connect(url);
  const written = pipe.write({ tensors: [{ data: new Uint8Array(bytes) }] });
  const descriptor = await pipe.readDescriptor();
  await pipe.read(descriptor?.allocate() ?? {});
  await written;
  await pipe.close();
}

const context = new Context({ name: 'churn' });
for (let command = await parent.next(); command !== 'end'; command = await parent.next()) {
  for (let i = 0; i < Number(command); i++) await cycle(context, url, i % LARGE_EVERY === 0 ? 100_000 : 100);
  parent.send(measureUsage());
}
await context.join();
parent.release();
