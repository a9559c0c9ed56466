// Adds up the reports of .reports/ in the current folder: `ci-summary SCRIPT=STATUS…`, with the exit status of each npm
// script. The last line is `N passed, N failed, N skipped`; the exit status says whether all is well.

import { existsSync, readFileSync } from 'node:fs';

/**
 * @typedef {{ status: string, fullName: string, meta?: { skipReason?: string } }} Test
 * @typedef {{ status: string, name: string, message: string, assertionResults: Test[] }} File
 */

const total = { passed: 0, failed: 0, skipped: 0 };

/** @param {string} what */
function fail(what) {
  total.failed += 1;
  console.log(`failed: ${what}`);
}

/** Reasons for which a test may skip. */
function readAllowedSkips() {
  const lines = readFileSync('.ci/allowed-skips.txt', 'utf8').split('\n');
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')));
}

const allowedSkips = readAllowedSkips();

/** @param {Test} test */
function count(test) {
  if (test.status === 'passed') total.passed += 1;
  else if (test.status === 'failed') fail(test.fullName);
  else {
    total.skipped += 1;
    const reason = test.meta?.skipReason ?? 'no reason given';
    console.log(`skipped: ${test.fullName}: ${reason}`);
    if (!allowedSkips.has(reason)) fail(`skipped for a reason that .ci/allowed-skips.txt does not have: ${reason}`);
  }
}

/** @param {string} script @returns {File[]} */
function readReport(script) {
  const path = `.reports/${script.replaceAll(':', '-')}.json`;
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
}

/** @param {string} script @param {string} status */
function addUp(script, status) {
  const failedBefore = total.failed;
  const files = readReport(script);
  for (const file of files) {
    const countBefore = total.failed;
    file.assertionResults.forEach(count);
    if (file.status === 'failed' && total.failed === countBefore) fail(`${file.name}: ${file.message}`);
  }
  if (status !== '0' && total.failed === failedBefore) fail(`npm run ${script}: exit status ${status}`);
  if (status === '0' && files.every((file) => file.assertionResults.length === 0)) {
    fail(`npm run ${script}: ran no test`);
  }
}

for (const outcome of process.argv.slice(2)) {
  const [script = '', status = ''] = outcome.split('=');
  addUp(script, status);
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
