import { createServer, isIPv6, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { TensorductError } from '../../errors.js';
import type { Enrollment } from '../enrollment.js';
import { NetConnection } from '../net-connection.js';
import { NetListener, SERVER_OPTIONS, startListening } from '../net-listener.js';
import type { TransportListenOptions } from '../transport.js';
import { formatTcpAddress, isLoopback, isWildcard, lookupLikeNccl, parseTcpAddress, resolveHost } from './addresses.js';
import { TCP_TRAITS, tcpEnds } from './connection.js';
import type { TcpOptions } from './options.js';

/** How long a peer may take for its TLS handshake, in ms. */
const HANDSHAKE_MS = 10_000;

/** Listens as {@link TransportContext.listen} says. */
export async function listenTcp(
  address: string,
  { insecure = false, authenticated = false }: TransportListenOptions,
  { tls }: TcpOptions,
  enrollment: Enrollment,
): Promise<NetListener> {
  const { host, port } = parseTcpAddress(address);
  const ips = await resolveHost(host);
  if (!(tls !== undefined || insecure || authenticated || ips.every(isLoopback))) {
    throw new TensorductError('ERR_INSECURE_ADDRESS', 'other hosts could connect without proving who they are', {
      operation: 'listen',
      backend: 'tcp',
      local: address,
    });
  }
  const server = makeServer(tls);
  await startListening(server, { host: ips[0], port, ipv6Only: ips[0] === '::' }, 'tcp', address);
  const listener = new NetListener(server, {
    backend: 'tcp',
    address: materialise(server, address),
    enrollment,
    event: tls === undefined ? 'connection' : 'secureConnection',
    accepted: (socket: Socket) => {
      socket.setNoDelay(true);
      return NetConnection.over(socket, TCP_TRAITS).establish(tcpEnds(socket));
    },
  });
  enrollment.add(listener);
  enrollment.assertOpen('listen');
  return listener;
}

function makeServer(tls: TcpOptions['tls']): Server {
  if (tls === undefined) return createServer({ ...SERVER_OPTIONS, pauseOnConnect: true });
  if (tls.server === undefined) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', 'there is no certificate to listen with', {
      operation: 'listen',
      backend: 'tcp',
      advice: 'give tls.server a key and a certificate',
    });
  }
  return createTlsServer({ handshakeTimeout: HANDSHAKE_MS, ...tls.server, ...SERVER_OPTIONS });
}

/** The address that others use: a wildcard is replaced by the address of the most likely interface. */
function materialise(server: Server, address: string): string {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') return address;
  const family = isIPv6(bound.address) ? 6 : 4;
  const host = isWildcard(bound.address) ? (lookupLikeNccl(family) ?? bound.address) : bound.address;
  return formatTcpAddress({ host, port: bound.port });
}
