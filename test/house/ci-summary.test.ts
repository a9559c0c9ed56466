import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/ci-summary.mjs');

const passed = { status: 'passed', fullName: 'a test that passes' };
const failed = { status: 'failed', fullName: 'a test that fails' };
const skippedFor = (skipReason: string) => ({ status: 'skipped', fullName: 'a test', meta: { skipReason } });

describe('the summary of CI', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tensorduct-summary-'));
    mkdirSync(join(folder, '.ci'));
    mkdirSync(join(folder, '.reports'));
    writeFileSync(join(folder, '.ci/allowed-skips.txt'), '# reasons\nno GPU\n');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function report(script: string, assertionResults: object[], status = 'passed'): void {
    const testResults = [{ status, name: 'file.test.ts', message: 'does not load', assertionResults }];
    writeFileSync(join(folder, `.reports/${script}.json`), JSON.stringify({ testResults }));
  }

  function summary(...outcomes: string[]): { status: number | null; lines: string[] } {
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT, ...outcomes], { cwd: folder, encoding: 'utf8' });
    return { status, lines: stdout.trim().split('\n') };
  }

  it('adds up the reports of all scripts', () => {
    report('test', [passed, passed, skippedFor('no GPU')]);
    report('test-faults', [passed]);
    expect(summary('test=0', 'test:faults=0')).toEqual({
      status: 0,
      lines: ['skipped: a test: no GPU', '3 passed, 0 failed, 1 skipped'],
    });
  });

  it.for([
    ['a failed test', [passed, failed], 'passed', 'test=1', 'failed: a test that fails'],
    ['a file that does not load', [], 'failed', 'test=1', 'failed: file.test.ts: does not load'],
    ['a skip for another reason', [passed, skippedFor('rain')], 'passed', 'test=0', 'failed: skipped for a reason'],
    ['a script that ran no test', [], 'passed', 'test=0', 'failed: npm run test: ran no test'],
    ['a script that failed otherwise', [passed], 'passed', 'test=3', 'failed: npm run test: exit status 3'],
    ['a script without a report', [passed], 'passed', 'test:faults=0', 'failed: npm run test:faults: ran no test'],
  ] as const)('counts %s as one failure', ([, tests, fileStatus, outcome, line]) => {
    report('test', [...tests], fileStatus);
    const { status, lines } = summary(outcome);
    expect(status).toBe(1);
    expect(lines).toContainEqual(expect.stringContaining(line));
    expect(lines.at(-1)).toMatch(/^\d+ passed, 1 failed, \d+ skipped$/);
  });
});
