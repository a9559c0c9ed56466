import type { ListenOptions, Server, Socket } from 'node:net';
import { TensorductError } from '../errors.js';
import { log } from '../log.js';
import { AcceptQueue } from './accept-queue.js';
import type { Enrolled, Enrollment } from './enrollment.js';
import type { NetConnection } from './net-connection.js';
import type { TransportConnection, TransportListener } from './transport.js';

/** How a backend makes its listener. */
export interface NetListenerOptions {
  readonly backend: string;
  /** Materialised. */
  readonly address: string;
  readonly enrollment: Enrollment;
  /** The event of the server that brings sockets. */
  readonly event: 'connection' | 'secureConnection';
  /** Why a peer is hung up on without a byte, or null. @default null */
  readonly refuses?: (socket: Socket) => TensorductError | null;
  readonly accepted: (socket: Socket) => NetConnection;
  /** Removes what the listener has left outside of this process. Called once, at `close`. */
  readonly cleanUp?: () => void;
}

/** What servers must be made with for {@link NetListener}. */
export const SERVER_OPTIONS = {
  allowHalfOpen: true,
  // Node buffers one chunk at most while a socket is paused, and so sees no error before those bytes were read.
  highWaterMark: 1,
} as const;

/** Accepts connections of a server of `node:net` or `node:tls` that listens already. */
export class NetListener implements TransportListener, Enrolled {
  readonly address: string;
  readonly gone: Promise<void>;
  private readonly queue = new AcceptQueue();
  /** Sockets that are not connections yet, by their remote end: those in a TLS handshake. */
  private readonly raw = new Map<string, Socket>();
  private closed = false;

  constructor(
    private readonly server: Server,
    private readonly options: NetListenerOptions,
  ) {
    this.address = options.address;
    this.gone = new Promise((resolve) => server.once('close', resolve));
    if (options.event === 'secureConnection') {
      server.on('connection', (socket: Socket) => {
        const key = remoteEnd(socket);
        this.raw.set(key, socket);
        socket.once('close', () => this.raw.delete(key));
      });
    }
    server.on(options.event, (socket: Socket) => {
      this.raw.delete(remoteEnd(socket));
      const refusal = options.refuses?.(socket) ?? null;
      if (refusal !== null) {
        log('%s://%s hangs up: %s', options.backend, options.address, refusal.message);
        socket.destroy();
        return;
      }
      const connection = options.accepted(socket);
      options.enrollment.add(connection);
      this.queue.offer(connection);
    });
    server.on('error', (error) => this.end(systemError('the listener failed', error, options)));
  }

  accept(callback: (error: TensorductError | null, connection: TransportConnection | null) => void): void {
    this.queue.accept(callback);
  }

  close(): void {
    const { backend, address } = this.options;
    this.end(new TensorductError('ERR_LISTENER_CLOSED', 'the listener is closed', { backend, local: address }));
  }

  ref(): void {
    this.server.ref();
  }

  unref(): void {
    this.server.unref();
  }

  private end(error: TensorductError): void {
    if (this.closed) return;
    this.closed = true;
    this.options.cleanUp?.();
    this.server.close();
    for (const socket of this.raw.values()) socket.destroy();
    this.queue.fail(error);
  }
}

/** Makes `server` listen. @throws TensorductError (rejection) */
export function startListening(
  server: Server,
  options: ListenOptions,
  backend: string,
  address: string,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      const where = { backend, local: address, operation: 'listen', cause: error };
      if (error.code === 'EADDRINUSE') {
        reject(new TensorductError('ERR_ADDRESS_IN_USE', 'the address is taken', where));
      } else if (error.code === 'EADDRNOTAVAIL') {
        const advice = 'listen on an address of this host';
        reject(new TensorductError('ERR_ADDRESS_INVALID', 'this host has no such address', { ...where, advice }));
      } else {
        reject(systemError('cannot listen', error, { backend, address }));
      }
    };
    server.once('error', onError);
    server.listen(options, () => {
      server.off('error', onError);
      resolve();
    });
  });
}

function systemError(what: string, cause: Error, about: { backend: string; address: string }): TensorductError {
  return new TensorductError('ERR_SYSTEM', `${what}: ${cause.message}`, {
    backend: about.backend,
    local: about.address,
    cause,
  });
}

function remoteEnd(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`;
}
