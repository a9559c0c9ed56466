import type { Socket } from 'node:net';
import { TensorductError } from '../../errors.js';
import { descriptorOf } from '../net-descriptor.js';
import { isOfUser } from '../../memory/peer-credentials.js';
import { knowHost, type Host } from '../../memory/host.js';

/** Looks at who made the other end of a connected socket. @returns why it must get no byte, or null */
export type PeerCheck = (socket: Socket) => TensorductError | null;

/** What is to be checked. */
export interface PeerCheckOptions {
  readonly operation: 'listen' | 'connect';
  readonly address: string;
  /** Whether anybody may connect there, and listen there: it is no file. */
  readonly abstract: boolean;
  /** Whether both ends will prove a secret, which says more than the kernel can. */
  readonly authenticated: boolean;
}

/**
 * How the other ends of one address are checked: only processes of our own user pass. Where the kernel cannot be asked,
 * the mode of the socket's file must do, and an abstract name has none.
 * @throws TensorductError `ERR_INSECURE_ADDRESS`
 */
export function peerCheck({ operation, address, abstract, authenticated }: PeerCheckOptions): PeerCheck {
  if (authenticated) return () => null;
  const host = knowHost();
  if (!host.ok) {
    if (!abstract) return () => null;
    throw new TensorductError(
      'ERR_INSECURE_ADDRESS',
      `any user of this host can use an abstract name, and who does cannot be told here: ${host.reason}`,
      {
        operation,
        backend: 'unix',
        [operation === 'listen' ? 'local' : 'peer']: address,
        advice: `${host.hint}; or use a path, or give both ends the same secret`,
      },
    );
  }
  return (socket) => {
    let cause: unknown;
    try {
      if (ownPeer(socket, host) !== undefined) return null;
    } catch (thrown) {
      cause = thrown;
    }
    return new TensorductError('ERR_AUTHENTICATION', 'the other end is of another user, or in another container', {
      operation,
      backend: 'unix',
      [operation === 'listen' ? 'local' : 'peer']: address,
      advice: 'run both ends as one user in one pid namespace, or give both the same secret',
      cause,
    });
  };
}

/** The process that made the other end, if it is of our user: see `TransportConnection.peerPid`. */
export function peerPidOf(socket: Socket): number | undefined {
  const host = knowHost();
  try {
    return host.ok ? ownPeer(socket, host) : undefined;
  } catch {
    return undefined;
  }
}

/** Nobody passes where Node tells no descriptor. @throws Error where the kernel does not say */
function ownPeer(socket: Socket, { native, identity }: Extract<Host, { ok: true }>): number | undefined {
  const fd = descriptorOf(socket);
  if (fd === null) return undefined;
  // Asked for each time: a process may change its user.
  const uid = process.geteuid?.() ?? identity.uid;
  const credentials = native.peerCredentials(fd);
  return isOfUser(uid, credentials) ? credentials.pid : undefined;
}
