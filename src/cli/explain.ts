import type { BackendDescription } from '../context/describe.js';
import type { SharedMemoryStatistics } from '../memory/shared-memory.js';
import type { Explanation } from '../pipe/explanation.js';
import type { Viability } from '../transports/transport.js';
import { formatBytes } from './units.js';
import { printable } from '../log.js';

/** What was negotiated, in one line. */
export function summarize({ transport, channels, remoteName }: Explanation): string {
  const peer = printable(remoteName) || 'a peer';
  if (transport === null) return `not connected to ${peer}`;
  const moved = transport.bootstrap === transport.name ? '' : ` (moved there from ${transport.bootstrap})`;
  const names = [...new Set(channels.map(({ name }) => name))];
  return `connected with ${peer} over ${transport.name}${moved}, tensors by ${names.join(', ') || 'no channel'}`;
}

/** What was negotiated, and why nothing else, in lines. */
export function explainLines(explanation: Explanation): string[] {
  const { transport, channels, passedOver, inlineItemBytes } = explanation;
  const lines = [summarize(explanation)];
  if (transport !== null) {
    lines.push(`  here ${transport.localAddress || '-'}, there ${transport.remoteAddress || '-'}`);
  }
  for (const { name, local, remote, note } of channels) {
    lines.push(`  ${local} here to ${remote} there by ${name}${note === undefined ? '' : `, ${note}`}`);
  }
  lines.push(`  up to ${inlineItemBytes} bytes travel inside their message`);
  for (const { kind, name, reason } of passedOver) lines.push(`  not ${kind} ${name}: ${reason}`);
  return lines;
}

function verdictOf(viability: Viability): string {
  if (!viability.ok) return `does not work: ${viability.reason}; ${viability.hint}`;
  return viability.note === undefined ? 'works' : `works, ${viability.note}`;
}

/** What a context may take of shared memory, and what it has taken, in lines. */
export function memoryLines(memory: SharedMemoryStatistics): string[] {
  const { budgetBytes, reservedBytes, usedBytes, usedSlots, slots, leases, mappedBytes, mappedBudgetBytes } = memory;
  const { waits, shortages, refusals, fallbacks } = memory;
  return [
    `shared memory: ${formatBytes(reservedBytes)} reserved of at most ${formatBytes(budgetBytes)}`,
    `  ${usedSlots} of ${slots} slots in use, ${formatBytes(usedBytes)}; ${leases} leases are out`,
    `  of peers ${formatBytes(mappedBytes)} mapped of at most ${formatBytes(mappedBudgetBytes)}`,
    `  ${shortages} shortages, ${waits} waits, ${refusals} refusals of the system, ${fallbacks} fallbacks`,
  ];
}

/** A table of every backend, with what it needs where it does not work. */
export function backendLines(backends: readonly BackendDescription[]): string[] {
  const rows = backends.map(({ kind, name, priority, viability }) => {
    return [kind, name, String(priority), verdictOf(viability)];
  });
  const table = [['kind', 'name', 'priority', 'here'], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...table.map((row) => row[column].length)));
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
