import { readFileSync } from 'node:fs';
import type { Native } from './native.js';
import { knowHost } from './host.js';

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
  const host = knowHost();
  if (!host.ok) return host;
  const { native, identity } = host;
  const content = new Uint8Array(NAMEPLATE_BYTES).fill(1);
  const reason = whyUnreadable(native, process.pid, new Nameplate(native, content).address, content);
  if (reason === null) return { ok: true, native, boot: identity.boot };
  return { ok: false, reason, hint: 'allow process_vm_readv where system calls are filtered, as in containers' };
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
 * Looks whether a process has a nameplate at an address of its memory.
 * @param content as we have chosen it
 * @returns why it cannot be read there, or null
 */
export function whyUnreadable(native: Native, pid: number, address: number, content: Uint8Array): string | null {
  const found = new Uint8Array(NAMEPLATE_BYTES);
  try {
    native.PeerReader.peek(pid, address, found);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
    if (code !== 'EFAULT') return `memory of process ${pid} cannot be read: ${code}${code === 'EPERM' ? yama() : ''}`;
  }
  return Buffer.compare(found, content) === 0 ? null : `process ${pid} is not the peer`;
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
