import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

const BUILD = join(import.meta.dirname, '../../native/build/test');

/** Why a test may skip. */
export const NO_NAMESPACES = 'no namespaces can be made here';

/** A process in a pid namespace of its own ends with the one that has made it. */
const OWN_PIDS = ['--pid', '--fork', '--kill-child=SIGKILL', '--mount-proc'];

/** What a process can be kept apart by, as flags of `unshare`. */
const NAMESPACES = {
  network: ['--net'],
  ipc: ['--ipc'],
  mount: ['--mount'],
  pid: OWN_PIDS,
  'unmapped user': ['--user'],
  'mapped user': ['--user', '--map-root-user'],
} as const;

export type Namespace = keyof typeof NAMESPACES;

/** Where a process runs: as this one, but for what is said here. */
export interface Surroundings {
  /** Namespaces of its own. */
  readonly own?: readonly Namespace[];
  /** System calls that fail with EPERM. */
  readonly denied?: readonly ('process_vm_readv' | 'memfd_create')[];
  /** Capabilities that it does not have, as `setpriv` names them. */
  readonly without?: readonly string[];
  /** Whether /proc is empty. */
  readonly noProc?: boolean;
}

/** What a command begins with that is to run there. */
export function commandFor({ own = [], denied = [], without = [], noProc = false }: Surroundings): string[] {
  const namespaces = own.length === 0 ? [] : ['unshare', ...own.flatMap((name) => [...NAMESPACES[name]]), '--'];
  const capabilities = without.map((name) => `-${name}`).join(',');
  return [
    ...namespaces,
    ...(noProc ? ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh'] : []),
    ...(denied.length === 0 ? [] : [denyCalls(), ...denied, '--']),
    ...(without.length === 0 ? [] : ['setpriv', `--bounding-set=${capabilities}`, `--inh-caps=${capabilities}`, '--']),
  ];
}

/** Whether this process may make all of them. */
export function canMakeNamespaces(): boolean {
  const flags = Object.values(NAMESPACES).flatMap((given, index) => (index === 4 ? [] : [...given]));
  return process.getuid?.() === 0 && spawnSync('unshare', [...flags, '--', 'true']).status === 0;
}

let compiled: string | undefined;

/** The program that runs a command under a filter of system calls. */
function denyCalls(): string {
  if (compiled !== undefined) return compiled;
  const path = join(BUILD, 'deny-calls');
  const own = `${path}.${process.pid}`;
  mkdirSync(BUILD, { recursive: true });
  execFileSync('gcc', ['-O1', '-Wall', '-Werror', join(import.meta.dirname, 'deny-calls.c'), '-o', own]);
  // Another test may be running it.
  renameSync(own, path);
  return (compiled = path);
}
