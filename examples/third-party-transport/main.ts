import type { TransportConnection } from 'tensorduct';
import { PortContext } from './index.js';

/** Sends a greeting over the transport of this folder, and prints what arrives. */
async function main(): Promise<void> {
  const context = new PortContext();
  const listener = await context.listen('greetings');
  const accepted = new Promise<TransportConnection>((resolve, reject) => {
    listener.accept((error, connection) => (connection === null ? reject(error) : resolve(connection)));
  });

  const near = await context.connect('greetings');
  near.write([Buffer.from('Hello'), Buffer.from(', world!')], (error) => {
    if (error !== null) console.error(error.message);
  });

  const far = await accepted;
  const into = Buffer.alloc(13);
  await new Promise<void>((resolve) => {
    far.read(into, into.length, (error) => {
      console.log(error === null ? into.toString() : error.message);
      resolve();
    });
  });

  await context.join();
}

await main();
