import { readdirSync, readlinkSync } from 'node:fs';
import { within } from '../../src/testing/deadlines.js';

/** How many sockets and pipes this process has open. */
export function openSockets(): number {
  let count = 0;
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      if (/^(socket|pipe):/.test(readlinkSync(`/proc/self/fd/${descriptor}`))) count++;
    } catch {
      // The one that was open for reading the list.
    }
  }
  return count;
}

/** Waits for what no event tells of. */
export function eventually(condition: () => boolean, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const met = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      if (condition()) resolve();
    }, 5);
  });
  return within(met, what).finally(() => clearInterval(timer));
}
