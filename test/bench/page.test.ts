import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putResults } from '../../bench/page.js';
import { drawPlots } from '../../bench/plots.js';
import type { Row } from '../../bench/row.js';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), 'utf8');
const FACTS = { date: '2026-01-02', machine: '2 cores', node: '20.19.0' };

function row(size: '1MiB' | '16MiB', more: Partial<Row> = {}): Row {
  return {
    scenario: 'stream',
    case: `shm/tensor/${size}/borrowed`,
    ours: 12.34,
    unit: 'GB/s',
    peer: 'zeromq',
    theirs: 1.5,
    ratio: 8.2267,
    p99: 11,
    spread: [11, 13],
    theirP99: 1.4,
    theirSpread: [1.4, 1.6],
    quick: false,
    pinned: true,
    ...more,
  };
}

describe('the page of benchmarks', () => {
  it('gets the results in place of those of the last run, and keeps what is written around', () => {
    const rows = [row('1MiB'), row('1MiB', { pinned: false, peer: null, theirs: null, ratio: null })];
    const once = putResults(PAGE, rows, FACTS, ['stream-shm-tensor']);
    expect(once).toContain('| shm/tensor/1MiB/borrowed | 12.3 GB/s | 11.0 | 11.0 to 13.0 | zeromq | 1.50 | 8.23 |');
    expect(once).toContain('| shm/tensor/1MiB/borrowed | 12.3 GB/s | 11.0 | 11.0 to 13.0 |  |  |  |');
    expect(once).toContain('![stream shm tensor](benchmarks/stream-shm-tensor.svg)');
    expect(once).toContain('2026-01-02, 2 cores, Node 20.19.0');
    expect(putResults(once, rows, FACTS, ['stream-shm-tensor'])).toBe(once);
    expect(once.split('<!--')[0]).toBe(PAGE.split('<!--')[0]);
  });

  it('has pictures of what has several sizes, with ours and every peer', async () => {
    const [plot, ...others] = await drawPlots([row('1MiB'), row('16MiB')]);
    expect(others).toEqual([]);
    expect(plot.name).toBe('stream-shm-tensor');
    for (const text of ['tensorduct, borrowed', 'zeromq', '16MiB', '<svg']) expect(plot.svg).toContain(text);
  });
});
