import { randomBytes } from 'node:crypto';
import { unlinkSync } from 'node:fs';
import { link, lstat, mkdir, open, realpath, rename, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TensorductError } from '../../errors.js';
import { segmentsOf } from './protocol.js';

/** Where these cannot make a second name for a file, it is renamed. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/**
 * The folder that files are received into. Nothing outside of it is ever written, and no symbolic link in it followed.
 * A file that is not complete has a name that begins with `.tensorduct-`.
 */
export class Inbox {
  /** Final paths of files that are being received. */
  private readonly taken = new Set<string>();
  private readonly unfinished = new Set<IncomingFile>();

  private constructor(
    private readonly root: string,
    private readonly overwrites: boolean,
  ) {}

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` for a folder that cannot be had */
  static async open(folder: string, overwrites: boolean): Promise<Inbox> {
    try {
      await mkdir(folder, { recursive: true });
      return new Inbox(await realpath(folder), overwrites);
    } catch (cause) {
      const what = `${folder} cannot be used: ${reasonOf(cause)}`;
      throw new TensorductError('ERR_INVALID_ARGUMENT', what, { advice: 'give --out a folder to write to', cause });
    }
  }

  /**
   * Makes a file that is to be filled, and then finished or discarded.
   * @param name as the peer gives it: anything
   * @throws TensorductError `ERR_REJECTED` with the reason why there can be none
   */
  async begin(name: string, size: number): Promise<IncomingFile> {
    const segments = segmentsOf(name);
    if (segments === null) throw refusal('this cannot be the name of a file here', 'rename it');
    const path = join(this.root, ...segments);
    if (this.taken.has(path)) throw refusal('a file of this name is being received', 'send it when that one is done');
    this.taken.add(path);
    try {
      await this.makeFolders(segments);
      const existing = await lstat(path).catch(() => null);
      if (existing?.isDirectory() === true) throw refusal('a folder has this name', 'rename one of them');
      if (existing !== null && !this.overwrites) throw exists();
      const part = join(dirname(path), `.tensorduct-${randomBytes(8).toString('hex')}.part`);
      const handle = await open(part, 'wx');
      const file = new IncomingFile(name, size, path, part, handle, this.overwrites, () => {
        this.taken.delete(path);
        this.unfinished.delete(file);
      });
      this.unfinished.add(file);
      return file;
    } catch (thrown) {
      this.taken.delete(path);
      throw asRefusal(thrown);
    }
  }

  /** Files that are being received. */
  files(): readonly IncomingFile[] {
    return [...this.unfinished];
  }

  /** Removes what is not complete, for a process that ends now. */
  abandon(): void {
    for (const file of this.unfinished) file.abandon();
  }

  private async makeFolders(segments: readonly string[]): Promise<void> {
    let folder = this.root;
    for (const segment of segments.slice(0, -1)) {
      folder = join(folder, segment);
      await mkdir(folder).catch((thrown: unknown) => {
        if (codeOf(thrown) !== 'EEXIST') throw thrown;
      });
      if (!(await lstat(folder)).isDirectory()) throw refusal(`${segment} is not a folder here`, 'rename one of them');
    }
  }
}

/** One file on its way, under another name than its own. */
export class IncomingFile {
  /** Bytes written so far. */
  written = 0;

  /** Made by {@link Inbox.begin}. */
  constructor(
    readonly name: string,
    readonly size: number,
    private readonly path: string,
    private readonly part: string,
    private readonly handle: FileHandle,
    private readonly overwrites: boolean,
    private readonly over: () => void,
  ) {}

  /** @throws TensorductError `ERR_REJECTED` */
  async write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, position + done);
        done += bytesWritten;
        this.written += bytesWritten;
      }
    } catch (thrown) {
      throw asRefusal(thrown);
    }
  }

  /**
   * Gives the complete file its name. Whether or not that works, it is not on its way any more.
   * @throws TensorductError `ERR_REJECTED`
   */
  async finish(): Promise<void> {
    try {
      await this.handle.close();
      if (this.overwrites) await rename(this.part, this.path);
      else await this.nameOnce();
      this.over();
    } catch (thrown) {
      await this.discard();
      throw asRefusal(thrown);
    }
  }

  /** Leaves nothing of it. Never rejects. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await unlink(this.part).catch(() => undefined);
    this.over();
  }

  /** The same at once. */
  abandon(): void {
    try {
      unlinkSync(this.part);
    } catch {
      // It is gone already.
    }
  }

  /** Unlike a renaming, a link never replaces what came under this name meanwhile. */
  private async nameOnce(): Promise<void> {
    try {
      await link(this.part, this.path);
    } catch (thrown) {
      if (!NO_LINKS.has(codeOf(thrown))) throw thrown;
      if ((await lstat(this.path).catch(() => null)) !== null) throw exists();
      return rename(this.part, this.path);
    }
    await unlink(this.part);
  }
}

function refusal(reason: string, advice: string, cause?: unknown): TensorductError {
  return new TensorductError('ERR_REJECTED', reason, { advice, cause });
}

function exists(): TensorductError {
  return refusal('a file of this name exists', 'listen with --force to have it replaced');
}

function asRefusal(thrown: unknown): TensorductError {
  if (thrown instanceof TensorductError) return thrown;
  if (codeOf(thrown) === 'EEXIST') return exists();
  return refusal(`it cannot be stored: ${reasonOf(thrown)}`, 'look at the disk of the receiver', thrown);
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
}

/** The error of the file system, without the paths of this host, which are no peer's affair. */
function reasonOf(thrown: unknown): string {
  return codeOf(thrown) || 'it cannot be written to';
}
