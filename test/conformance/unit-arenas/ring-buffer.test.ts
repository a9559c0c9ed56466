import { describe, it } from 'vitest';
import { SharedMemoryRingBuffer } from '../../../src/loader/index.js';
import { testUnitArena } from '../../../src/testing/index.js';

const ring = ({ unitBytes, units, acquireTimeoutMs }: Parameters<Create>[0]) =>
  new SharedMemoryRingBuffer({ capacity: unitBytes * units, acquireTimeoutMs });
type Create = Parameters<typeof testUnitArena>[0]['createArena'];

testUnitArena(
  {
    createArena: ring,
    openWriter: (arena, context) => {
      if (arena instanceof SharedMemoryRingBuffer) return arena.openWriter(context);
      throw new Error('this is no ring buffer');
    },
  },
  { describe, it },
);
