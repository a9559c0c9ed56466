/** Starts a child, has it sum up tensors, and ends it. */
import { Context } from 'tensorduct';

await using context = new Context({ name: 'parent' });
await using child = await context.spawn(new URL('./child.js', import.meta.url), { name: 'child' });

for (const length of [10, 1_000_000]) {
  await child.pipe.write({ tensors: [{ data: new Float64Array(length).fill(0.5) }] });
  const descriptor = await child.pipe.readDescriptor();
  if (descriptor === null) throw new Error('the child has closed the pipe');
  const { tensors } = await child.pipe.read(descriptor.allocate());
  console.log(`the sum of ${length} numbers is ${tensors[0].typed().join()}`);
}
