import type { Row } from './row.js';

const WIDTHS = [34, 8, 12, 12, 24, 22, 12, 9];

/** Rows for people. */
export function table(rows: readonly Row[]): string {
  const head = ['', '', 'ours', 'p99', 'spread', 'peer', 'theirs', 'ratio'];
  const lines = rows.map((row) => [
    `${row.scenario} ${row.case}${row.forced === undefined ? '' : ` (${row.channel})`}`.padEnd(WIDTHS[0] + 18),
    row.pinned ? 'pinned' : '',
    `${format(row.ours)} ${row.unit}`,
    format(row.p99),
    `${format(row.spread[0])} to ${format(row.spread[1])}`,
    row.peer ?? '',
    row.theirs === null ? '' : format(row.theirs),
    row.ratio === null ? '' : row.ratio.toFixed(2),
  ]);
  const notes = rows
    .slice(0, 1)
    .flatMap(({ promises, asleep, message, handle }) => [
      ...(promises === undefined ? [] : [`with promises ${format(promises)}`]),
      ...(asleep === undefined ? [] : [`asleep before each ${format(asleep)}`]),
      ...(message === undefined ? [] : [`the message alone ${format(message)}`]),
      ...(handle === undefined ? [] : [`as a handle ${format(handle)}`]),
    ]);
  const cells = (line: readonly string[]): string => line.map((cell, index) => cell.padStart(WIDTHS[index])).join('');
  const first = ['', ...head.slice(1)];
  first[0] = ''.padEnd(WIDTHS[0] + 18);
  return `${[cells(first), ...lines.map(cells), ...notes].join('\n')}\n`;
}

/** With three digits, or all of those before the point. */
export function format(figure: number): string {
  if (Math.abs(figure) >= 100) return figure.toFixed(0);
  return Math.abs(figure) >= 10 ? figure.toFixed(1) : figure.toFixed(2);
}
