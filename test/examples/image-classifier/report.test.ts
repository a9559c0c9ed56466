import { describe, expect, it } from 'vitest';
import {
  confusionTable,
  formatReport,
  percentile,
  progressLine,
  reportOn,
} from '../../../examples/image-classifier/report.js';
import type { Result } from '../../../examples/image-classifier/result.js';

/** A run of 100 images in 10 messages, in which all went well. */
function result(changes: Partial<Result> = {}): Result {
  return {
    returned: new Uint8Array(100).fill(1),
    strangers: 0,
    confusion: Int32Array.from({ length: 100 }, (_, at) => (at % 11 === 0 ? 10 : 0)),
    confidence: 90,
    latencies: Float64Array.of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1),
    elapsedMs: 500,
    bytes: 1_000_000,
    ...changes,
  };
}

describe('the report of the demo', () => {
  it('has no problems with a run in which all went well', () => {
    expect(reportOn(result())).toMatchObject({
      images: 100,
      once: 100,
      messages: 10,
      imagesPerSecond: 200,
      megabytesPerSecond: 2,
      latencyMs: { p50: 5, p99: 10 },
      accuracy: 1,
      confidence: 0.9,
      problems: [],
    });
  });

  it('names images that are missing, repeated or strange', () => {
    const returned = new Uint8Array(100).fill(1);
    returned.set([0, 2, 3]);
    const { once, missing, repeated, problems } = reportOn(result({ returned, strangers: 4 }));
    expect({ once, missing, repeated }).toEqual({ once: 97, missing: 1, repeated: 2 });
    expect(problems).toEqual([
      '1 of 100 images did not come back',
      '2 images came back more than once',
      '4 images came back that were never sent',
    ]);
  });

  it('demands the accuracy that it should', () => {
    const confusion = result().confusion.slice();
    confusion[0] = 5;
    confusion[1] = 5;
    expect(reportOn(result({ confusion })).problems).toEqual([]);
    confusion[0] = 4;
    confusion[1] = 6;
    expect(reportOn(result({ confusion })).problems).toEqual(['the accuracy is 94.00 %, less than 95.00 %']);
  });

  it('can be made of a run that has not begun', () => {
    const nothing = { confusion: new Int32Array(100), latencies: new Float64Array(0), confidence: 0, elapsedMs: 0 };
    const empty = result({ ...nothing, returned: new Uint8Array(100), bytes: 0 });
    expect(reportOn(empty).problems).toContain('100 of 100 images did not come back');
    expect(formatReport(reportOn(empty))).not.toContain('Infinity');
    expect(progressLine(empty)).toBe('0 of 100 images, 0 images/s, accuracy 0.00 %');
  });

  it('aligns the confusion table, with sums', () => {
    const table = confusionTable([
      [10, 0],
      [3, 1200],
    ]);
    expect(table).toEqual(['         0    1  sum', '    0   10    .   10', '    1    3 1200 1203']);
  });
});

it('a percentile is the value that so many do not exceed', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([50, 99, 100, 1].map((percentage) => percentile(hundred, percentage))).toEqual([50, 99, 100, 1]);
  expect(percentile(Float64Array.of(7), 50)).toBe(7);
  expect(percentile(new Float64Array(0), 50)).toBeNaN();
});
