import { afterEach } from 'vitest';
import { canShare, SharedMemory, type SharedMemoryOptions } from '../../src/memory/shared-memory.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { identity } = sharing;
export const { native } = sharing;

export const MIB = 2 ** 20;
/** Names a pipe. */
export const PIPE = 'ab'.repeat(16);

const memories: SharedMemory[] = [];

/** The shared memory of a context. Closed after the test. */
export function createMemory(options: SharedMemoryOptions = { budgetBytes: 16 * MIB }): SharedMemory {
  const memory = new SharedMemory(native, identity, options);
  memories.push(memory);
  return memory;
}

afterEach(() => {
  for (const memory of memories.splice(0)) memory.close();
});
