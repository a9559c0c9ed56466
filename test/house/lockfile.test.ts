import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('the lockfile names no registry, so that any may serve it', () => {
  const lockfile = readFileSync(join(import.meta.dirname, '../../package-lock.json'), 'utf8');
  expect(lockfile.match(/"resolved": "[a-z+]+:.*/g)).toBeNull();
});
