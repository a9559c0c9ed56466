/**
 * `npm run bench -- [SCENARIO...] [--quick] [--json FILE] [--plots [--docs FOLDER] [--from FILE]]`: everybody on the same
 * work in the same run, in turns, so that a noisy moment hits all of them. Run it on a machine that does nothing else.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Bench } from './bench.js';
import { SCENARIOS } from './names.js';
import { usableCores } from './programs.js';
import { publish } from './publish.js';
import { readRecorded } from './recorded.js';
import { table } from './report.js';
import { isRow, type Row } from './row.js';
import { scenarios } from './scenarios/index.js';

/** It is no program, so it is not built: this file is. */
const RECORDED = new URL('../../bench/recorded.json', import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    plots: { type: 'boolean', default: false },
    docs: { type: 'string' },
    from: { type: 'string' },
    corrupt: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario === name));
if (unknown.length > 0) refuse(`no scenario ${unknown.join(', ')}: there are ${SCENARIOS.join(', ')}`);
if (values.plots && values.quick && values.docs === undefined) {
  refuse('figures of a quick run are never quoted: give --docs with another folder than the documentation');
}

const rows: Row[] = values.from === undefined ? await measure() : read(values.from);
if (values.plots && process.exitCode === undefined) await publish(rows, values.docs ?? 'docs');

async function measure(): Promise<Row[]> {
  const measured: Row[] = [];
  const bench = new Bench(values.quick, usableCores(), values.corrupt ?? null, readRecorded(RECORDED), (some) => {
    console.log(table(some));
    measured.push(...some);
    if (values.json !== undefined) appendFileSync(values.json, some.map((row) => `${JSON.stringify(row)}\n`).join(''));
  });
  try {
    for (const scenario of scenarios) {
      if (positionals.length === 0 || positionals.includes(scenario.name)) await scenario.run(bench);
    }
  } catch (error) {
    bench.progress('');
    console.error(error);
    process.exitCode = 1;
  } finally {
    await bench.close();
  }
  return measured;
}

/** The results of a run before, for pictures and the page. */
function read(file: string): Row[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Row => {
      const row: unknown = JSON.parse(line);
      if (!isRow(row)) throw new Error(`${file} has a line that is no result: ${line}`);
      return row;
    });
}

function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}
