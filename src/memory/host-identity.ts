import { readFileSync, statSync } from 'node:fs';

/** Who this process is on which host: what two processes must have in common to share memory. */
export interface HostIdentity {
  /** Random, chosen at each boot: containers of one machine have it in common. */
  readonly boot: string;
  /** The network namespace, in which abstract names of sockets live. */
  readonly network: string;
  readonly uid: number;
}

/** The identity of this process, or why it has none that a peer could check. */
export function hostIdentity(): HostIdentity | { readonly reason: string; readonly hint: string } {
  const uid = process.getuid?.();
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const network = String(statSync('/proc/self/ns/net').ino);
    // In a user namespace without a mapping, everybody is this one.
    const nobody = Number(readFileSync('/proc/sys/kernel/overflowuid', 'utf8'));
    if (uid === undefined || uid === nobody) {
      return { reason: 'this process runs as the overflow user', hint: 'give it a user of its own' };
    }
    return { boot, network, uid };
  } catch (thrown) {
    const reason = `the host cannot be told from others: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
    return { reason, hint: 'mount /proc' };
  }
}
