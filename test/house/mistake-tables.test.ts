import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { arenaCases, channelCases, transportCases } from '../../src/testing/index.js';
import { ROOT } from '../support/pages.js';

it.for([
  { page: 'docs/writing-a-transport.md', cases: transportCases, mutants: 'mutant-transports.test.ts' },
  { page: 'docs/writing-a-channel.md', cases: channelCases, mutants: 'mutant-channels.test.ts' },
  { page: 'docs/shared-memory.md', cases: arenaCases, mutants: 'mutant-arenas.test.ts' },
])('$page names cases of the suite that catch a mutant', ({ page, cases, mutants }) => {
  const rows = readFileSync(join(ROOT, page), 'utf8').matchAll(/^\| .* \| "(.*)" \|$/gm);
  const named = Array.from(rows, ([, name]) => name);
  const caught = readFileSync(join(ROOT, 'test/conformance', mutants), 'utf8');
  expect(named.length).toBeGreaterThan(9);
  expect(named.filter((name) => !cases.some((one) => one.name === name) || !caught.includes(`'${name}'`))).toEqual([]);
});
