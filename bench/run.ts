/**
 * `npm run bench -- [SCENARIO...] [--quick] [--json FILE] [--plots]`: everybody on the same work in the same run, in turns,
 * so that a noisy moment hits all of them. Run it on a machine that does nothing else.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Bench } from './bench.js';
import { usableCores } from './programs.js';
import { table } from './report.js';
import type { Scenario } from './scenario.js';
import { boundedMemory } from './scenarios/bounded-memory.js';
import { cpuPerGb } from './scenarios/cpu-per-gb.js';
import { establish } from './scenarios/establish.js';
import { fanOut } from './scenarios/fan-out.js';
import { idle } from './scenarios/idle.js';
import { loopDelay } from './scenarios/loop-delay.js';
import { roundTrip } from './scenarios/round-trip.js';
import { stream } from './scenarios/stream.js';

const SCENARIOS: readonly Scenario[] = [roundTrip, stream, fanOut, establish, idle, loopDelay, cpuPerGb, boundedMemory];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    corrupt: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}: there are ${SCENARIOS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const bench = new Bench(values.quick, usableCores(), values.corrupt ?? null, (rows) => {
  console.log(table(rows));
  if (values.json !== undefined) appendFileSync(values.json, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
});
try {
  for (const scenario of SCENARIOS) {
    if (positionals.length === 0 || positionals.includes(scenario.name)) await scenario.run(bench);
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await bench.close();
}
