import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, release } from 'node:os';
import { join } from 'node:path';
import { putResults } from './page.js';
import { drawPlots } from './plots.js';
import type { Row } from './row.js';

/**
 * Writes the results of a run into a folder of documentation: `benchmarks/results.jsonl` and the pictures beside it, and
 * the tables into `benchmarks.md`.
 */
export async function publish(rows: readonly Row[], docs: string): Promise<void> {
  const folder = join(docs, 'benchmarks');
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) if (file.endsWith('.svg')) rmSync(join(folder, file));
  const plots = await drawPlots(rows);
  for (const { name, svg } of plots) writeFileSync(join(folder, `${name}.svg`), svg);
  writeFileSync(join(folder, 'results.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const page = join(docs, 'benchmarks.md');
  const facts = {
    date: new Date().toISOString().slice(0, 10),
    machine: `${availableParallelism()} cores of ${cpus()[0]?.model ?? 'an unknown kind'}, Linux ${release()}`,
    node: process.version.slice(1),
  };
  const names = plots.map(({ name }) => name);
  writeFileSync(page, putResults(readFileSync(page, 'utf8'), rows, facts, names));
  console.log(`${page} has the results of ${rows.length} rows and ${plots.length} pictures`);
}
