import { DEADLINE_MS } from './deadlines.js';

/** One thing that a backend promises, as a test. */
export interface ConformanceCase<Fixtures> {
  /** A sentence: what holds. */
  readonly name: string;
  /** Ids of the conformance table that it covers, such as `TP Connection_NopWrite`. */
  readonly ids: readonly string[];
  /** Rejects when it does not hold. Leaves nothing open, whether it rejects or not. */
  run(fixtures: Fixtures): Promise<void>;
}

/** The part of a test runner that the suites need: vitest's, mocha's, or `node:test`'s `describe` and `it`. */
export interface TestRunner {
  /** Groups the tests that `body` registers. */
  describe(name: string, body: () => void): unknown;
  /** Registers one test. */
  it(name: string, body: () => Promise<void>, timeoutMs?: number): unknown;
}

/** Registers each case as one test. */
export function registerCases<Fixtures>(
  title: string,
  cases: readonly ConformanceCase<Fixtures>[],
  fixtures: Fixtures,
  runner: TestRunner,
): void {
  runner.describe(title, () => {
    for (const { name, ids, run } of cases) {
      const suffix = ids.length > 0 ? ` [${ids.join(', ')}]` : '';
      runner.it(name + suffix, () => run(fixtures), 3 * DEADLINE_MS);
    }
  });
}
