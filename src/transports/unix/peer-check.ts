import type { Socket } from 'node:net';
import { TensorductError } from '../../errors.js';
import { descriptorOf } from '../net-descriptor.js';
import { isOfUser } from '../../memory/peer-credentials.js';
import { canShare } from '../../memory/shared-memory.js';

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
  const sharing = canShare();
  if (!sharing.ok) {
    if (!abstract) return () => null;
    throw new TensorductError(
      'ERR_INSECURE_ADDRESS',
      `any user of this host can use an abstract name, and who does cannot be told here: ${sharing.reason}`,
      {
        operation,
        backend: 'unix',
        [operation === 'listen' ? 'local' : 'peer']: address,
        advice: `${sharing.hint}; or use a path, or give both ends the same secret`,
      },
    );
  }
  return (socket) => {
    let cause: unknown;
    try {
      // Asked for each time: a process may change its user.
      const uid = process.geteuid?.() ?? sharing.identity.uid;
      const fd = descriptorOf(socket);
      // Nobody passes where Node does not tell.
      if (fd !== null && isOfUser(uid, sharing.native.peerCredentials(fd))) return null;
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
