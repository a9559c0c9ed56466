/** A consumer that does not close what it iterates: `loader-consumer HOW SOURCES`. Tells its parent the worker's pid. */
import { iterateInSubprocess, SharedMemorySegmentPool } from 'tensorduct/loader';

const [, , how = '', module = ''] = process.argv;
const arena = new SharedMemorySegmentPool({ segmentBytes: 2 ** 20, count: 3 });
const source = { module, export: 'items', args: { count: 100, length: 500_000 } };
const iterable = await iterateInSubprocess<{ index: number }>(source, { arena, startTimeoutMs: 60_000 });
const items = iterable.leases();
await items.next();
process.send?.(String(iterable.pid));
if (how === 'throw') throw new Error('as it was told to');
if (how === 'break') await items.return();
// The items that are left are in the worker's way.
if (how === 'hold') setInterval(() => {}, 1000);
process.channel?.unref();
