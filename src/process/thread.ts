import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Context } from '../context/context.js';
import type { Pipe } from '../pipe/pipe.js';
import { closeChild, modulePath, openChild, type Child, type ChildExit, type ChildOptions } from './child.js';
import { inviting } from './invitation.js';

/** How to start a worker thread: as for `Worker`, but its environment is always its own. */
export interface ThreadOptions extends ChildOptions, Omit<WorkerOptions, 'argv' | 'env' | 'eval' | 'name'> {}

/** A worker thread and the pipe to it. */
export class SpawnedThread implements AsyncDisposable {
  /**
   * Made by `context.thread`.
   * @param pipe when the thread ends it fails with `ERR_PEER_LOST`, whose cause holds what the thread has thrown
   * @internal
   */
  constructor(
    readonly pipe: Pipe,
    /** The thread. */
    readonly worker: Worker,
    private readonly child: Child,
    private readonly defaultTimeoutMs: number,
  ) {}

  /**
   * Closes the pipe, and resolves when the thread has ended: by itself, as it should when its pipe is over; else by
   * `terminate`. Never rejects.
   * @param options.timeoutMs for each of these steps. Defaults to `limits.drainTimeoutMs`
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    return closeChild(this.child, this.pipe, options.timeoutMs ?? this.defaultTimeoutMs);
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
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
  return new SpawnedThread(pipe, child.worker, child, context.limits.drainTimeoutMs);
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
