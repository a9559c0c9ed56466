import { createServer, type Socket } from 'node:net';
import type { Enrollment } from '../enrollment.js';
import { NetConnection } from '../net-connection.js';
import { NetListener, SERVER_OPTIONS, startListening } from '../net-listener.js';
import type { TransportListenOptions } from '../transport.js';
import { parseUnixAddress } from './addresses.js';
import { UNIX_TRAITS } from './connection.js';
import { peerCheck, peerPidOf } from './peer-check.js';
import { freshSocketPath } from './runtime-folder.js';
import { SocketFile } from './socket-file.js';

/** Listens as {@link TransportContext.listen} says. */
export async function listenUnix(
  address: string,
  { authenticated = false }: TransportListenOptions,
  enrollment: Enrollment,
): Promise<NetListener> {
  const { name, abstract } = parseUnixAddress(address === '' ? await freshSocketPath() : address);
  const materialised = abstract ? address : name;
  const refuses = peerCheck({ operation: 'listen', address: materialised, abstract, authenticated });
  const server = createServer({ ...SERVER_OPTIONS, pauseOnConnect: true });
  const file = abstract ? null : await SocketFile.bind(server, name);
  if (abstract) await startListening(server, { path: name }, 'unix', address);
  const listener = new NetListener(server, {
    backend: 'unix',
    address: materialised,
    enrollment,
    event: 'connection',
    refuses,
    accepted: (socket: Socket) =>
      NetConnection.over(socket, UNIX_TRAITS).establish({
        local: materialised,
        remote: '',
        peerPid: peerPidOf(socket),
      }),
    cleanUp: () => file?.remove(),
  });
  enrollment.add(listener);
  enrollment.assertOpen('listen');
  return listener;
}
