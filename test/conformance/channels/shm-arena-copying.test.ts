import { describe, it } from 'vitest';
import { basic } from '../../../src/channels/basic/index.js';
import { shmArena } from '../../../src/channels/shm-arena/index.js';
import { SharedMemoryHolder } from '../../../src/memory/shared-memory-holder.js';
import { testChannel } from '../../../src/testing/index.js';

// As in a runtime that allows no ArrayBuffer over memory of others, such as Electron's.
process.env.TENSORDUCT_NO_EXTERNAL_BUFFERS = '1';

testChannel(
  { createContext: () => shmArena(new SharedMemoryHolder(), basic()), eagerBytes: 1024 * 1024 },
  { describe, it },
);
