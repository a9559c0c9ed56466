import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Peer } from '../../support/peer.js';

const PROGRAMS = new URL('../../../build/faults/test/faults/programs/', import.meta.url);

/** The folder for temporary files of all programs, so that what they leave behind can be seen. */
const TEMPORARY = mkdtempSync(join(tmpdir(), 'tensorduct-faults-'));

/** Starts a program of `test/faults/programs` with the fault build. @param fault see `TENSORDUCT_FAULT` */
export function startProgram(name: string, args: readonly string[], fault = ''): Peer {
  const env = { TMPDIR: TEMPORARY, XDG_RUNTIME_DIR: '', TENSORDUCT_FAULT: fault };
  return Peer.start(name, args, [], { folder: PROGRAMS, env });
}

/** Files of a process, which is dead, in the folders in which it could have left some. */
export function filesOf(pid: number): string[] {
  return [...temporaryFiles(), ...readdirSync('/dev/shm')].filter((path) => path.split(/\D+/).includes(String(pid)));
}

/** Rounds run side by side: a folder that another one removes while it is looked into is looked for once more. */
function temporaryFiles(): string[] {
  for (let attempts = 1; ; attempts++) {
    try {
      return readdirSync(TEMPORARY, { recursive: true, encoding: 'utf8' });
    } catch (thrown) {
      const gone = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
      if (!gone || attempts === 100) throw thrown;
    }
  }
}

/** All sockets and files that are left in the folder for temporary files. */
export function filesLeft(): string[] {
  const entries = readdirSync(TEMPORARY, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
}

/** Removes the folder for temporary files. */
export function removeTemporary(): void {
  mkdirSync(TEMPORARY, { recursive: true });
  rmSync(TEMPORARY, { recursive: true });
}
