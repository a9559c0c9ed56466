import type { TransportContext } from '../transport.js';
import { ShmContext, type ShmOptions } from './context.js';

export type { ShmOptions } from './context.js';

/**
 * Makes the transport `shm`: between processes, and threads, of one user on one host, by two rings of bytes in shared
 * memory. An end that waits looks for the answer for a moment, where that has helped lately, and then sleeps; the other
 * rings a bell only where it sleeps, so a pair that is busy makes no system call, and one that is idle uses no CPU.
 *
 * Addresses are names in the kernel's abstract namespace, any that begin with `@`; an empty one is chosen. Each end asks the
 * kernel whose process the other is: strangers are hung up on.
 */
export function shm(options: ShmOptions = {}): TransportContext {
  return new ShmContext(options);
}
