import type { Context } from '../context/context.js';
import type { OperationOptions } from '../operations.js';
import '../process/context-methods.js';
import type { SpawnedProcess } from '../process/spawn.js';
import type { SpawnedThread } from '../process/thread.js';
import type { Bootstrap } from './setup.js';

/** What a worker is and how it is started. */
export interface WorkerOptions extends OperationOptions {
  readonly isolation?: 'process' | 'thread' | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly execArgv?: readonly string[] | undefined;
  readonly startTimeoutMs?: number | undefined;
}

/**
 * Starts a worker, which then waits for its setup.
 * @param seed of `Math.random`, where the worker is a process
 * @throws TensorductError (rejection) as `context.spawn`
 */
export function startWorker(
  context: Context,
  { role, name, budgetBytes, codec }: Bootstrap,
  seed: number,
  { isolation, env, execArgv = process.execArgv, signal, startTimeoutMs: timeoutMs }: WorkerOptions,
): Promise<SpawnedProcess | SpawnedThread> {
  const program = new URL('./worker.js', import.meta.url);
  const named = codec && { module: codec.module, export: codec.export };
  const bootstrap: Bootstrap = { role, name, budgetBytes, codec: named };
  const options = { name, args: [JSON.stringify(bootstrap)], signal, timeoutMs, ...(env && { env }) };
  if (isolation === 'thread') return context.thread(program, options);
  return context.spawn(program, { ...options, execArgv: [...execArgv, `--random-seed=${seed}`] });
}
