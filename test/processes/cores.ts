import { readFileSync } from 'node:fs';
import type { PeerSetting } from '../support/peer.js';

/** Numbers of the cores that this process may run on. */
export function allowedCores(): number[] {
  const [, list = '0'] = /Cpus_allowed_list:\s+(\S+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}

/** Two processes on one core, or each on its own where there are two. */
export function onCores(count: 1 | 2): readonly [PeerSetting, PeerSetting] {
  const [first, second = first] = allowedCores();
  const on = (core: number): PeerSetting => ({ limit: `taskset -pc ${core} $$ > /dev/null` });
  return [on(first), on(count === 1 ? first : second)];
}
