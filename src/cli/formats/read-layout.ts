import type { FileHandle } from 'node:fs/promises';
import { TensorductError } from '../../errors.js';
import { START_BYTES, type FileLayout } from './layout.js';
import { npy } from './npy.js';
import { raw } from './raw.js';
import { safetensors } from './safetensors.js';

/** The first whose ending fits is taken. */
const FORMATS = [npy, safetensors, raw];

/** What is to be read. */
export interface OpenFile {
  readonly handle: FileHandle;
  /** For messages, and for its ending. */
  readonly path: string;
  readonly size: number;
}

/**
 * Finds out what is where in a file. Reads its header and nothing else.
 * @param asRaw whatever it is, take it for bytes
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for a malformed file
 */
export async function readLayout(file: OpenFile, asRaw: boolean): Promise<FileLayout> {
  const { path, size } = file;
  const format = asRaw ? raw : (FORMATS.find(({ ending }) => path.endsWith(ending)) ?? raw);
  try {
    const start = await readAt(file, 0, new Uint8Array(Math.min(size, START_BYTES)));
    const length = format.headerLength(start, size);
    return format.parse(await readAt(file, 0, new Uint8Array(length)), size);
  } catch (thrown) {
    throw TensorductError.from(thrown, 'ERR_SYSTEM', 'it cannot be read').at({ local: path });
  }
}

/**
 * Fills `memory` with the bytes from `offset` on, and gives it back.
 * @throws TensorductError `ERR_SYSTEM` where the file ends before
 */
export async function readAt({ handle, path }: OpenFile, offset: number, memory: Uint8Array): Promise<Uint8Array> {
  for (let done = 0; done < memory.length;) {
    const { bytesRead } = await handle.read(memory, done, memory.length - done, offset + done);
    if (bytesRead === 0) {
      const what = `it ends at byte ${offset + done}, where it was longer before`;
      throw new TensorductError('ERR_SYSTEM', what, { local: path, advice: 'send it when nobody changes it' });
    }
    done += bytesRead;
  }
  return memory;
}
