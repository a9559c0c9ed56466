/**
 * Tells where its link listens, and runs out of descriptors. At the next word it gives some back, and answers; at the one
 * after it ends.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { Context } from 'tensorduct';
import { parent } from './parent.js';

const MOST_DESCRIPTORS = 64;

const context = new Context({ name: 'starved' });
parent.send(context.memory?.memory.descriptor() ?? '');
await parent.next();
execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${MOST_DESCRIPTORS}:${MOST_DESCRIPTORS}`]);
const hoard: number[] = [];
try {
  for (;;) hoard.push(openSync('/dev/null', 'r'));
} catch {
  parent.send('starved');
}
await parent.next();
for (const descriptor of hoard.splice(0, 20)) closeSync(descriptor);
parent.send('fed');
await parent.next();
await context.close();
parent.release();
