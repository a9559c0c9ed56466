/**
 * `joiner NUMBER URL…`: for each URL, once it is told to: connects there, sends its number, and expects it back. Says over
 * which transport, and closes. Any error ends it.
 */
import assert from 'node:assert/strict';
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const [, , number = '', ...urls] = process.argv;
const context = new Context({ name: `joiner ${number}` });
parent.send('ready');
for (const url of urls) {
  await parent.next();
  const pipe = context.connect(url);
  const written = pipe.write({ metadata: Buffer.from(number) });
  const descriptor = await pipe.readDescriptor();
  assert(descriptor !== null, 'the stream has ended');
  const { metadata } = await pipe.read(descriptor.allocate());
  assert.equal(Buffer.from(metadata).toString(), number);
  await written;
  await pipe.close();
  parent.send({ transport: pipe.explain().transport?.name });
}
await context.close();
parent.release();
