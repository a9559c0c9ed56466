import { JsonReporter, type TestModule } from 'vitest/node';

/** Vitest's JSON report, with the reason of each skip as `meta.skipReason`. */
export class SkipReasonReporter extends JsonReporter {
  override async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const reason = result.state === 'skipped' ? result.note : undefined;
        Object.assign(test.meta(), { skipReason: reason ?? 'no reason given' });
      }
    }
    await super.onTestRunEnd([...modules]);
  }
}
