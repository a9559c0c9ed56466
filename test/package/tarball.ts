import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.js';

const ROOT = join(import.meta.dirname, '../..');

/** For a build of the library and of the addon, in ms. */
export const PACK_MS = 180_000;
const UNPACK_MS = 20_000;

/** What `npm pack` makes, and so what users install. */
export class Tarball {
  private constructor(
    readonly path: string,
    private readonly contents: string,
  ) {}

  /** Packs this repository as it would be published: built, with an addon prebuilt for this machine. */
  static async pack(into: string): Promise<Tarball> {
    return Tarball.of(ROOT, join(into, 'complete'), []);
  }

  /** The same without the prebuilt addon, as for a machine that has none. */
  async withoutPrebuilds(into: string): Promise<Tarball> {
    const copy = join(into, 'without-prebuilds');
    cpSync(this.contents, copy, { recursive: true });
    rmSync(join(copy, 'native/prebuilds'), { recursive: true });
    return Tarball.of(copy, join(into, 'bare'), ['--ignore-scripts']);
  }

  /** In bytes. */
  get size(): number {
    return statSync(this.path).size;
  }

  /** Paths of its files. */
  get files(): readonly string[] {
    return readdirSync(this.contents, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(this.contents, name)).isFile())
      .toSorted();
  }

  read(name: string): Buffer {
    return readFileSync(join(this.contents, name));
  }

  private static async of(source: string, into: string, options: readonly string[]): Promise<Tarball> {
    mkdirSync(into);
    await run('npm', ['pack', `--pack-destination=${into}`, ...options], { cwd: source, timeoutMs: PACK_MS });
    const [name = ''] = readdirSync(into);
    await run('tar', ['-xzf', name], { cwd: into, timeoutMs: UNPACK_MS });
    return new Tarball(join(into, name), join(into, 'package'));
  }
}
