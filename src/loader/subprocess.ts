import { Codec } from '../codec/codec.js';
import { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import '../process/context-methods.js';
import { SpawnedProcess } from '../process/spawn.js';
import type { Arena } from './arena.js';
import type { Lease } from './lease.js';
import { checkExport, loadFunction, type ModuleExport } from './module-export.js';
import { checkNumber } from './segment-pool.js';
import type { Setup } from './setup.js';
import { startWorker } from './start-worker.js';
import { WorkerSession } from './worker-session.js';

/** How to iterate in another process. `timeoutMs` bounds each wait for the worker; there is no default. */
export interface SubprocessOptions extends OperationOptions {
  /** Items that the worker prepares ahead of the consumer, at least 1. @default 3 */
  readonly bufferSize?: number;
  /** Called in the worker one after the other, before the source, each as `(args, info)`. @default none */
  readonly initializers?: readonly (string | URL | ModuleExport)[];
  /** What carries large binaries. @default none: each goes as a tensor of its message, borrowed where memory is shared */
  readonly arena?: Arena;
  /** What the worker's pipe belongs to. @default a new one, which is closed with the iterable */
  readonly context?: Context;
  /** Whether the worker is a process, or a thread of this one. @default 'process' */
  readonly isolation?: 'process' | 'thread';
  /** What `info.seed` is in the worker, and `Math.random` of a process is seeded with. @default drawn by `Math.random` */
  readonly seed?: number;
  /** An export that gives the `Codec` of both ends; called in each process. @default a codec without types */
  readonly codec?: string | URL | ModuleExport;
  /** The worker's environment. @default that of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** For node itself, where the worker is a process. @default those of this process */
  readonly execArgv?: readonly string[];
  /** How long the worker may take to start and to connect, in ms. @default the context's `limits.connectTimeoutMs` */
  readonly startTimeoutMs?: number;
}

const SEEDS = 2 ** 31;

/** Ends the workers of iterables that nobody has any more. */
const dropped = new FinalizationRegistry<WorkerSession>((session) => void session.close());

/**
 * What a worker iterates. Every iteration gives the whole sequence, from the same worker; a new one ends the one before.
 * After an error the worker is over, and so is this. A process is held only while it waits for an item, so an iterable
 * that is forgotten keeps none alive.
 */
export class SubprocessIterable<T> implements AsyncIterable<T>, AsyncDisposable {
  /**
   * Made by `iterateInSubprocess`.
   * @internal
   */
  constructor(
    private readonly session: WorkerSession,
    /** Of the worker's process; that of this one where it is a thread. */
    readonly pid: number,
  ) {
    dropped.register(this, session);
  }

  /**
   * The items. Large arrays in one are valid until the next one is asked for; {@link leases} keeps them longer.
   * @throws TensorductError (rejection) the worker's own error with its stack as `cause`: `ERR_PEER_FAILED`;
   *   `ERR_PEER_LOST` when it has died; `ERR_TIMEOUT`, `ERR_ABORTED`
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for await (const lease of this.leases()) {
      try {
        yield lease.value;
      } finally {
        lease.release();
      }
    }
  }

  /** The items, each until its own release. Those that were not released hold memory of the worker, which waits for it. */
  async *leases(): AsyncGenerator<Lease<T>, void, void> {
    const { session } = this;
    const iteration = session.start();
    try {
      for (let lease = await session.take<T>(iteration); lease !== null; lease = await session.take<T>(iteration)) {
        yield lease;
      }
    } finally {
      session.stop(iteration);
    }
  }

  /**
   * Ends the worker: lets it finish what it is about, then asks it to end (SIGTERM), then ends it (SIGKILL). An iteration
   * that waits fails with `ERR_ABORTED`. Never rejects. Idempotent.
   * @param options.timeoutMs for each of these steps. Defaults to the context's `limits.drainTimeoutMs`
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    return this.session.close(options.timeoutMs);
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Iterates what an export of a module gives, in a process of its own. The export is called there as `(args, info)`, once,
 * and returns something that can be iterated, at once or later; one that returns an iterator, as generator functions do,
 * is called again for each further iteration. Resolves when it was called.
 * @throws TensorductError (rejection) `ERR_PEER_FAILED`, with `operation` 'initializer' or 'iterable', when the worker
 *   could not be set up; `ERR_CHILD_EXITED`, `ERR_PEER_LOST`, `ERR_TIMEOUT`, `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`
 */
export async function iterateInSubprocess<T>(
  source: string | URL | ModuleExport,
  options: SubprocessOptions = {},
): Promise<SubprocessIterable<T>> {
  checkOptions(options);
  const { arena, initializers = [], signal, timeoutMs } = options;
  const bufferSize = checkNumber(options.bufferSize ?? 3, 1, 'bufferSize');
  const seed = checkNumber(options.seed ?? Math.floor(Math.random() * SEEDS), 0, 'seed') % SEEDS;
  const setup: Setup = {
    source: checkExport(source, 'the source'),
    initializers: initializers.map((initializer, i) => checkExport(initializer, `initializers[${i}]`)),
    arena: arena === undefined ? null : checkExport(arena.writer, 'arena.writer'),
    seed,
  };
  const codec = options.codec === undefined ? null : checkExport(options.codec, 'codec');
  const name = `worker of ${process.pid}`;
  const bootstrap = { role: 'iterate', name, budgetBytes: arena?.budgetBytes ?? 0, codec } as const;
  const context = options.context ?? new Context({ name: `loader ${process.pid}` });
  const end = async (): Promise<void> => {
    if (options.context === undefined) await context.close();
  };
  let session: WorkerSession | null = null;
  try {
    const ownCodec = codec === null ? new Codec() : await loadFunction(codec).then((create) => create());
    if (!(ownCodec instanceof Codec)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'options.codec gives no Codec');
    }
    const child = await startWorker(context, bootstrap, seed, options);
    const pid = child instanceof SpawnedProcess ? (child.process.pid ?? 0) : process.pid;
    const label = child instanceof SpawnedProcess ? `worker process ${pid}` : `worker thread ${child.worker.threadId}`;
    const reader = arena?.openReader() ?? null;
    session = new WorkerSession({ child, label, codec: ownCodec, reader, bufferSize, timeoutMs, onEnd: end });
    await session.setUp(setup, { signal, timeoutMs });
    endWith(signal, session);
    return new SubprocessIterable<T>(session, pid);
  } catch (thrown) {
    if (session === null) await end();
    else await session.close();
    throw thrown;
  }
}

/** The signal ends the worker, as long as there is one. */
function endWith(signal: AbortSignal | undefined, session: WorkerSession): void {
  if (signal === undefined) return;
  const weak = new WeakRef(session);
  const onAbort = (): void => {
    const what = new TensorductError('ERR_ABORTED', 'the iterable was aborted', { cause: signal.reason });
    weak.deref()?.fail(what);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
}
