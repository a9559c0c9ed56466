/** Sends a tensor to the server and prints what comes back. */
import { Context } from 'tensorduct';

const [, , address] = process.argv;
if (address === undefined) throw new Error('usage: client.js ADDRESS');

const context = new Context({ name: 'client' });
const pipe = context.connect(address);

const data = Float32Array.of(1, 2, 3, 4, 5, 6);
await pipe.write({ tensors: [{ data, shape: [2, 3] }] });

const descriptor = await pipe.readDescriptor();
if (descriptor === null) throw new Error('the server has closed the pipe');
const { tensors } = await pipe.read(descriptor.allocate());
console.log(`${tensors[0].dtype} [${tensors[0].shape.join(', ')}]:`, tensors[0].typed().join(' '));

await pipe.close();
await context.close();
