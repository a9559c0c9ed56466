import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { ROOT } from '../support/pages.js';

const TYPEDOC = join(ROOT, 'node_modules/typedoc/bin/typedoc');

it('the reference is made without a warning: all that is exported is documented, and no link leads nowhere', async () => {
  const options = { cwd: ROOT, timeout: 6 * DEADLINE_MS };
  const made = promisify(execFile)(process.execPath, [TYPEDOC, '--out', 'build/api'], options);
  await expect(made).resolves.toBeDefined();
});
