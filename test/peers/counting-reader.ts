/**
 * Connects to URL, reads once it is told to, and at the end of the stream tells how many messages have come. They must
 * be numbered without a gap, in the first bytes of their only payload.
 */
import assert from 'node:assert/strict';
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const [, , url] = process.argv;
if (url === undefined) throw new Error('usage: counting-reader URL');

const context = new Context({ name: 'reader' });
const pipe = context.connect(url);
await parent.next();
let count = 0;
for await (const { payloads } of pipe) {
  assert.equal(Buffer.from(payloads[0].data).readUInt32LE(), count);
  count++;
}
await pipe.close();
parent.send(count);
await context.join();
parent.release();
