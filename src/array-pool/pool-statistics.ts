import type { SharedMemory } from '../memory/shared-memory.js';

/** What another member has of this one's arrays, and this one of its. */
export interface PoolMemberStatistics {
  /** The name of the member. */
  readonly name: string;
  /** References that it has to blocks of this one. */
  readonly leases: number;
  /** What those blocks measure together; one that it has twice counts twice. */
  readonly bytes: number;
  /** Views that this one has of its arrays. */
  readonly borrowed: number;
}

/** What a member of a pool holds, in bytes and numbers. Blocks are rounded up: 1 KiB at least, at most twice the array. */
export interface ArrayPoolStatistics {
  /** What this member may reserve. */
  readonly budgetBytes: number;
  /** What it has reserved. */
  readonly reservedBytes: number;
  /** Blocks in use, here or elsewhere. */
  readonly usedBytes: number;
  /** What is left of the budget. */
  readonly freeBytes: number;
  /** Blocks in use. */
  readonly blocks: number;
  /** References that other members have to them. */
  readonly leases: number;
  /** Handles that nobody has come with. */
  readonly handles: number;
  /** By member that this one knows; one that each has sought the other from counts twice. */
  readonly members: readonly PoolMemberStatistics[];
}

/** @param memory of the member */
export function poolStatistics(memory: SharedMemory): ArrayPoolStatistics {
  const { budgetBytes, reservedBytes, usedBytes, usedSlots, leases, peers } = memory.statistics();
  const freeBytes = budgetBytes - usedBytes;
  const handles = memory.tickets.size;
  return { budgetBytes, reservedBytes, usedBytes, freeBytes, blocks: usedSlots, leases, handles, members: peers };
}
