// Uses the types as a TypeScript program does.
import { Context, TensorductError, type Descriptor, type Pipe, type TransportContext } from 'tensorduct';
import { testTransport, type TransportFixtures } from 'tensorduct/testing';

export async function sum(pipe: Pipe): Promise<number> {
  let total = 0;
  for await (const { tensors } of pipe) for (const value of tensors[0].typed('float32')) total += value;
  return total;
}

export async function send(url: string): Promise<void> {
  await using context = new Context({ name: 'types' });
  const pipe = context.connect(url);
  pipe.on('error', (error) => error instanceof TensorductError && error.code);
  await pipe.write({ tensors: [{ data: Float32Array.of(1, 2), shape: [2] }] });
  const descriptor: Descriptor | null = await pipe.readDescriptor();
  // @ts-expect-error: a number is no transport
  context.registerTransport(1, 'mine', 5);
  descriptor?.tensors.map(({ shape }) => shape);
}

export function check(createContext: () => TransportContext, runner: Parameters<typeof testTransport>[1]): void {
  const fixtures: TransportFixtures = { createContext, listenAddress: () => '' };
  testTransport(fixtures, runner);
}
