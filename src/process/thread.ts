import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Context } from '../context/context.js';
import { modulePath, openChild, type Child, type ChildExit, type ChildOptions } from './child.js';
import { inviting } from './invitation.js';
import { SpawnedChild } from './spawned-child.js';

/** How to start a worker thread: as for `Worker`, but its environment is always its own. */
export interface ThreadOptions extends ChildOptions, Omit<WorkerOptions, 'argv' | 'env' | 'eval' | 'name'> {}

/** A worker thread and the pipe to it. The cause of its loss holds what the thread has thrown. */
export class SpawnedThread extends SpawnedChild {
  /**
   * Made by `context.thread`.
   * @internal
   */
  constructor(
    /** The thread. */
    readonly worker: Worker,
    ...rest: ConstructorParameters<typeof SpawnedChild>
  ) {
    super(...rest);
  }
}

/** `context.thread`. */
export async function thread(
  context: Context,
  module: string | URL,
  options: ThreadOptions = {},
): Promise<SpawnedThread> {
  const { signal, timeoutMs, name = '', args = [], env = process.env, ...workerOptions } = options;
  const path = modulePath(module);
  const { child, pipe } = await openChild(context, 'thread', { signal, timeoutMs, name }, (invitation) => {
    return new ThreadChild(
      new Worker(path, { ...workerOptions, argv: [...args], name, env: inviting(env, invitation) }),
    );
  });
  return new SpawnedThread(child.worker, pipe, child, context.limits.drainTimeoutMs);
}

/** A worker thread, as far as parents of all kinds care. */
class ThreadChild implements Child {
  readonly label: string;
  readonly exited: Promise<ChildExit>;

  constructor(readonly worker: Worker) {
    this.label = `worker thread ${worker.threadId}`;
    this.exited = new Promise((resolve) => {
      let cause: unknown;
      // Also keeps what the thread throws from being thrown here: the pipe reports it.
      worker.on('error', (thrown) => (cause = thrown));
      worker.once('exit', (code) => {
        const why = cause instanceof Error ? `: ${cause.message}` : '';
        resolve({ what: `the ${this.label} exited with code ${code}${why}`, lastWords: '', cause });
      });
    });
  }

  terminate(): void {
    void this.worker.terminate();
  }

  kill(): void {
    this.terminate();
  }
}
