import { SCENARIOS } from './names.js';
import { format } from './report.js';
import type { Row } from './row.js';

/** Between these lines of the page stands what is generated. */
const BEGIN = '<!-- results: written by `npm run bench -- --plots` -->';
const END = '<!-- end of results -->';

/** On what and when a run was made. */
export interface RunFacts {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
}

/**
 * The page with the results of a run in place of those of the last one.
 * @param page what it says now
 * @param plots names of pictures in the folder beside it
 */
export function putResults(page: string, rows: readonly Row[], facts: RunFacts, plots: readonly string[]): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page has no lines "${BEGIN}" and "${END}"`);
  const sections = SCENARIOS.flatMap((scenario) => {
    const own = rows.filter((row) => row.scenario === scenario);
    if (own.length === 0) return [];
    const pictures = plots.filter((name) => name.startsWith(`${scenario}-`)).map(picture);
    return [`## ${scenario}`, ...pictures, ...tables(own)];
  });
  const head = `${facts.date}, ${facts.machine}, Node ${facts.node}. The raw data: [results.jsonl](benchmarks/results.jsonl).`;
  return `${page.slice(0, begin)}${BEGIN}\n\n${[head, ...sections].join('\n\n')}\n\n${page.slice(end)}`;
}

function picture(name: string): string {
  return `![${name.replaceAll('-', ' ')}](benchmarks/${name}.svg)`;
}

function tables(rows: readonly Row[]): readonly string[] {
  return [true, false].flatMap((pinned) => {
    const own = rows.filter((row) => row.pinned === pinned);
    if (own.length === 0) return [];
    const lines = own.map((row) => {
      const name = row.forced === undefined ? row.case : `${row.case} (${row.channel})`;
      const more = [
        ...(row.promises === undefined ? [] : [`promises ${format(row.promises)}`]),
        ...(row.asleep === undefined ? [] : [`asleep ${format(row.asleep)}`]),
        ...(row.message === undefined ? [] : [`message alone ${format(row.message)}`]),
        ...(row.handle === undefined ? [] : [`handle ${format(row.handle)}`]),
      ];
      const cells = [
        name,
        [`${format(row.ours)} ${row.unit}`, ...more].join(', '),
        format(row.p99),
        row.spread.map(format).join(' to '),
        row.peer ?? '',
        row.theirs === null ? '' : format(row.theirs),
        row.ratio === null ? '' : row.ratio.toFixed(2),
      ];
      return `| ${cells.join(' | ')} |`;
    });
    const head = ['| case | ours | p99 | spread | peer | theirs | ratio |', '|---|---|---|---|---|---|---|'];
    return [pinned ? 'Each end on a core of its own:' : 'On whatever core:', [...head, ...lines].join('\n')];
  });
}
