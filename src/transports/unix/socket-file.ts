import { createHash } from 'node:crypto';
import { existsSync, linkSync, lstatSync, rmSync, unlinkSync, type Stats } from 'node:fs';
import { chmod, lstat, mkdtemp, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TensorductError } from '../../errors.js';
import { startListening } from '../net-listener.js';
import { checkedName } from './addresses.js';

/** How often to look again when files come and go under the name. */
const ATTEMPTS = 10;
const LOCK_ATTEMPTS = 250;
const LOCK_RETRY_MS = 20;

/** Sockets of this process to be removed at its exit. */
const open = new Set<SocketFile>();

/**
 * The file of a listening socket, from `bind` to `remove`.
 *
 * The socket is bound inside a folder that only this user may enter, gets its mode, and only then its name: it is
 * never reachable with more rights than 0600. The name is taken by `link`, which never replaces anything.
 */
export class SocketFile {
  private constructor(
    private readonly path: string,
    private readonly inode: Stats,
  ) {}

  /**
   * Makes `server` listen under `path`. The socket of a listener that is gone is replaced.
   * @throws TensorductError (rejection) `ERR_ADDRESS_IN_USE` when a listener lives there, or the file is no socket
   */
  static async bind(server: Server, path: string): Promise<SocketFile> {
    const folder = await privateFolder(path);
    try {
      const bound = join(folder, 's');
      await startListening(server, { path: checkedName(bound, path) }, 'unix', path);
      await chmod(bound, 0o600);
      const file = new SocketFile(path, await lstat(bound));
      await takeName(bound, path);
      if (open.size === 0) process.on('exit', removeAll);
      open.add(file);
      return file;
    } catch (thrown) {
      server.close();
      throw TensorductError.from(thrown, 'ERR_SYSTEM', 'cannot listen', { backend: 'unix', local: path });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  /** Removes the name, unless it has come to mean another's file. Idempotent. */
  remove(): void {
    if (!open.delete(this)) return;
    if (open.size === 0) process.off('exit', removeAll);
    try {
      const found = lstatSync(this.path);
      if (found.ino === this.inode.ino && found.dev === this.inode.dev) unlinkSync(this.path);
    } catch {
      // Somebody else has removed it.
    }
  }
}

/** Whether the file is a socket that nobody listens on. It must not be deleted otherwise. */
export async function isStale(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => null);
  return found !== null && found.isSocket() && (await refuses(path));
}

/** Gives the socket at `bound` its name. */
async function takeName(bound: string, path: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      // In this very turn, so that the caller can attach to `server` before a connection comes.
      linkSync(bound, path);
      return;
    } catch (thrown) {
      if (!hasCode(thrown, 'EEXIST')) throw thrown;
    }
    const found = await lstat(path).catch(() => null);
    if (found === null) continue;
    if (!found.isSocket()) throw inUse(path, 'a file that is no socket is there');
    await withLock(path, async () => {
      if (await isStale(path)) await unlink(path);
      else if (existsSync(path)) throw inUse(path, 'another process listens there');
    });
  }
  throw inUse(path, 'others take and free the name all the time');
}

/**
 * Keeps others from replacing the same stale socket: they could remove ours, which has just taken its place. The
 * lock is an abstract name, which the kernel frees if we die. Elsewhere than on Linux there are none.
 */
async function withLock(path: string, action: () => Promise<void>): Promise<void> {
  if (process.platform !== 'linux') return action();
  const name = `\0tensorduct-lock-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  for (let attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
    const lock = createServer((socket) => socket.destroy());
    try {
      await startListening(lock, { path: name }, 'unix', path);
    } catch (thrown) {
      if (!hasCode(thrown, 'ERR_ADDRESS_IN_USE')) throw thrown;
      await delay(LOCK_RETRY_MS);
      continue;
    }
    try {
      return await action();
    } finally {
      lock.close();
    }
  }
  throw inUse(path, 'another process is about to listen there');
}

function refuses(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(false);
    });
    probe.once('error', (error) => resolve(hasCode(error, 'ECONNREFUSED')));
  });
}

async function privateFolder(path: string): Promise<string> {
  try {
    // Not join, which would take the dot for the folder itself, and make a neighbour of it. Short, since paths are.
    return await mkdtemp(`${dirname(path)}/.`);
  } catch (thrown) {
    throw TensorductError.from(thrown, 'ERR_SYSTEM', 'cannot make a socket there', {
      operation: 'listen',
      backend: 'unix',
      local: path,
    });
  }
}

function removeAll(): void {
  for (const file of open) file.remove();
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

function inUse(path: string, what: string): TensorductError {
  return new TensorductError('ERR_ADDRESS_IN_USE', what, { operation: 'listen', backend: 'unix', local: path });
}
