/** Listens, doubles the tensors of one client, and ends with it. */
import { Context } from 'tensorduct';

const [, , address = 'tcp://127.0.0.1:0'] = process.argv;

const context = new Context({ name: 'server' });
const listener = await context.listen(address);
console.log(`listening on ${listener.urls.join(', ')}`);

const pipe = await listener.accept();
for await (const message of pipe) {
  const [tensor] = message.tensors;
  const numbers = tensor.typed();
  if (!(numbers instanceof Float32Array)) throw new Error(`the client sends ${tensor.dtype}`);
  const data = numbers.map((value) => 2 * value);
  await pipe.write({ tensors: [{ data, shape: tensor.shape }] });
}
console.log('the client has left');
await pipe.close();
await context.close();
