/** Sums up what the parent sends. */
import { connectParent } from 'tensorduct';

const { pipe } = await connectParent();

for await (const message of pipe) {
  let sum = 0;
  for (const value of message.tensors[0].typed()) sum += Number(value);
  await pipe.write({ tensors: [{ data: Float64Array.of(sum), shape: [] }] });
}
await pipe.close();
