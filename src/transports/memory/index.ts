import type { TransportContext } from '../transport.js';
import { MemoryContext } from './context.js';

/**
 * Makes the transport `memory`: between two ends in one isolate (a process, or one of its worker threads).
 *
 * Addresses are any names, unique in the isolate; an empty one is chosen. Nothing that waits holds the event loop:
 * only this isolate could end the wait.
 */
export function memory(): TransportContext {
  return new MemoryContext();
}
