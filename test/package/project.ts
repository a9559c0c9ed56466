import { cpSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { run } from './run.js';

const PROGRAMS = join(import.meta.dirname, 'programs');

/** For an install from the registry, in ms, so that a test fails where there is none. */
export const INSTALL_MS = 120_000;
const PROGRAM_MS = 3 * DEADLINE_MS;

/** So that npm says soon that the registry does not answer. */
const IMPATIENT = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-timeout=30000'];

/** A user's project: an empty folder, in which packages are installed, with the programs of `programs/`. */
export class Project {
  private constructor(
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
    /** What npm and the scripts of packages have said. */
    readonly installLog: string,
  ) {}

  /**
   * @param options.path where programs are found, in place of PATH
   * @param options.cache of npm; the registry fills it when it is empty
   */
  static async install(
    folder: string,
    packages: readonly string[],
    options: { readonly path?: string; readonly cache: string; readonly npm?: readonly string[] },
  ): Promise<Project> {
    cpSync(PROGRAMS, folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
    const env = { npm_config_cache: options.cache, ...(options.path === undefined ? {} : { PATH: options.path }) };
    const args = ['install', '--no-audit', '--no-fund', ...IMPATIENT, ...(options.npm ?? []), ...packages];
    const { stdout, stderr } = await run('npm', args, { cwd: folder, env, timeoutMs: INSTALL_MS });
    return new Project(folder, env, stdout + stderr);
  }

  /** The path of something that was installed. */
  installed(...path: readonly string[]): string {
    return join(this.folder, 'node_modules', ...path);
  }

  /** Runs a program. @returns what it has printed */
  async run(command: string, ...args: readonly string[]): Promise<string> {
    return (await run(command, args, { cwd: this.folder, env: this.env, timeoutMs: PROGRAM_MS })).stdout;
  }
}

/** Makes a folder with what npm needs, for a PATH on which there is no compiler, make or Python. */
export function makeBarePath(folder: string): string {
  mkdirSync(folder);
  for (const name of ['node', 'npm', 'npx', 'sh']) symlinkSync(which(name), join(folder, name));
  return folder;
}

function which(name: string): string {
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.endsWith('node_modules/.bin'));
  const found = places.map((place) => join(place, name)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is not on the PATH`);
  return realpathSync(found);
}
