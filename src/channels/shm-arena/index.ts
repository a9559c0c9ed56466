import type { SharedMemoryHolder } from '../../memory/shared-memory-holder.js';
import type { ChannelContext } from '../channel.js';
import { ArenaChannelContext } from './context.js';

/**
 * The `shm-arena` channel: CPU to CPU on one host, through shared memory. What was born there crosses without a copy,
 * what is borrowed with one.
 * @param memory of the context that the channel is registered with
 * @param fallback carries what finds no slot
 */
export function shmArena(memory: SharedMemoryHolder, fallback: ChannelContext): ChannelContext {
  return new ArenaChannelContext(memory, fallback);
}
