import { TensorductError } from '../../errors.js';
import type { Enrollment } from '../enrollment.js';
import { abortedError, established } from '../net-connect.js';
import { NetConnection, type NetTraits } from '../net-connection.js';
import type { TransportConnectOptions } from '../transport.js';
import { parseUnixAddress } from './addresses.js';
import { peerCheck, peerPidOf } from './peer-check.js';

/** Bytes that were sent are already with the receiver: nothing that happens to the sender takes them back. */
export const UNIX_TRAITS: NetTraits = { backend: 'unix', resets: false, directBytes: 64 * 1024 };

/** What Node says when nobody is there yet, or any more, or too many come at once. */
const UNREACHABLE = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EAGAIN']);

/** Connects as {@link TransportContext.connect} says. */
export async function connectUnix(
  address: string,
  { signal, authenticated = false }: TransportConnectOptions,
  enrollment: Enrollment,
): Promise<NetConnection> {
  const { name, abstract } = parseUnixAddress(address);
  const refuses = peerCheck({ operation: 'connect', address, abstract, authenticated });
  if (signal?.aborted === true) throw abortedError({ backend: 'unix', address, signal });
  const { connection, socket } = NetConnection.connecting({ path: name }, UNIX_TRAITS);
  return established({
    backend: 'unix',
    address,
    enrollment,
    connection,
    socket,
    event: 'connect',
    refuses,
    ends: () => ({ local: '', remote: address, peerPid: peerPidOf(socket) }),
    signal,
    explain: (error) => {
      const unreachable = error.code !== undefined && UNREACHABLE.has(error.code);
      const details = { operation: 'connect', backend: 'unix', peer: address, cause: error };
      return unreachable
        ? new TensorductError('ERR_UNREACHABLE', `nobody answers: ${error.code}`, details)
        : new TensorductError('ERR_SYSTEM', `cannot connect: ${error.message}`, details);
    },
  });
}
