import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, or nearly. */
const LONG = [
  'test/native/programs.test.ts',
  'test/native/return-ring-mutants.test.ts',
  'test/native/chunk-ring-mutants.test.ts',
  'test/native/byte-ring-mutants.test.ts',
];

/** Begins with the files that take longest, so that no core waits for one of them at the end: a fresh clone knows no times. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const index = LONG.findIndex((path) => moduleId.endsWith(path));
      return index < 0 ? LONG.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
