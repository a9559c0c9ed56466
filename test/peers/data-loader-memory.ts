/**
 * Has a data set in shared memory read by loaders: `data-loader-memory DATA ELEMENTS BYTES`. Tells its parent the memory
 * of all processes in bytes: with a loader of few elements, then four times after four epochs over all. To be run with
 * `--expose-gc` and small semi-spaces, so that garbage does not count.
 */
import { Context } from 'tensorduct';
import { DataLoader } from 'tensorduct/loader';
import { proportionalBytes } from './proportional-memory.js';
import { measureUsage } from './usage.js';

const WORKERS = 4;
const [, , module = '', count = '', bytes = ''] = process.argv;
const size = Number(count) * Number(bytes);
const context = new Context({ arena: { budgetBytes: 3 * size } });
const elements: unknown[] = [];
for (let i = 0; i < Number(count); i++) {
  const tensor = await context.allocate('uint8', [Number(bytes)]);
  tensor.data.fill(i);
  elements.push(tensor);
}

const read = (source: readonly unknown[]): DataLoader<number> => {
  const stages = [{ map: { module, export: 'touched' } }];
  return new DataLoader<number>(source, {
    context,
    numWorkers: WORKERS,
    shuffle: true,
    stages,
    startTimeoutMs: 60_000,
  });
};

/** The memory after so many epochs more. */
async function after(loader: DataLoader<number>, epochs: number, whole: boolean): Promise<number> {
  const expected = elements.reduce((sum: number, _, i) => sum + (i * Number(bytes)) / 4096, 0);
  for (let epoch = 0; epoch < epochs; epoch++) {
    let sum = 0;
    for await (const part of loader) sum += part;
    if (whole && sum !== expected) throw new Error(`an epoch adds up to ${sum}, not to ${expected}`);
  }
  const workers = loader.statistics()?.workers ?? [];
  if (workers.length !== WORKERS) throw new Error(`${workers.length} workers are there`);
  measureUsage();
  const pids = workers.map(({ label }) => Number(/process (\d+)/.exec(label)?.[1]));
  return pids.reduce((sum, pid) => sum + proportionalBytes(pid), proportionalBytes());
}

const few = read(elements.slice(0, 8));
const base = await after(few, 2, false);
await few.close();
const loader = read(elements);
process.send?.(String(base));
for (let time = 0; time < 4; time++) process.send?.(String(await after(loader, 4, true)));
await loader.close();
await context.close();
