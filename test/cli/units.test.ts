import { describe, expect, it } from 'vitest';
import { formatBytes, formatRate, formatSeconds, parseBytes } from '../../src/cli/units.js';
import { render } from '../../src/cli/report.js';

describe('figures for people', () => {
  it('are sizes, rates and times', () => {
    expect([0, 1023, 1024, 1.5 * 2 ** 20, 300 * 2 ** 30].map(formatBytes)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 MiB',
      '300 GiB',
    ]);
    expect(formatRate(812.4 * 2 ** 20)).toBe('812 MiB/s');
    expect([0.25, 59, 125, 3725].map(formatSeconds)).toEqual(['0.3 s', '59.0 s', '2:05', '1:02:05']);
  });

  it('are read as people write them', () => {
    expect(['65536', '64K', '64k', '256M', '256MiB', '1.5G', '2 GB'].map(parseBytes)).toEqual([
      65536,
      65536,
      65536,
      2 ** 28,
      2 ** 28,
      1.5 * 2 ** 30,
      2 ** 31,
    ]);
    expect(['', 'M', '-1', '1X', '1e3', '99999999T'].map(parseBytes)).toEqual(Array(6).fill(undefined));
  });

  it('are a line of progress', () => {
    const progress = { label: 'x.npy', done: 2 ** 30, total: 2 ** 31 };
    expect(render(progress, 2 ** 29, 8)).toBe('x.npy [####----] 50% 1.0 GiB of 2.0 GiB, 512 MiB/s, 2.0 s left');
    expect(render(progress, 0, 0)).toBe('x.npy 50% 1.0 GiB of 2.0 GiB, 0 B/s');
    expect(render({ label: 'x', done: 0, total: 0 }, 0, 2)).toBe('x [##] 100% 0 B of 0 B, 0 B/s');
  });
});
