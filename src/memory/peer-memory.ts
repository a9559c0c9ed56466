import { readFileSync } from 'node:fs';
import { TensorductError } from '../errors.js';
import type { Native } from './native.js';
import { canShare } from './shared-memory.js';

/** Bytes of a nameplate. */
export const NAMEPLATE_BYTES = 16;

/** Whether this process may read memory of others. */
export type PeerReading =
  | { readonly ok: true; readonly native: Native; /** Random, chosen at each boot. */ readonly boot: string }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

let reading: PeerReading | undefined;

/** Finds out, once in each thread, by reading memory of its own. Whether a peer's may be read only the peer shows. */
export function canReadPeers(): PeerReading {
  return (reading ??= findOut());
}

function findOut(): PeerReading {
  const sharing = canShare();
  if (!sharing.ok) return sharing;
  const { native, identity } = sharing;
  try {
    const plate = new Nameplate(native, new Uint8Array(NAMEPLATE_BYTES).fill(1));
    expectNameplate(native, process.pid, plate.address, new Uint8Array(NAMEPLATE_BYTES).fill(1));
    return { ok: true, native, boot: identity.boot };
  } catch (thrown) {
    const reason = thrown instanceof TensorductError ? thrown.message : String(thrown);
    return { ok: false, reason, hint: 'allow process_vm_readv where system calls are filtered (seccomp, containers)' };
  }
}

/**
 * Random bytes that a peer has chosen, in memory of this process: by them the peer knows that what it reads is ours, and
 * that we still want it read. They stay where they are as long as this object is held.
 */
export class Nameplate {
  readonly address: number;
  private readonly bytes: Uint8Array;

  /** @param content of the peer's choice, {@link NAMEPLATE_BYTES} */
  constructor(native: Native, content: Uint8Array) {
    // With a buffer of its own: V8 moves the bytes of small arrays that have none.
    this.bytes = new Uint8Array(new ArrayBuffer(NAMEPLATE_BYTES));
    this.bytes.set(content);
    this.address = native.PeerReader.addressOf(this.bytes);
  }

  /** What the peer reads from now on it knows to be void, also what it is just reading. */
  takeDown(): void {
    this.bytes.fill(0);
  }
}

/**
 * Makes sure that a process has a nameplate at an address of its memory.
 * @param content as we have chosen it
 * @throws TensorductError `ERR_NOT_VIABLE`, which says why its memory cannot be read; `ERR_AUTHENTICATION` where another
 *   process has that number
 */
export function expectNameplate(native: Native, pid: number, address: number, content: Uint8Array): void {
  const found = new Uint8Array(NAMEPLATE_BYTES);
  let length;
  try {
    length = native.PeerReader.peek(pid, address, found);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    if (code === 'EFAULT') throw stranger(pid);
    const own =
      pid === process.pid ? 'this process may read no memory by process_vm_readv' : `process ${pid} cannot be read`;
    throw new TensorductError('ERR_NOT_VIABLE', `${own}: ${code}${code === 'EPERM' ? yama() : ''}`, { cause: thrown });
  }
  if (length < NAMEPLATE_BYTES || Buffer.compare(found, content) !== 0) throw stranger(pid);
}

function stranger(pid: number): TensorductError {
  return new TensorductError('ERR_AUTHENTICATION', `process ${pid} is not the peer`);
}

/** What the security module Yama adds to a refusal. */
function yama(): string {
  try {
    const scope = readFileSync('/proc/sys/kernel/yama/ptrace_scope', 'utf8').trim();
    return scope === '0' ? '' : ` (kernel.yama.ptrace_scope is ${scope})`;
  } catch {
    return '';
  }
}
