import { describe, it } from 'vitest';
import { SharedMemorySegmentPool } from '../../../src/loader/index.js';
import { testUnitArena } from '../../../src/testing/index.js';

const pool = ({ unitBytes: segmentBytes, units: count, acquireTimeoutMs }: Parameters<Create>[0]) =>
  new SharedMemorySegmentPool({ segmentBytes, count, acquireTimeoutMs });
type Create = Parameters<typeof testUnitArena>[0]['createArena'];

testUnitArena(
  {
    createArena: pool,
    openWriter: (arena, context) => {
      if (arena instanceof SharedMemorySegmentPool) return arena.openWriter(context);
      throw new Error('this is no pool');
    },
  },
  { describe, it },
);
