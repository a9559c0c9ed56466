import { Codec } from '../../codec/codec.js';
import { Context } from '../../context/context.js';
import { TensorductError } from '../../errors.js';
import type { Listener } from '../../listener/listener.js';
import { checkExport, loadFunction, type ModuleExport } from '../module-export.js';
import { checkLoaderOptions, type LoaderStage } from './options.js';
import { TaskServer } from './task-server.js';
import type { TaskProgram } from './task.js';

/** What a service prepares: the half of a loader's options that its workers need. */
export interface ServedData {
  /** An export that gives a `Dataset`, an array or an iterable; opened for each loader. */
  readonly source: string | URL | ModuleExport;
  /** As for `DataLoader`. */
  readonly stages?: readonly LoaderStage[];
  /** As for `DataLoader`. */
  readonly collate?: string | URL | ModuleExport;
  /** As for `DataLoader`. */
  readonly workerInit?: string | URL | ModuleExport | readonly (string | URL | ModuleExport)[];
  /** As for `DataLoader`. */
  readonly concurrency?: number;
  /** As for `DataLoader`, which needs the same. */
  readonly codec?: string | URL | ModuleExport;
}

/** Where a service listens, and whom it trusts: as for `context.listen`. */
export interface ServeOptions {
  /** One address for each transport: `tcp://0.0.0.0:4000`. */
  readonly urls: string | readonly string[];
  /** What loaders must know, at least 16 bytes. */
  readonly secret?: string | Uint8Array;
  /** Allows an address off loopback without a secret. @default false */
  readonly insecure?: boolean;
  /** What its pipes and batches belong to. @default a new one, which is closed with the service */
  readonly context?: Context;
}

/** Prepares batches for loaders that connect, as one of the workers of each. */
export class DataLoaderService implements AsyncDisposable {
  private readonly serving = new Set<Promise<void>>();
  private closing: Promise<void> | null = null;

  /**
   * Made by `serveDataLoader`.
   * @internal
   */
  constructor(
    private readonly listener: Listener,
    private readonly context: Context,
    private readonly ownsContext: boolean,
    private readonly program: TaskProgram,
    private readonly codec: Codec,
  ) {
    void this.accept();
  }

  /** Where it listens. */
  get urls(): readonly string[] {
    return this.listener.urls;
  }

  /** Loaders that it works for. */
  get loaders(): number {
    return this.serving.size;
  }

  /** Listens no more, and ends what it does for loaders, which miss it as a worker that has died. Never rejects. Idempotent. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async accept(): Promise<void> {
    const { context, codec, program } = this;
    try {
      for await (const pipe of this.listener) {
        const served = TaskServer.serve({ pipe, context, codec, program });
        this.serving.add(served);
        void served.finally(() => this.serving.delete(served));
      }
    } catch {
      // The listener is over: with its context, if not by us.
    }
  }

  private async end(): Promise<void> {
    await this.listener.close();
    if (this.ownsContext) await this.context.close();
    await Promise.all(this.serving);
  }
}

/**
 * Serves a data set to loaders of other processes and hosts, each of which names the address among its remote workers. What is
 * run is said here alone: a loader chooses elements, never code. Loaders do not notice each other. One service is one worker:
 * start as many processes as there are cores.
 * @throws TensorductError (rejection) `ERR_INVALID_ARGUMENT`; as `context.listen`
 */
export async function serveDataLoader(data: ServedData, options: ServeOptions): Promise<DataLoaderService> {
  const { source, codec: named, ...rest } = data;
  const { collate, stages, initializers, concurrency: sourceConcurrency } = checkLoaderOptions(rest);
  const program = { source: checkExport(source, 'the source'), sourceConcurrency, stages, collate, initializers };
  const codec = named === undefined ? new Codec() : await (await loadFunction(checkExport(named, 'codec')))();
  if (!(codec instanceof Codec)) throw new TensorductError('ERR_INVALID_ARGUMENT', 'data.codec gives no Codec');
  const { urls, secret, insecure = false } = options;
  const context = options.context ?? new Context({ name: `data of ${process.pid}` });
  const owns = options.context === undefined;
  try {
    const listener = await context.listen(urls, { insecure, ...(secret !== undefined && { secret }) });
    return new DataLoaderService(listener, context, owns, program, codec);
  } catch (thrown) {
    if (owns) await context.close();
    throw thrown;
  }
}
