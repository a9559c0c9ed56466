import { TensorductError, type Pipe } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';

/** Sends a tensor to a child that echoes it. */
export async function roundTrip(pipe: Pipe, data: Uint8Array): Promise<Uint8Array> {
  const written = pipe.write({ tensors: [{ data }] });
  const descriptor = await within(pipe.readDescriptor(), 'the answer');
  if (descriptor === null) throw new Error('the child has closed the pipe');
  const { tensors } = await within(pipe.read(descriptor.allocate()), 'the tensor', 3 * DEADLINE_MS);
  await written;
  const bytes = tensors[0].typed();
  if (!(bytes instanceof Uint8Array)) throw new Error('tensors of another type came back');
  return bytes;
}

/** The object that the child tells about itself. */
export async function told(pipe: Pipe): Promise<Record<string, unknown>> {
  const descriptor = await within(pipe.readDescriptor(), 'what the child tells');
  if (descriptor === null) throw new Error('the child tells nothing');
  await pipe.read(descriptor.allocate());
  const value: unknown = JSON.parse(new TextDecoder().decode(descriptor.metadata));
  return { ...(typeof value === 'object' ? value : null) };
}

/** The error of what must fail. */
export async function failureOf(operation: Promise<unknown>, ms = 3 * DEADLINE_MS): Promise<TensorductError> {
  const outcome = operation.then(
    () => 'success',
    (error: unknown) => error,
  );
  const error = await within(outcome, 'the failure', ms);
  if (error instanceof TensorductError) return error;
  throw new Error(`not a TensorductError: ${String(error)}`);
}
