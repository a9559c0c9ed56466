import { View, parse } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { SIZES, TRANSPORTS, type ScenarioName, type TransportName } from './names.js';
import type { Row } from './row.js';

/** A picture of a part of the results. */
export interface Plot {
  /** Without the ending. */
  readonly name: string;
  readonly svg: string;
}

/** One point or bar. */
interface Mark {
  readonly who: string;
  readonly size: string;
  readonly bytes: number;
  readonly figure: number;
}

const OURS = 'tensorduct';
const WIDTH = 560;
const HEIGHT = 300;

/** What is drawn of rows that have sizes on one axis: the figure over the size, a line for each contestant. */
const LINES: readonly { scenario: ScenarioName; kind: string; title: string; axis: string }[] = [
  { scenario: 'round-trip', kind: 'payload', title: 'round trip of a payload', axis: 'microseconds, less is better' },
  { scenario: 'round-trip', kind: 'tensor', title: 'round trip of a tensor', axis: 'microseconds, less is better' },
  { scenario: 'stream', kind: 'tensor', title: 'tensors one way', axis: 'GB/s, more is better' },
  {
    scenario: 'fan-out',
    kind: 'tensor',
    title: 'one tensor to several processes',
    axis: 'GB/s to all, more is better',
  },
];

/** What is drawn of rows with one size: a bar for each contestant. */
const BARS: readonly { scenario: ScenarioName; kind: string; size: string; title: string; axis: string }[] = [
  {
    scenario: 'stream',
    kind: 'messages',
    size: '64B',
    title: 'messages of 64 B one way',
    axis: 'messages a second, more is better',
  },
  {
    scenario: 'loop-delay',
    kind: 'tensor',
    size: '64MiB',
    title: 'how late timers are while tensors stream',
    axis: 'ms, less is better',
  },
  {
    scenario: 'cpu-per-gb',
    kind: 'tensor',
    size: '16MiB',
    title: 'CPU time of both ends',
    axis: 's/GB, less is better',
  },
  {
    scenario: 'bounded-memory',
    kind: 'tensor',
    size: '1MiB',
    title: 'memory with a slow reader',
    axis: 'KiB, less is better',
  },
];

/** Pictures of all rows, pinned ones where there are any. What has no rows is not drawn. */
export async function drawPlots(rows: readonly Row[]): Promise<readonly Plot[]> {
  const shown = rows.filter(({ pinned, forced }) => pinned === rows.some((row) => row.pinned) && forced === undefined);
  const plots: Promise<Plot>[] = [];
  for (const transport of TRANSPORTS) {
    for (const { scenario, kind, title, axis } of LINES) {
      const marks = marksOf(shown, scenario, transport, kind);
      if (new Set(marks.map(({ size }) => size)).size < 2) continue;
      plots.push(draw(`${scenario}-${transport}-${kind}`, lines(`${title}, ${transport}`, axis, marks)));
    }
    for (const { scenario, kind, size, title, axis } of BARS) {
      const marks = marksOf(shown, scenario, transport, kind).filter((mark) => mark.size === size);
      if (marks.length === 0) continue;
      plots.push(draw(`${scenario}-${transport}-${kind}`, bars(`${title}, ${transport}`, axis, marks)));
    }
  }
  return Promise.all(plots);
}

/** Ours, by mode, and every peer beside it: each once, as peers are in several rows. */
function marksOf(
  rows: readonly Row[],
  scenario: ScenarioName,
  transport: TransportName,
  kind: string,
): readonly Mark[] {
  const marks = new Map<string, Mark>();
  const put = (who: string, size: string, bytes: number, figure: number): void => {
    marks.set(`${who} ${size}`, { who, size, bytes, figure });
  };
  for (const row of rows) {
    const [rowTransport, rowKind, size, mode] = row.case.split('/');
    if (row.scenario !== scenario || rowTransport !== transport || rowKind !== kind || !isSize(size)) continue;
    const bytes = SIZES[size];
    put(mode === undefined ? OURS : `${OURS}, ${mode}`, size, bytes, row.ours);
    if (row.promises !== undefined) put(`${OURS}, promises`, size, bytes, row.promises);
    if (row.peer === null || row.theirs === null) continue;
    // Of small messages a copy is no measure of anything.
    if (row.peer === 'memcpy' && kind === 'messages') continue;
    // Threads clone what is copied, and transfer the rest.
    const how = row.peer === 'worker_threads' && mode !== undefined && mode !== 'copied' ? ', transferred' : '';
    put(`${row.peer}${how}`, size, bytes, row.theirs);
  }
  return [...marks.values()];
}

function isSize(size: string): size is keyof typeof SIZES {
  return size in SIZES;
}

function lines(title: string, axis: string, marks: readonly Mark[]): TopLevelSpec {
  const sizes = [...new Map(marks.map(({ size, bytes }) => [size, bytes])).entries()].sort(([, a], [, b]) => a - b);
  return {
    title,
    width: WIDTH,
    height: HEIGHT,
    background: 'white',
    data: { values: [...marks] },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'size', type: 'ordinal', sort: sizes.map(([size]) => size), title: null, axis: { labelAngle: 0 } },
      y: { field: 'figure', type: 'quantitative', scale: { type: 'log' }, title: axis },
      color: {
        field: 'who',
        type: 'nominal',
        title: null,
        scale: colors(marks),
        legend: { labelLimit: 0, symbolType: 'stroke' },
      },
      // Ours stands out.
      strokeWidth: { condition: { test: OURS_TEST, value: 3 }, value: 1 },
      strokeDash: { condition: { test: "indexof(datum.who, 'recorded') >= 0", value: [4, 3] }, value: [1, 0] },
    },
  };
}

/** Warm colours for ours, which come first; cold ones for everybody else. */
function colors(marks: readonly Mark[]): { domain: string[]; range: string[] } {
  const all = [...new Set(marks.map(({ who }) => who))];
  const [own, others] = [true, false].map((ours) => all.filter((who) => who.startsWith(OURS) === ours).sort());
  return {
    domain: [...own, ...others],
    range: [
      ...own.map((_, index) => WARM[index % WARM.length]),
      ...others.map((_, index) => COLD[index % COLD.length]),
    ],
  };
}

const WARM = ['#d62728', '#ff7f0e', '#8c1a6a'];
const COLD = [
  '#1f77b4',
  '#17becf',
  '#2ca02c',
  '#7f7f7f',
  '#9467bd',
  '#98df8a',
  '#393b79',
  '#aec7e8',
  '#000000',
  '#c7c7c7',
];

const OURS_TEST = `indexof(datum.who, '${OURS}') === 0`;

function bars(title: string, axis: string, marks: readonly Mark[]): TopLevelSpec {
  return {
    title,
    width: WIDTH,
    background: 'white',
    data: { values: [...marks] },
    mark: 'bar',
    encoding: {
      y: { field: 'who', type: 'nominal', sort: marks.map(({ who }) => who), title: null, axis: { labelLimit: 0 } },
      x: { field: 'figure', type: 'quantitative', title: axis },
      color: { condition: { test: OURS_TEST, value: '#e45756' }, value: '#9ecae9' },
    },
  };
}

async function draw(name: string, specification: TopLevelSpec): Promise<Plot> {
  const view = new View(parse(compile(specification).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return { name, svg: `${svg}\n` };
}
