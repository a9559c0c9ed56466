// Gets tensors from a process of its own by the transport that is named, and prints how they came.
import { fork } from 'node:child_process';
import { Context } from 'tensorduct';

const COUNT = 20;
const [, program = '', role, address = ''] = process.argv;
const context = new Context();

if (role === 'listen') {
  const listener = await context.listen(address);
  const child = fork(program, ['connect', listener.urls[0]]);
  /** @type {Promise<number | null>} */
  const exit = new Promise((resolve) => child.once('exit', resolve));
  const pipe = await listener.accept();
  let good = 0;
  for await (const { tensors } of pipe) {
    const data = tensors[0].typed('float32');
    if (data.length === 1024 * 1024 && data.every((value) => value === good)) good++;
  }
  const { transport, channels, passedOver } = pipe.explain();
  const { channelBytes } = pipe.counters;
  const arena = context.describe().find(({ name }) => name === 'shm-arena');
  console.log(
    JSON.stringify({
      good,
      transport: transport?.name,
      channels: channels.map(({ name }) => name),
      moved: Object.keys(channelBytes),
      passedOver,
      arena: arena?.viability,
      exit: await exit,
    }),
  );
} else {
  const pipe = context.connect(address);
  for (let count = 0; count < COUNT; count++) {
    await pipe.write({ tensors: [{ data: new Float32Array(1024 * 1024).fill(count), shape: [1024, 1024] }] });
  }
  await pipe.close();
}
await context.close();
