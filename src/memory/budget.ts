import { totalmem } from 'node:os';

/** The share of the machine that a context takes at most, unless it is told otherwise. */
const OF_MEMORY = 1 / 8;
/** The share of what its control group has left: what goes beyond that limit is killed, not refused. */
const OF_CGROUP = 1 / 4;
/** The share of the machine that mapped memory of peers takes at most: their own, so it costs no more than addresses. */
const MAPPED = 1 / 2;
/** The share of the memory that is free right now that one reservation takes at most. */
const OF_AVAILABLE = 1 / 2;

/** The budget of a context's arena in bytes, where its user names none. */
export function defaultBudget(): number {
  return Math.floor(Math.min(totalmem() * OF_MEMORY, cgroupLeft() * OF_CGROUP));
}

/** How much memory of peers a context maps at most, in bytes, where its user says nothing. */
export function defaultMappedBudget(): number {
  return Math.floor(totalmem() * MAPPED);
}

/**
 * Whether the system can spare so many bytes now. A memfd takes what it is asked for until the kernel starts to kill,
 * so this has to be asked before.
 */
export function isSpare(bytes: number): boolean {
  const available = process.availableMemory();
  // None at all means that it could not be read, as where descriptors have run out: then the system has to say.
  return available === 0 || bytes <= available * OF_AVAILABLE;
}

/** Bytes that the memory cgroup of this process has left; infinite where there is no limit. */
function cgroupLeft(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? process.availableMemory() : Infinity;
}
