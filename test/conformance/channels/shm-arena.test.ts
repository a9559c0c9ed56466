import { describe, it } from 'vitest';
import { basic } from '../../../src/channels/basic/index.js';
import { shmArena } from '../../../src/channels/shm-arena/index.js';
import { SharedMemoryHolder } from '../../../src/memory/shared-memory-holder.js';
import { testChannel } from '../../../src/testing/index.js';

testChannel(
  { createContext: () => shmArena(new SharedMemoryHolder(), basic()), eagerBytes: 512 * 1024 },
  { describe, it },
);
