/**
 * `one-stream URL write BYTES`: writes one tensor of BYTES sevens from ordinary memory, and says `written`.
 * `one-stream URL read SIGNAL`: reads one into memory of its own, sends itself SIGNAL when it has seen the first byte, but
 * not the last, and says `{ sevens }` in the end.
 * Where the URL is one of tcp it has no shared memory.
 */
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const [, , url, way, argument] = process.argv;
if (url === undefined) throw new Error('usage: one-stream URL write|read BYTES|SIGNAL');

const context = new Context({ name: 'one-stream', arena: url.startsWith('tcp:') ? false : {} });
const pipe = context.connect(url);

if (way === 'write') {
  await pipe.write({ tensors: [{ data: new Uint8Array(Number(argument)).fill(7) }] });
  parent.send('written');
} else {
  const descriptor = await pipe.readDescriptor();
  const data = new Uint8Array(descriptor?.tensors[0].length ?? 0);
  let isRead = false;
  const reading = pipe.read({ payloads: [], tensors: [{ data }] }).finally(() => (isRead = true));
  while (data[0] !== 7) await new Promise((resolve) => setImmediate(resolve));
  if (isRead || data.at(-1) === 7) throw new Error('the stream was too fast');
  process.kill(process.pid, argument);
  await reading;
  parent.send({ sevens: Buffer.compare(data, Buffer.alloc(data.length, 7)) === 0 });
}
await pipe.close();
await context.close();
parent.release();
