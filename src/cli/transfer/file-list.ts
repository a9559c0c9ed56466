import { open, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { TensorductError } from '../../errors.js';
import { readLayout } from '../formats/read-layout.js';
import { segmentsOf } from './protocol.js';

/** A file to be sent. */
export interface ListedFile {
  readonly path: string;
  /** What it is called at the other end: relative, with `/` between its parts. */
  readonly name: string;
  readonly size: number;
}

/**
 * Finds the files that are meant, and looks at the header of each, so that nothing is sent where something is wrong.
 *
 * A file is called by its last part. Files of a folder keep its name and their place in it; those of `FOLDER/`, only
 * their place. Links to files are followed; links to folders, and what is neither, are left out of folders.
 * @param skipped hears of what was left out
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export async function listFiles(
  paths: readonly string[],
  asRaw: boolean,
  skipped: (path: string) => void,
): Promise<ListedFile[]> {
  const files: ListedFile[] = [];
  for (const path of paths) await collect(path, nameOf(path), skipped, files);
  if (files.length === 0) throw invalid(`${paths.join(', ')} has no files`, 'name files, or folders that have some');
  const pathOfName = new Map<string, string>();
  for (const file of files) {
    const other = pathOfName.get(file.name);
    if (other !== undefined) {
      throw invalid(`${other} and ${file.path} would both be called ${file.name}`, 'send them one after the other');
    }
    pathOfName.set(file.name, file.path);
    if (segmentsOf(file.name) === null) throw invalid(`${JSON.stringify(file.path)} has a name that cannot be sent`);
    await check(file, asRaw);
  }
  return files;
}

/** What a path given by the user is called; '' for the content of a folder. */
function nameOf(path: string): string {
  return /(^|\/)\.{0,2}$/.test(path) ? '' : basename(resolve(path));
}

async function collect(
  path: string,
  name: string,
  skipped: (path: string) => void,
  files: ListedFile[],
): Promise<void> {
  const found = await attempt(path, () => stat(path));
  if (found.isFile()) files.push({ path, name, size: found.size });
  else if (found.isDirectory()) await collectFolder(path, name, skipped, files);
  else throw invalid(`${path} is neither a file nor a folder`, 'send what it holds as a file');
}

async function collectFolder(
  folder: string,
  name: string,
  skipped: (path: string) => void,
  files: ListedFile[],
): Promise<void> {
  const entries = await attempt(folder, () => readdir(folder, { withFileTypes: true }));
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const below = name === '' ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) {
      await collectFolder(path, below, skipped, files);
      continue;
    }
    const target = entry.isFile() || entry.isSymbolicLink() ? await stat(path).catch(() => null) : null;
    if (target?.isFile() === true) files.push({ path, name: below, size: target.size });
    else skipped(path);
  }
}

async function check({ path, size }: ListedFile, asRaw: boolean): Promise<void> {
  const handle = await attempt(path, () => open(path));
  try {
    await readLayout({ handle, path, size }, asRaw);
  } finally {
    await handle.close();
  }
}

async function attempt<T>(path: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const what = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`;
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${path} ${what}`, { advice: 'name files to send', cause });
  }
}

function invalid(what: string, advice = 'rename it'): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', what, { advice });
}
