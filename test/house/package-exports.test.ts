import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join(import.meta.dirname, '../..');
const DIST = join(ROOT, 'dist');
const PROGRAMS = join(ROOT, 'build/test/peers');

const entries = Object.entries(manifest.exports).flatMap(([entry, target]) =>
  typeof target === 'string' ? [] : [{ name: join(manifest.name, entry), ...target }],
);

describe('the built package', () => {
  it.for(entries)('a program of its own can import $name, its types are there, and all has its name', (entry) => {
    expect(existsSync(join(ROOT, entry.types))).toBe(true);
    const program = join(PROGRAMS, 'print-exports.js');
    const printed = execFileSync(process.execPath, [program, entry.name], { cwd: '/', encoding: 'utf8' });
    const names = JSON.parse(printed) as Readonly<Record<string, string>>;
    expect(Object.keys(names)).not.toEqual([]);
    expect(Object.values(names)).toEqual(Object.keys(names));
  });

  it('no module is in two of its files, so a class is the same class by whatever entry it comes', () => {
    const maps = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.js.map'));
    const modules = maps.flatMap((path) => modulesOf(join(DIST, path)));
    expect(modules).toEqual(expect.arrayContaining(['src/errors.ts', 'src/pipe/pipe.ts', 'src/cli/main.ts']));
    expect(modules.toSorted()).toEqual([...new Set(modules)].toSorted());
  });

  it('a program that may open 40 files imports it, and moves a message', () => {
    const command = ['-c', 'ulimit -n 40 && exec "$@"', 'bash', process.execPath, join(PROGRAMS, 'own-message.js')];
    expect(execFileSync('bash', command, { encoding: 'utf8' })).toBe('a message\n');
  });
});

/** What a file of the package was made of, by its map. */
function modulesOf(map: string): string[] {
  const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
  return sources.map((source) => relative(ROOT, join(dirname(map), source)));
}
