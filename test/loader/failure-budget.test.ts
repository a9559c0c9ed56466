import { describe, expect, it } from 'vitest';
import { FailureBudget, type FailureLimits } from '../../src/loader/data-loader/failure-budget.js';
import { imageOf } from '../../src/loader/worker-error.js';

/** The number of the call whose failure was one too many, where every so-many-th fails; null where none was. */
function stopOf(limits: FailureLimits, every: number, calls: number, own: FailureLimits | null = null): number | null {
  const budget = new FailureBudget(
    [
      { name: 'source', limits: null },
      { name: 'decode', limits: own },
    ],
    limits,
  );
  for (let call = 1; call <= calls; call++) {
    const failures = call % every === 0 ? [{ stage: 1, index: call, error: imageOf(new Error('bad')) }] : [];
    const report = { calls: 1, busyMs: 0, waitMs: 0 };
    try {
      budget.record([report, report], failures, 'worker 0');
    } catch {
      return call;
    }
  }
  return null;
}

describe('a failure budget', () => {
  it('allows as many failures as it says, and none unless it is told [SPDL-D7]', () => {
    expect(stopOf({}, 10, 1000)).toBe(10);
    expect(stopOf({ maxFailures: 3 }, 10, 39)).toBeNull();
    expect(stopOf({ maxFailures: 3 }, 10, 1000)).toBe(40);
    expect(stopOf({ maxFailures: Infinity }, 1, 1000)).toBeNull();
  });

  it('allows a rate, which says nothing before the hundredth call [SPDL-D7]', () => {
    expect(stopOf({ maxFailureRate: 0.1 }, 10, 1000)).toBeNull();
    expect(stopOf({ maxFailureRate: 0.1 }, 9, 99)).toBeNull();
    expect(stopOf({ maxFailureRate: 0.1 }, 9, 1000)).toBe(108);
    expect(stopOf({ maxFailureRate: 0.5 }, 1, 1000)).toBe(100);
    expect(stopOf({ maxFailureRate: 1 }, 1, 1000)).toBeNull();
    // A count goes with a rate: whichever is exceeded first.
    expect(stopOf({ maxFailureRate: 1, maxFailures: 5 }, 1, 1000)).toBe(6);
  });

  it('is overridden by that of a stage, be it stricter or looser [SPDL-D7]', () => {
    expect(stopOf({ maxFailures: 100 }, 10, 1000, { maxFailures: 0 })).toBe(10);
    expect(stopOf({ maxFailures: 0 }, 10, 1000, { maxFailures: Infinity })).toBeNull();
  });

  it('says who has failed at what, and why that is too much', () => {
    const budget = new FailureBudget([{ name: 'decode', limits: null }], {});
    const failure = { stage: 0, index: 17, error: imageOf(new RangeError('short')) };
    expect(() => budget.record([{ calls: 1, busyMs: 0, waitMs: 0 }], [failure], 'worker 2')).toThrow(
      /stage "decode" failed for element 17 in worker 2: short \(1 of at most 0 failures\)/,
    );
  });
});
