import { Context, tcp } from 'tensorduct';
import { checksummed } from './index.js';

/** A context that has no other channel than that of this folder. */
function createContext(name: string): Context {
  const context = new Context({ name, defaults: false });
  context.registerTransport(100, 'tcp', tcp());
  context.registerChannel(100, 'checksummed', checksummed());
  return context;
}

const server = createContext('server');
const client = createContext('client');
const listener = await server.listen('tcp://127.0.0.1:0');

const sending = client.connect(listener.urls[0]);
const receiving = await listener.accept();
const written = sending.write({ tensors: [{ data: new Float32Array(1_000_000).fill(0.5) }] });

const descriptor = await receiving.readDescriptor();
if (descriptor === null) throw new Error('the client has left');
const { tensors } = await receiving.read(descriptor.allocate());
await written;
console.log(`${tensors[0].byteLength} bytes arrived, checked over`, receiving.counters.channelBytes);

await Promise.all([client.close(), server.close()]);
