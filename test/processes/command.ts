import { createHash } from 'node:crypto';
import {
  createReadStream,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A folder with `data` to send from and `out` to receive into, gone at the end. */
export class Workplace implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'tensorduct-command-'));
  readonly data = join(this.path, 'data');
  readonly out = join(this.path, 'out');

  constructor() {
    mkdirSync(this.data);
  }

  /** Writes a file to send. @returns its path */
  write(name: string, bytes: Uint8Array | string): string {
    const path = join(this.data, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  }

  /** A file that is large and takes no room: nothing but zeros after `start`. */
  writeLarge(name: string, size: number, start: Uint8Array = new Uint8Array(0)): string {
    const path = this.write(name, start);
    truncateSync(path, size);
    return path;
  }

  /** Every file below, by name, with the digest of its bytes. */
  static async digests(folder: string): Promise<Record<string, string>> {
    const digests: Record<string, string> = {};
    for (const name of Workplace.files(folder)) {
      const hash = createHash('sha1');
      await pipeline(createReadStream(join(folder, name)), hash);
      digests[name] = hash.digest('hex');
    }
    return digests;
  }

  /** Every file below, by name. */
  static files(folder: string): string[] {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !lstatSync(join(folder, name)).isDirectory())
      .toSorted();
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
