/** An arena of a third party: binaries lie in a file, and both ends know where. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import type { Arena, ArenaReader, ArenaUnit, ArenaWriter, BinaryPlace } from 'tensorduct/loader';

/** The consumer's end, and how the producer's is opened. */
export class FileArena implements Arena {
  units = 0;

  constructor(private readonly path: string) {}

  get writer() {
    return { module: import.meta.url, export: 'openFileWriter', args: this.path };
  }

  openReader(): ArenaReader {
    const file = openSync(this.path, 'w+');
    return {
      zeroCopy: false,
      reset() {},
      readBinary(_unit: unknown, { offset, length }: BinaryPlace) {
        const bytes = new Uint8Array(length);
        readSync(file, bytes, 0, length, offset);
        return bytes;
      },
      endUnit: () => {
        this.units++;
      },
    };
  }
}

export function openFileWriter(path: string): ArenaWriter {
  const file = openSync(path, 'r+');
  let end = 0;
  let start = 0;
  return {
    reset() {},
    beginUnit() {
      start = end;
      return Promise.resolve(true);
    },
    writeBinary(data) {
      const offset = end;
      end += writeSync(file, data, 0, data.length, offset);
      return { offset, length: data.length };
    },
    commitUnit: (): ArenaUnit<Uint8Array> => ({ span: end - start, tensors: [] }),
    abortUnit() {
      end = start;
    },
    close: () => closeSync(file),
  };
}
