import { readFileSync } from 'node:fs';

/** The memory of a process, in bytes: what it shares with n others counts as one n-th for each. */
export function proportionalBytes(pid: number | 'self' = 'self'): number {
  const [, kib] = /^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')) ?? [];
  if (kib === undefined) throw new Error('the kernel does not say how memory is shared');
  return Number(kib) * 1024;
}
