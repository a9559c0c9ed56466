import { JsonReporter, type TestModule } from 'vitest/node';

/** Vitest's JSON report with the reason of each skip as `meta.skipReason`; prints the reasons too. */
export class SkipReasonReporter extends JsonReporter {
  override async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const counts = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const result = test.result();
        const skipReason = (result.state === 'skipped' && result.note) || 'no reason given';
        Object.assign(test.meta(), { skipReason });
        counts.set(skipReason, (counts.get(skipReason) ?? 0) + 1);
      }
    }
    for (const [reason, count] of counts) console.log(`${count} skipped: ${reason}`);
    await super.onTestRunEnd([...modules]);
  }
}
