import { randomUUID } from 'node:crypto';
import { inProcess } from '../../channels/in-process/index.js';
import type { Codec } from '../../codec/codec.js';
import { Context } from '../../context/context.js';
import type { OperationOptions } from '../../operations.js';
import type { Pipe } from '../../pipe/pipe.js';
import { SpawnedProcess } from '../../process/spawn.js';
import type { SpawnedThread } from '../../process/thread.js';
import { memory } from '../../transports/memory/index.js';
import type { NamedExport } from '../module-export.js';
import { startWorker, type WorkerOptions } from '../start-worker.js';
import { TaskServer } from './task-server.js';

/** The way to a worker, wherever that is. */
export interface WorkerLink {
  readonly pipe: Pipe;
  /** Where it is a child of this process. */
  readonly child: SpawnedProcess | SpawnedThread | null;
  /** For messages: `worker process 4711`. */
  readonly label: string;
  /** Ends it. Never rejects. @param timeoutMs for each step */
  close(timeoutMs?: number): Promise<void>;
}

/** A worker process or thread of this one. @throws TensorductError (rejection) as `context.spawn` */
export async function linkToChild(
  context: Context,
  codec: NamedExport | null,
  seed: number,
  options: WorkerOptions,
): Promise<WorkerLink> {
  const bootstrap = { role: 'load', name: `worker of ${process.pid}`, budgetBytes: 0, codec } as const;
  const child = await startWorker(context, bootstrap, seed, options);
  const { pipe } = child;
  const isProcess = child instanceof SpawnedProcess;
  const label = isProcess ? `worker process ${child.process.pid ?? ''}` : `worker thread ${child.worker.threadId}`;
  const close = (timeoutMs?: number) => child.close(timeoutMs === undefined ? {} : { timeoutMs });
  return { pipe, child, label, close };
}

/** A worker of `serveDataLoader`. Failures of connecting arrive at the pipe. */
export function linkToRemote(
  context: Context,
  url: string,
  options: OperationOptions & { readonly secret?: string | Uint8Array },
): WorkerLink {
  const pipe = context.connect(url, options);
  const close = (timeoutMs?: number) => pipe.close(timeoutMs === undefined ? {} : { timeoutMs });
  return { pipe, child: null, label: `worker at ${url}`, close };
}

/** This process as its own worker: the same messages through memory, which carries arrays as they are. */
export async function linkToSelf(codec: Codec): Promise<WorkerLink> {
  const context = new Context({ name: `worker in ${process.pid}`, arena: false, defaults: false });
  context.registerTransport(1, 'memory', memory());
  context.registerChannel(1, 'in-process', inProcess({ share: true }));
  const listener = await context.listen(`memory://loader-${randomUUID()}`);
  const pipe = context.connect(listener.urls[0]);
  const served = await listener.accept();
  await listener.close();
  void TaskServer.serve({ pipe: served, context, codec, program: null });
  return { pipe, child: null, label: 'this process', close: () => context.close() };
}
