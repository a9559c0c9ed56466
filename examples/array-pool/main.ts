/** Eight processes fill the 100 slices of one array, which lies in shared memory: nothing but handles is sent. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ArrayPool } from 'tensorduct';

const WORKERS = 8;

await using pool = await ArrayPool.create({ bytes: '128M' });
using array = await pool.alloc('float64', [100, 200, 500]);
const [slices] = array.shape;
let next = 0;

/** Has a worker fill slices as long as there are any. */
async function work(worker: ChildProcess): Promise<number> {
  const death = once(worker, 'exit').then(([code]) => {
    throw new Error(`a worker has ended with code ${code}`);
  });
  let filled = 0;
  for (; next < slices; filled++) {
    const index = next++;
    using slice = array.at(index);
    worker.send({ index, slice });
    await Promise.race([once(worker, 'message'), death]);
  }
  death.catch(() => {});
  worker.disconnect();
  return filled;
}

const begun = performance.now();
const workers = Array.from({ length: WORKERS }, () => fork(new URL('./worker.js', import.meta.url)));
const filled = await Promise.all(workers.map(work));
const seconds = (performance.now() - begun) / 1000;

for (let index = 0; index < slices; index++) {
  using slice = array.at(index);
  if (!slice.data.every((element) => element === index)) throw new Error(`slice ${index} is not filled`);
}
console.log(
  `${array.data.length} elements in ${slices} slices, filled by ${WORKERS} processes in ${seconds.toFixed(2)} s`,
);
console.log(`slices by process: ${filled.join(', ')}; copied: 0 bytes`);
