import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context, TensorductError, type Pipe, type SpawnedProcess, type SpawnOptions } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';

/** What is started; its first argument says how to behave. */
export const CHILD = new URL('../../build/test/peers/spawned-child.js', import.meta.url);
/** Node starts slowly on a busy machine: that is no matter of ours. */
export const START_MS = 5 * DEADLINE_MS;

/** Child processes of a test, and their sockets in a folder of their own, so that what is left over is ours. */
export class Family {
  readonly runtime = mkdtempSync(join(tmpdir(), 'tensorduct-spawn-'));
  context = new Context({ name: 'parent' });

  constructor() {
    process.env.XDG_RUNTIME_DIR = this.runtime;
  }

  /** Sockets that exist. */
  sockets(): string[] {
    const folder = join(this.runtime, 'tensorduct');
    return existsSync(folder) ? readdirSync(folder) : [];
  }

  readonly start = (mode: string, { args = [], ...options }: SpawnOptions = {}): Promise<SpawnedProcess> =>
    this.context.spawn(CHILD, { timeoutMs: START_MS, args: [mode, ...args], execArgv: [], ...options });

  /** Ends all children. @returns the sockets that are left */
  async end(): Promise<string[]> {
    await within(this.context.close(), 'the close of the context', START_MS);
    const left = this.sockets();
    rmSync(this.runtime, { recursive: true });
    return left;
  }
}

/** How a process has ended: its code, or the signal; null while it runs. */
export function exitOf(child: { readonly exitCode: number | null; readonly signalCode: string | null }): unknown {
  return child.signalCode ?? child.exitCode;
}

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
