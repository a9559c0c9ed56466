import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../../src/context/limits.js';

it('every limit has one row in docs/limits.md, with its default', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/limits.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, name, value]) => [name, Number(value)]);
  expect(rows.length).toBe(Object.keys(DEFAULT_LIMITS).length);
  expect(Object.fromEntries(rows)).toEqual(DEFAULT_LIMITS);
});
