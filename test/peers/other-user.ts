/** Becomes user UID, writes a message to URL, and tells the code of the error, or 'written'. */
import { Context, TensorductError } from 'tensorduct';
import { parent } from './parent.js';

const [, , uid, url, secret] = process.argv;
if (url === undefined) throw new Error('usage: other-user UID URL [SECRET]');
// Loads the addon while its files can be read for sure.
const context = new Context({ name: 'other user', secret });
context.describe();
process.setgid?.(Number(uid));
process.setuid?.(Number(uid));

const pipe = context.connect(url);
const outcome = await pipe.write({ payloads: [{ data: Uint8Array.of(1, 2, 3) }] }).then(
  () => 'written',
  (error: unknown) => (error instanceof TensorductError ? error.code : String(error)),
);
await pipe.close();
await context.close();
parent.send(outcome);
parent.release();
