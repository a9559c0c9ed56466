import { describe, it } from 'vitest';
import { basic } from '../../../src/channels/basic/index.js';
import { shmArena } from '../../../src/channels/shm-arena/index.js';
import { SharedMemoryHolder } from '../../../src/memory/shared-memory-holder.js';
import type { SharedMemoryOptions } from '../../../src/memory/shared-memory.js';
import { testChannel } from '../../../src/testing/index.js';

const create = (options?: SharedMemoryOptions) => () => shmArena(new SharedMemoryHolder(options), basic());
const eagerBytes = 1024 * 1024;

describe('through shared memory', () => {
  testChannel({ createContext: create(), eagerBytes }, { describe, it });
});

describe('through an arena that is nearly always full', () => {
  testChannel({ createContext: create({ budgetBytes: 4 * 2 ** 20 }), eagerBytes }, { describe, it });
});

describe('to and from a process that can map nothing', () => {
  const createPeerContext = create({ mappedBudgetBytes: 0 });
  testChannel({ createContext: create(), createPeerContext, eagerBytes }, { describe, it });
});
