import { createServer, type Server, type Socket } from 'node:net';
import { TensorductError } from '../../errors.js';
import type { Enrollment } from '../enrollment.js';
import { NetConnection } from '../net-connection.js';
import { NetListener, SERVER_OPTIONS, startListening } from '../net-listener.js';
import type { TransportListenOptions } from '../transport.js';
import { parseUnixAddress } from './addresses.js';
import { UNIX_TRAITS } from './connection.js';
import { freshSocketPath } from './runtime-folder.js';
import { SocketFile } from './socket-file.js';

/** Listens as {@link TransportContext.listen} says. */
export async function listenUnix(
  address: string,
  { allowAnyUser = false }: TransportListenOptions,
  enrollment: Enrollment,
): Promise<NetListener> {
  const { name, abstract } = parseUnixAddress(address === '' ? await freshSocketPath() : address);
  const server = createServer({ ...SERVER_OPTIONS, pauseOnConnect: true });
  const file = abstract
    ? await listenAbstract(server, name, address, allowAnyUser)
    : await SocketFile.bind(server, name);
  const materialised = abstract ? address : name;
  const listener = new NetListener(server, {
    backend: 'unix',
    address: materialised,
    enrollment,
    event: 'connection',
    accepted: (socket: Socket) =>
      NetConnection.over(socket, UNIX_TRAITS).establish({ local: materialised, remote: '' }),
    cleanUp: () => file?.remove(),
  });
  enrollment.add(listener);
  enrollment.assertOpen('listen');
  return listener;
}

async function listenAbstract(server: Server, name: string, address: string, allowAnyUser: boolean): Promise<null> {
  if (!allowAnyUser) {
    throw new TensorductError('ERR_INSECURE_ADDRESS', 'any user of this host could connect to an abstract name', {
      operation: 'listen',
      backend: 'unix',
      local: address,
      advice: 'listen on a path, or say allowAnyUser: true until peer credentials can be checked',
    });
  }
  await startListening(server, { path: name }, 'unix', address);
  return null;
}
