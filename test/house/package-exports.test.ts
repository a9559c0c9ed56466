import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');
const PRINT_EXPORTS = join(ROOT, 'build/test/peers/print-exports.js');

const entries = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ name: join(manifest.name, entry), ...target }],
);

describe('the built package', () => {
  it.for(entries)('a program of its own can import $name, and its types are there', (entry) => {
    expect(existsSync(join(ROOT, entry.types))).toBe(true);
    const printed = execFileSync(process.execPath, [PRINT_EXPORTS, entry.name], { cwd: '/', encoding: 'utf8' });
    expect(JSON.parse(printed)).not.toEqual([]);
  });

  it('the generated code of the wire is in it', async () => {
    const generated: unknown = await import(join(ROOT, 'dist/wire/generated/control.js'));
    expect(generated).toHaveProperty('tensorduct.v1.Hello');
  });
});
