/**
 * `npm run bench -- [SCENARIO...] [--quick] [--json FILE]`: every contestant on the same work in the same run, in turns,
 * so that a noisy minute hits all of them. Run it on a machine that does nothing else.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Result } from './names.js';
import { median, table } from './report.js';
import { KIB, MIB, type Scenario } from './scenario.js';
import { message } from './scenarios/message.js';
import { roundTrip } from './scenarios/round-trip.js';
import { stream } from './scenarios/stream.js';

const SCENARIOS: readonly Scenario[] = [message, roundTrip, stream];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const ROUNDS = values.quick ? 3 : 9;
/** That each contestant moves in one round, unless they are very many. */
const ROUND_BYTES = (values.quick ? 64 : 512) * MIB;
const [LEAST_MESSAGES, MOST_MESSAGES] = [4, 2_000];
const MOST_BYTES = (values.quick ? 16 : 64) * MIB;
/** V8 compiles what is hot in the meantime, at both ends. */
const WARM_MS = 1_000;

const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}: there are ${SCENARIOS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

for (const scenario of SCENARIOS) {
  if (positionals.length > 0 && !positionals.includes(scenario.name)) continue;
  for (const bytes of scenario.sizes) if (bytes <= MOST_BYTES) report(await runCase(scenario, bytes));
}

/** One scenario with messages of one size. */
async function runCase(scenario: Scenario, bytes: number): Promise<Result[]> {
  const { name, unit, contestants } = scenario;
  const courses = await Promise.all(contestants.map((contestant) => contestant.start(bytes)));
  const figures = contestants.map((): number[] => []);
  const count = Math.max(LEAST_MESSAGES, Math.min(MOST_MESSAGES, Math.round(ROUND_BYTES / bytes)));
  for (const course of courses) {
    const end = performance.now() + WARM_MS;
    do await course.roundTrip();
    while (performance.now() < end);
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, course] of courses.entries()) figures[index].push(await scenario.run(course, bytes, count));
    process.stderr.write(`\r${name} ${label(bytes)}: round ${round + 1} of ${ROUNDS} `);
  }
  process.stderr.write('\r\u001b[K');
  for (const course of courses) await course.close();
  const ours = median(figures[0]);
  return contestants.map(({ name: who }, index) => {
    const middle = median(figures[index]);
    const ratio = unit === 'us' ? middle / ours : ours / middle;
    const [lowest, highest] = [Math.min(...figures[index]), Math.max(...figures[index])];
    return { scenario: name, case: label(bytes), who, unit, median: middle, lowest, highest, ratio };
  });
}

function report(results: readonly Result[]): void {
  console.log(table(results));
  if (values.json === undefined) return;
  appendFileSync(values.json, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
}

function label(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`;
  return bytes < MIB ? `${bytes / KIB} KiB` : `${bytes / MIB} MiB`;
}
