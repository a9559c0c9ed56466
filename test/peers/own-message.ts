/** Writes a message to itself, over a socket, and prints what has arrived. */
import { Context } from 'tensorduct';

await using context = new Context({ name: 'own-message' });
const listener = await context.listen('unix://');
const pipe = context.connect(listener.url('unix'));
const other = await listener.accept();
const written = pipe.write({ payloads: [{ data: Buffer.from('a message') }] });
for await (const { payloads } of other) {
  console.log(Buffer.from(payloads[0].data).toString());
  break;
}
await written;
