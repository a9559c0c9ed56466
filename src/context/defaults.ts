import { basic } from '../channels/basic/index.js';
import { cma } from '../channels/cma/index.js';
import { inProcess, type InProcessOptions } from '../channels/in-process/index.js';
import { multiSocket, type MultiSocketOptions } from '../channels/multi-socket/index.js';
import { shmArena } from '../channels/shm-arena/index.js';
import type { SharedMemoryOptions } from '../memory/shared-memory.js';
import type { SharedMemoryHolder } from '../memory/shared-memory-holder.js';
import { memory } from '../transports/memory/index.js';
import { shm, type ShmOptions } from '../transports/shm/index.js';
import { tcp, type TcpOptions } from '../transports/tcp/index.js';
import { unix } from '../transports/unix/index.js';
import type { Context } from './context.js';

/** Options of the built-in backends. */
export interface DefaultBackendOptions {
  /** Of the transport `shm`. */
  readonly shm?: ShmOptions;
  /** Of the transport `tcp`. */
  readonly tcp?: TcpOptions;
  /** How much shared memory the context takes; false for none. */
  readonly arena?: SharedMemoryOptions | false;
  /** Whether tensors may be read straight out of the memory of the other process: the channel `cma`. @default true */
  readonly cma?: boolean;
  /** Of the channel `in-process`. */
  readonly inProcess?: InProcessOptions;
  /** Of the channel `multi-socket`. */
  readonly multiSocket?: MultiSocketOptions;
}

/** Registers every built-in backend: the one place that knows them. */
export function registerDefaults(
  context: Context,
  shared: SharedMemoryHolder | null,
  options: DefaultBackendOptions,
): void {
  context.registerTransport(400, 'memory', memory());
  context.registerTransport(300, 'shm', shm(options.shm));
  context.registerTransport(200, 'unix', unix());
  context.registerTransport(100, 'tcp', tcp(options.tcp));

  context.registerChannel(500, 'in-process', inProcess(options.inProcess));
  if (shared !== null) context.registerChannel(400, 'shm-arena', shmArena(shared, basic()));
  if (options.cma !== false) context.registerChannel(300, 'cma', cma());
  context.registerChannel(200, 'multi-socket', multiSocket(options.multiSocket));
  context.registerChannel(100, 'basic', basic());
}
