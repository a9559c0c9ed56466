/** Reads from services: `data-reader RANK WORLD URL...`. Says how many elements it has at each batch, and waits to be killed. */
import { DataLoader } from 'tensorduct/loader';

const [, , rank = '', worldSize = '', ...workers] = process.argv;
const loader = new DataLoader<number[]>(
  { workers },
  { batchSize: 2, rank: Number(rank), worldSize: Number(worldSize), seed: 1 },
);
let seen = 0;
for await (const batch of loader) {
  seen += batch.length;
  process.send?.(String(seen));
  if (seen >= 10) await new Promise(() => setInterval(() => {}, 1000));
}
