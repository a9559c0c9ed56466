import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TensorductError } from '../../errors.js';
import { isStale } from './socket-file.js';

/** Chooses a path for a new socket in this user's runtime folder, and removes what dead processes have left there. */
export async function freshSocketPath(): Promise<string> {
  const folder = await runtimeFolder();
  await sweep(folder);
  return join(folder, `${process.pid}-${randomBytes(4).toString('hex')}`);
}

/**
 * The folder for sockets that only this user can reach: `$XDG_RUNTIME_DIR/tensorduct`, else `tensorduct-UID` in the
 * folder for temporary files. Made if it does not exist.
 * @throws TensorductError (rejection) `ERR_INSECURE_ADDRESS` when another user owns it or may enter it
 */
export async function runtimeFolder(): Promise<string> {
  const uid = process.getuid?.() ?? 0;
  const { XDG_RUNTIME_DIR } = process.env;
  const preferred = XDG_RUNTIME_DIR ? join(XDG_RUNTIME_DIR, 'tensorduct') : null;
  if (preferred !== null && (await makeFolder(preferred))) return checkedFolder(preferred, uid);
  const fallback = join(tmpdir(), `tensorduct-${uid}`);
  if (await makeFolder(fallback)) return checkedFolder(fallback, uid);
  throw new TensorductError('ERR_SYSTEM', `cannot make the folder ${fallback}`, {
    backend: 'unix',
    advice: 'set XDG_RUNTIME_DIR to a folder of yours, or listen on a path of your own',
  });
}

/** @returns whether it exists now */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { mode: 0o700 });
    return true;
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST';
  }
}

async function checkedFolder(path: string, uid: number): Promise<string> {
  const found = await lstat(path);
  if (found.isDirectory() && found.uid === uid && (found.mode & 0o077) === 0) return path;
  throw new TensorductError('ERR_INSECURE_ADDRESS', `${path} is not a folder that only user ${uid} may enter`, {
    backend: 'unix',
    advice: 'remove it, or set XDG_RUNTIME_DIR to a folder of yours',
  });
}

/** Removes the sockets of processes that have ended. A socket's name begins with the process id. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)-[0-9a-f]{8}$/.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) continue;
    const path = join(folder, name);
    // The process may live in another pid namespace: only a refused connect proves its end.
    if (await isStale(path)) await unlink(path).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH');
  }
}
