/** Writes a tensor that no Uint8Array can hold to URL, and tells by how much its resident memory grew meanwhile. */
import { Context } from 'tensorduct';
import { createHuge } from './huge-tensor.js';
import { parent } from './parent.js';

const [, , url] = process.argv;
if (url === undefined) throw new Error('usage: huge-writer URL');

const context = new Context({ name: 'huge-writer' });
const pipe = context.connect(url);
await pipe.write({ payloads: [{ data: Uint8Array.of(1) }] });

const data = createHuge();
const before = process.memoryUsage.rss();
let peak = before;
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 10);
await pipe.write({ tensors: [{ data }] });
clearInterval(watch);
parent.send(peak - before);
await pipe.close({ timeoutMs: 30_000 });
await context.join();
parent.release();
