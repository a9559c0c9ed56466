/** A consumer that does not close its loader: `data-loader-consumer HOW DATA`. Tells its parent the workers' pids. */
import { DataLoader } from 'tensorduct/loader';

const [, , how = '', module = ''] = process.argv;
const source = { module, export: 'dataset', args: { count: 100, length: 500_000 } };
const loader = new DataLoader(source, { batchSize: 2, numWorkers: 2, startTimeoutMs: 60_000 });
const leases = loader.leases();
await leases.next();
process.send?.((loader.statistics()?.workers ?? []).map(({ label }) => /process (\d+)/.exec(label)?.[1]).join());
if (how === 'throw') throw new Error('as it was told to');
if (how === 'break') await leases.return();
// The batches that are left are in the workers' way.
if (how === 'hold') setInterval(() => {}, 1000);
process.channel?.unref();
