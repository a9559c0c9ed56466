/**
 * `npm run bench -- [SCENARIO...] [--quick] [--json FILE]`: every contestant on the same work in the same run, in turns,
 * so that a noisy minute hits all of them. Run it on a machine that does nothing else.
 */
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Contestant, Course } from './contestant.js';
import { memcpy } from './contestants/memcpy.js';
import { netUnix } from './contestants/net-unix.js';
import { tensorduct } from './contestants/tensorduct.js';
import { zeromq } from './contestants/zeromq.js';
import { SCENARIOS, type Result, type Scenario, type Unit } from './names.js';
import { median, table } from './report.js';

const MIB = 2 ** 20;
const SIZES = [128 * 1024, MIB, 16 * MIB, 64 * MIB] as const;
const contestants: readonly Contestant[] = [tensorduct(true), tensorduct(false), netUnix, zeromq, memcpy];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const rounds = values.quick ? 3 : 9;
/** Bytes that each contestant moves in one round. */
const roundBytes = (values.quick ? 64 : 512) * MIB;
/** V8 compiles what is hot in the meantime, at both ends. */
const WARM_MS = 1_000;
const scenarios = SCENARIOS.filter((name) => positionals.length === 0 || positionals.includes(name));

/** How a scenario is run once, and what figure comes of it. */
const RUNS: Readonly<Record<Scenario, { unit: Unit; run: (course: Course, bytes: number) => Promise<number> }>> = {
  'round-trip': {
    unit: 'us',
    async run(course, bytes) {
      const times: number[] = [];
      const count = Math.max(4, Math.min(2_000, Math.round(roundBytes / bytes / 2)));
      for (let trip = 0; trip < count; trip++) {
        const start = process.hrtime.bigint();
        await course.roundTrip();
        times.push(Number(process.hrtime.bigint() - start) / 1e3);
      }
      course.verify();
      return median(times);
    },
  },
  stream: {
    unit: 'GB/s',
    async run(course, bytes) {
      const count = Math.max(4, Math.min(2_000, Math.round(roundBytes / bytes)));
      const start = process.hrtime.bigint();
      await course.stream(count);
      return (count * bytes) / Number(process.hrtime.bigint() - start);
    },
  },
};

for (const scenario of scenarios) {
  const { unit, run } = RUNS[scenario];
  for (const bytes of values.quick ? SIZES.slice(0, 3) : SIZES) {
    const courses = await Promise.all(contestants.map((contestant) => contestant.start(bytes)));
    const figures = contestants.map((): number[] => []);
    for (const course of courses) {
      const end = performance.now() + WARM_MS;
      do await course.roundTrip();
      while (performance.now() < end);
    }
    for (let round = 0; round < rounds; round++) {
      for (const [index, course] of courses.entries()) figures[index].push(await run(course, bytes));
      process.stderr.write(`\r${scenario} ${label(bytes)}: round ${round + 1} of ${rounds} `);
    }
    process.stderr.write('\r\u001b[K');
    for (const course of courses) await course.close();
    const ours = median(figures[0]);
    const results = contestants.map(({ name: who }, index): Result => {
      const middle = median(figures[index]);
      const ratio = unit === 'us' ? middle / ours : ours / middle;
      const [lowest, highest] = [Math.min(...figures[index]), Math.max(...figures[index])];
      return { scenario, case: label(bytes), who, unit, median: middle, lowest, highest, ratio };
    });
    console.log(table(results));
    if (values.json !== undefined) {
      appendFileSync(values.json, results.map((result) => `${JSON.stringify(result)}\n`).join(''));
    }
  }
}

function label(bytes: number): string {
  return bytes < MIB ? `${bytes / 1024} KiB` : `${bytes / MIB} MiB`;
}
