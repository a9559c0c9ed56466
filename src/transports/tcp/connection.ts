import type { Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { TensorductError } from '../../errors.js';
import type { Enrollment } from '../enrollment.js';
import { abortedError, established } from '../net-connect.js';
import { NetConnection, type Ends, type NetTraits } from '../net-connection.js';
import { formatTcpAddress, parseTcpAddress, type TcpAddress } from './addresses.js';
import type { TcpOptions } from './options.js';

/** `directBytes` is more than what a reader of frames asks for while it waits: so most connections end without delay. */
export const TCP_TRAITS: NetTraits = { backend: 'tcp', resets: true, directBytes: 128 * 1024 };

/** What Node says when nobody is there, or not yet. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Connects as {@link TransportContext.connect} says; of a name with several addresses, the first that answers. */
export async function connectTcp(
  address: string,
  signal: AbortSignal | undefined,
  { tls }: TcpOptions,
  enrollment: Enrollment,
): Promise<NetConnection> {
  const target = parseTcpAddress(address);
  const details = { operation: 'connect', backend: 'tcp', peer: address };
  if (target.port === 0) {
    throw new TensorductError('ERR_ADDRESS_INVALID', `${address} names no port`, {
      ...details,
      advice: 'write tcp://HOST:PORT',
    });
  }
  if (signal?.aborted === true) throw abortedError({ backend: 'tcp', address, signal });
  const { connection, socket } =
    tls === undefined
      ? NetConnection.connecting({ ...target, noDelay: true }, TCP_TRAITS)
      : openTls(target, tls.client);
  return established({
    backend: 'tcp',
    address,
    enrollment,
    connection,
    socket,
    event: tls === undefined ? 'connect' : 'secureConnect',
    ends: () => tcpEnds(socket),
    signal,
    explain: (error) => {
      if (error.code !== undefined && UNREACHABLE.has(error.code)) {
        return new TensorductError('ERR_UNREACHABLE', `nobody answers: ${error.code}`, { ...details, cause: error });
      }
      if (tls !== undefined && isCertificateError(error.code)) {
        return new TensorductError('ERR_AUTHENTICATION', `the TLS handshake failed: ${error.message}`, {
          ...details,
          cause: error,
          advice: 'check the certificates, names and authorities of both ends',
        });
      }
      return new TensorductError('ERR_SYSTEM', `cannot connect: ${error.message}`, { ...details, cause: error });
    },
  });
}

/** The ends of a connected socket. */
export function tcpEnds(socket: Socket): Ends {
  return {
    local: formatTcpAddress({ host: socket.localAddress ?? '', port: socket.localPort ?? 0 }),
    remote: formatTcpAddress({ host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 }),
  };
}

function openTls(
  { host, port }: TcpAddress,
  options: ConnectionOptions = {},
): { connection: NetConnection; socket: Socket } {
  // As in SERVER_OPTIONS; Node's types lack these two here.
  const settings = { ...options, host, port, allowHalfOpen: true, highWaterMark: 1 };
  const socket = connectTls(settings);
  socket.setNoDelay(true);
  return { connection: NetConnection.over(socket, TCP_TRAITS), socket };
}

/** Not the errors of the system, whose codes are like `EMFILE`. */
function isCertificateError(code: string | undefined): boolean {
  return code !== undefined && (code.startsWith('ERR_') || !/^E[A-Z0-9]+$/.test(code));
}
