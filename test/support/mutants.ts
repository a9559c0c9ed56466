import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { NativeProgram } from './native-program.js';

/** A test of a program in `native/test` that catches mutants. */
export interface Catcher {
  readonly program: string;
  readonly test: string;
}

/** What is wrong with a structure, the text that makes it so, the test that catches it, and what that says. */
export type Mutant = readonly [what: string, from: string, to: string, catcher: Catcher, caughtAs: string];

/** Each mutant of a header in `native` is caught, and for the right reason. */
export function testMutants(subject: string, header: string, mutants: readonly Mutant[]): void {
  const source = readFileSync(join(import.meta.dirname, '../../native', header), 'utf8');
  const folder = mkdtempSync(join(tmpdir(), 'tensorduct-mutants-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  describe(`${subject} is caught that`, () => {
    it.for(mutants)(
      '%s',
      { timeout: 30 * DEADLINE_MS },
      async ([what, from, to, { program: name, test }, caughtAs]) => {
        expect(source.split(from), `the text stands once in ${header}`).toHaveLength(2);
        const place = join(folder, what.replaceAll(' ', '-'));
        const sanitizer = name.endsWith('_hostile') ? 'address' : 'none';
        const program = NativeProgram.compile(name, sanitizer, place, { [header]: source.replace(from, to) });
        const { ok, output } = await program.run(test);
        expect(ok).toBe(false);
        expect(output).toContain(caughtAs);
      },
    );
  });
}
