/** A parent that a test kills: its child reports to the test by a pipe to the given address. */
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const [, , address] = process.argv;
const context = new Context();
const { pipe, process: child } = await context.spawn(new URL('./spawned-child.js', import.meta.url), {
  args: ['report', address],
});
await pipe.write({ metadata: new Uint8Array(1) });
await pipe.readDescriptor();
parent.send({ child: child.pid });
